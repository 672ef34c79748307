import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, MapMouseEvent } from "maplibre-gl";
import type { LonLat } from "../api/geocoder";
import { halfWay, lengthM } from "../state/arcs";
import type { Drawing, LinesEdit, ShownLine } from "./types";

const SOURCE = "civico-lines-edit";
const DRAWN = "#d6006c";
const CHOSEN = "#0b3d91";
/** A click this near to the last point is the second of a double click. */
const SAME_PX = 6;
/** A click this near to the end of another line means that end. */
const SNAP_PX = 10;

const isRole = (role: string): unknown[] => ["==", ["get", "role"], role];
const isChosen = ["get", "chosen"];
const round = { "line-cap": "round", "line-join": "round" };
const font = ["Titillium Web SemiBold"];

const LAYERS = [
  { id: "civico-lines-area", type: "fill", filter: isRole("area"), paint: { "fill-color": DRAWN, "fill-opacity": 0.14 } },
  { id: "civico-lines-casing", type: "line", filter: isRole("line"), layout: round, paint: { "line-color": "#ffffff", "line-width": ["case", isChosen, 12, 7], "line-opacity": 0.9 } },
  { id: "civico-lines-line", type: "line", filter: isRole("line"), layout: { ...round, "line-sort-key": ["case", isChosen, 1, 0] }, paint: { "line-color": ["case", isChosen, CHOSEN, DRAWN], "line-width": ["case", isChosen, 8, 3.5] } },
  {
    id: "civico-lines-way",
    type: "symbol",
    filter: ["all", isRole("line"), isChosen],
    layout: { "symbol-placement": "line", "symbol-spacing": 70, "text-field": "»", "text-font": font, "text-size": 19, "text-keep-upright": false, "text-rotation-alignment": "map", "text-allow-overlap": true, "text-ignore-placement": true, "text-offset": [0, -0.08] },
    paint: { "text-color": "#ffffff" },
  },
  { id: "civico-lines-end", type: "circle", filter: isRole("end"), paint: { "circle-color": "#ffffff", "circle-radius": 4, "circle-stroke-color": DRAWN, "circle-stroke-width": 2 } },
  { id: "civico-lines-badge", type: "circle", filter: isRole("name"), paint: { "circle-color": "#ffffff", "circle-radius": 10, "circle-stroke-color": DRAWN, "circle-stroke-width": 2 } },
  {
    id: "civico-lines-label",
    type: "symbol",
    filter: ["any", isRole("label"), isRole("name")],
    layout: { "text-field": ["get", "text"], "text-font": font, "text-size": 14, "text-offset": ["get", "offset"], "text-allow-overlap": true, "text-ignore-placement": true },
    paint: { "text-color": ["case", isChosen, CHOSEN, "#8a0046"], "text-halo-color": "#ffffff", "text-halo-width": 2.2 },
  },
  { id: "civico-lines-draft", type: "line", filter: ["any", isRole("draft"), isRole("area")], layout: round, paint: { "line-color": DRAWN, "line-width": 4 } },
  { id: "civico-lines-ahead", type: "line", filter: isRole("ahead"), paint: { "line-color": DRAWN, "line-width": 2.5, "line-dasharray": [2, 2] } },
  { id: "civico-lines-vertex", type: "circle", filter: ["any", isRole("vertex"), isRole("spot")], paint: { "circle-color": "#ffffff", "circle-radius": 5, "circle-stroke-color": DRAWN, "circle-stroke-width": 3 } },
] as const;

/** Lines of a street with the numbers on their sides, and the one that somebody draws: by clicks, or by the keys at the middle of the map. */
export class LineEditor {
  private edit: LinesEdit | null = null;
  /** Where the next point would be: under the pointer, or in the middle for the keyboard. */
  private ahead: LonLat | null = null;

  constructor(private readonly map: MapLibreMap) {
    map.on("dblclick", (event) => this.onDoubleClick(event));
    map.on("mousemove", ({ lngLat }) => this.look([lngLat.lng, lngLat.lat]));
    map.on("move", (event: { originalEvent?: unknown }) => {
      if (event.originalEvent instanceof KeyboardEvent) this.look(this.middle());
    });
    map.getCanvas().addEventListener("keydown", this.onKey);
  }

  set(edit: LinesEdit | null): void {
    const [was, is] = [this.drawing() !== null, (edit?.drawing ?? null) !== null];
    this.edit = edit;
    if (is && !was) this.begin();
    if (was && !is) this.end();
    this.show();
  }

  /** Whether the click was for the line that is being drawn. */
  click(event: MapMouseEvent): boolean {
    const drawing = this.drawing();
    if (!drawing) return false;
    const last = drawing.points.at(-1);
    if (last && this.pixels(last, event.point) <= SAME_PX) return true;
    drawing.placed(this.endNear(event.point) ?? [event.lngLat.lng, event.lngLat.lat]);
    return true;
  }

  private begin(): void {
    this.ahead = null;
    this.map.doubleClickZoom.disable();
    this.map.getCanvas().classList.add("drawing");
    this.map.getCanvas().focus({ preventScroll: true });
  }

  private end(): void {
    this.map.doubleClickZoom.enable();
    this.map.getCanvas().classList.remove("drawing");
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const drawing = this.drawing();
    if (!drawing || !["Enter", " ", "Backspace", "Escape"].includes(event.key)) return;
    // Neither scrolls the page nor asks what is here.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") drawing.ended();
    else if (event.key === "Escape") drawing.cancelled();
    else if (event.key === "Backspace") drawing.removed();
    else drawing.placed(this.endNear(this.map.project(this.middle())) ?? this.middle());
  };

  private onDoubleClick(event: MapMouseEvent): void {
    const drawing = this.drawing();
    if (!drawing) return;
    event.preventDefault();
    drawing.ended();
  }

  private look(at: LonLat): void {
    if (!this.drawing()) return;
    this.ahead = at;
    this.show();
  }

  private drawing(): Drawing | null {
    return this.edit?.drawing ?? null;
  }

  private middle(): LonLat {
    const { lng, lat } = this.map.getCenter();
    return [lng, lat];
  }

  /** Stretches that follow each other meet in one point. */
  private endNear(at: { x: number; y: number }): LonLat | null {
    const ends = (this.edit?.lines ?? []).flatMap(({ lines }) => lines.flatMap((line) => [line[0], line.at(-1)].flatMap((end) => (end ? [end] : []))));
    const near = ends.map((end) => ({ end, distance: this.pixels(end, at) })).filter(({ distance }) => distance <= SNAP_PX);
    return near.sort((a, b) => a.distance - b.distance)[0]?.end ?? null;
  }

  private pixels(point: LonLat, { x, y }: { x: number; y: number }): number {
    const at = this.map.project([point[0], point[1]]);
    return Math.hypot(at.x - x, at.y - y);
  }

  private show(): void {
    const data: FeatureCollection = { type: "FeatureCollection", features: this.edit ? features(this.edit, this.ahead) : [] };
    const source = this.map.getSource<GeoJSONSource>(SOURCE);
    if (source) source.setData(data);
    else if (this.edit) this.add(data);
  }

  private add(data: FeatureCollection): void {
    this.map.addSource(SOURCE, { type: "geojson", data });
    for (const layer of LAYERS) this.map.addLayer({ ...layer, source: SOURCE } as unknown as LayerSpecification);
  }
}

function features({ lines, chosen, drawing, shapes = [] }: LinesEdit, ahead: LonLat | null): Feature[] {
  const points = drawing?.points ?? [];
  const last = points.at(-1);
  const [first] = points;
  const isArea = drawing?.shape === "polygon";
  return [
    ...shapes.map(shapeFeature),
    ...(isArea && first && points.length > 2 ? [areaOf([...points, first])] : []),
    ...(isArea && first && ahead && points.length > 1 ? [lineOf("ahead", [ahead, first])] : []),
    ...lines.flatMap((line, at) => lineFeatures(line, at === chosen)),
    ...(points.length > 1 ? [lineOf("draft", points)] : []),
    ...(drawing && last && ahead ? [lineOf("ahead", [last, ahead])] : []),
    ...points.map((point) => pointOf("vertex", point)),
  ];
}

function lineFeatures({ lines, name, left, right }: ShownLine, chosen: boolean): Feature[] {
  const longest = lines.toSorted((a, b) => lengthM(b) - lengthM(a))[0];
  const half = longest ? halfWay(longest) : null;
  const [east, north] = half?.direction ?? [1, 0];
  // In ems of the text; to the left of the line, on a map whose south is below.
  const side = (text: string, sign: 1 | -1): Feature[] => (half && text !== "" ? [pointOf("label", half.point, { text, chosen, offset: [sign * -north * (1 + text.length / 4), sign * -east * 1.6] })] : []);
  const labels = chosen ? [...side(left, 1), ...side(right, -1)] : half ? [pointOf("name", half.point, { text: name, chosen, offset: [0, 0] })] : [];
  return [...lines.map((line) => lineOf("line", line, { chosen })), ...lines.flatMap((line) => [line[0], line.at(-1)].flatMap((end) => (end ? [pointOf("end", end)] : []))), ...labels];
}

/** Something that was drawn before. */
function shapeFeature(geometry: Geometry): Feature {
  const role = geometry.type.endsWith("Point") ? "spot" : geometry.type.endsWith("Polygon") ? "area" : "draft";
  return { type: "Feature", geometry, properties: { role } };
}

function areaOf(ring: readonly LonLat[]): Feature {
  return { type: "Feature", geometry: { type: "Polygon", coordinates: [ring.map((point) => [...point])] }, properties: { role: "area" } };
}

function lineOf(role: string, line: readonly LonLat[], more: object = {}): Feature {
  return { type: "Feature", geometry: { type: "LineString", coordinates: line.map((point) => [...point]) }, properties: { role, ...more } };
}

function pointOf(role: string, point: LonLat, more: object = {}): Feature {
  return { type: "Feature", geometry: { type: "Point", coordinates: [...point] }, properties: { role, ...more } };
}
