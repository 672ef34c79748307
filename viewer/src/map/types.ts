import type { Geometry as Shape } from "geojson";
import type { Geometry } from "../api/catalog";
import type { Bounds, Properties } from "../api/decode";
import type { LonLat } from "../api/geocoder";
import type { Legend } from "../state/legend";
import type { Camera } from "../state/permalink";
import type { Course } from "../state/snapping";

/** A dataset to draw over the base map. */
export interface DrawnDataset {
  id: string;
  geometry: Geometry;
  tiles: string;
  color: string;
}

/** One feature found under the pointer, as its tile holds it. */
export interface Hit {
  collection: string;
  id: string;
  properties: Properties;
  shape: Shape;
}

/** What is emphasised: the shape of a feature, a labelled pin, or both. */
export interface Highlight {
  shape: Shape | null;
  pin: { point: LonLat; label: string } | null;
}

export interface MapEvents {
  /** The camera came to rest. */
  moved(): void;
  /** Somebody pointed at a place, with the mouse, a finger or the keyboard. */
  pointed(point: LonLat, hits: Hit[]): void;
  /** Something of the map could not be loaded. */
  failed(): void;
}

/** A point that is being placed: drawn with the street that it belongs to, dragged or moved by the arrow keys. */
export interface PointEdit {
  /** Null until a place is chosen. */
  point: LonLat | null;
  /** What assistive technology calls the point. */
  label: string;
  course: Course;
  /** The nearest place on the street, which a line leads to; null for none. */
  foot: LonLat | null;
  moved(point: LonLat): void;
  nudged(eastM: number, northM: number): void;
}

/** Lines that belong together, with what is written beside them. */
export interface ShownLine {
  lines: Course;
  /** What it is called in the list beside the map. */
  name: string;
  /** What is on its left and on its right, seen along it; empty for nothing. */
  left: string;
  right: string;
}

/** A line, or with `shape` something else, that is being drawn: by clicks, or with the map focused by the keys. */
export interface Drawing {
  shape?: "point" | "line" | "polygon";
  points: readonly LonLat[];
  placed(point: LonLat): void;
  /** The last point is taken back. */
  removed(): void;
  ended(): void;
  cancelled(): void;
}

/** The result of an analysis: its features, or where it is too large for that the tiles of its collection. */
export interface DrawnResult {
  features: readonly { id: string; geometry: Shape | null; properties: Properties }[];
  tiles: { url: string; collection: string } | null;
  legend: Legend;
}

/** Lines of a street, or what is drawn for an analysis. */
export interface LinesEdit {
  lines: readonly ShownLine[];
  /** The place of the one that is emphasised, with its direction and sides; null for none. */
  chosen: number | null;
  /** What was drawn before. */
  shapes?: readonly Shape[];
  drawing: Drawing | null;
}

/** A number that nobody has decided about yet. */
export interface ProposedNumber {
  id: string;
  number: string;
  point: LonLat;
}

/** The place of a row of a file that was geocoded. */
export interface FoundPoint {
  point: LonLat;
  verdict: string;
}

/** A place that may be meant, numbered as in the list beside the map. */
export interface CandidatePoint {
  point: LonLat;
  number: string;
  chosen: boolean;
}

export interface Insets {
  top: number;
  bottom: number;
}

/** All that the rest of the viewer may ask of the map. */
export interface MapPort {
  camera(): Camera;
  /** What is seen of the map: west, south, east, north. */
  bounds(): Bounds;
  /** The middle of what is seen of the map. */
  middle(): LonLat;
  jumpTo(camera: Camera): void;
  flyTo(point: LonLat, zoom: number): void;
  fit(bounds: Bounds, zoomMax: number): void;
  zoomBy(steps: number): void;
  colors(): readonly string[];
  /** Draws exactly these datasets, the first on top. */
  setDatasets(datasets: readonly DrawnDataset[]): void;
  /** Asks the server anew for what is drawn: other people may see other versions. */
  reloadDatasets(): void;
  /** Hides exactly these collections of the base map. */
  setHidden(collections: readonly string[]): void;
  setHighlight(highlight: Highlight): void;
  /** Shows the point that is being placed; null for none. */
  editPoint(edit: PointEdit | null): void;
  /** Shows lines of a street, and the one that is being drawn; null for none. The map takes the keyboard when a drawing begins. */
  editLines(edit: LinesEdit | null): void;
  /** Draws exactly these numbers of the register that nobody has decided about yet. */
  setProposed(numbers: readonly ProposedNumber[]): void;
  /** Draws exactly these places of a file that was geocoded. */
  setBatch(points: readonly FoundPoint[]): void;
  /** Draws exactly these places, from which one is to be chosen. */
  setCandidates(candidates: readonly CandidatePoint[]): void;
  /** Draws exactly this result of an analysis; null for none. */
  setResult(result: DrawnResult | null): void;
  /** Draws collections of the register as of one of its events; done when the new tiles are asked for. */
  reloadRegister(seq: number, collections: readonly string[]): Promise<void>;
  /** What assistive technology calls the map. */
  setTitle(title: string): void;
  /** How much of the map lies under other parts of the page, in pixels; later movements keep clear of it. */
  setInsets(insets: Insets): void;
  /** A picture of what is drawn now, for printing. */
  picture(): Promise<Blob | null>;
}
