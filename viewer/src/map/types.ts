import type { Geometry as Shape } from "geojson";
import type { Geometry } from "../api/catalog";
import type { Bounds, Properties } from "../api/decode";
import type { LonLat } from "../api/geocoder";
import type { Camera } from "../state/permalink";

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

export interface Insets {
  top: number;
  bottom: number;
}

/** All that the rest of the viewer may ask of the map. */
export interface MapPort {
  camera(): Camera;
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
  /** What assistive technology calls the map. */
  setTitle(title: string): void;
  /** How much of the map lies under other parts of the page, in pixels; later movements keep clear of it. */
  setInsets(insets: Insets): void;
  /** A picture of what is drawn now, for printing. */
  picture(): Promise<Blob | null>;
}
