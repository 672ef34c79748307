import type { ExpressionSpecification, GeoJSONSource, LayerSpecification, Map as MapLibreMap } from "maplibre-gl";
import type { Legend } from "../state/legend";
import { RESULT } from "./result-name";
import type { DrawnResult } from "./types";

/** Carries the id of a feature, which need not be a number, through a GeoJSON source. */
export const RESULT_ID = "civico:id";
/** Results are drawn below this layer and those above it, so that names stay readable. */
const FIRST_ABOVE = "street-name";

const isKind = (...kinds: string[]): unknown[] => ["in", ["geometry-type"], ["literal", kinds]];
const byZoom = (near: number, far: number): unknown[] => ["interpolate", ["linear"], ["zoom"], 9, near, 17, far];

/** Draws what came of an analysis, in the colours of its legend. */
export class ResultLayers {
  private drawn: DrawnResult | null = null;

  constructor(private readonly map: MapLibreMap) {}

  set(result: DrawnResult | null): void {
    if (result && this.isSameData(result)) {
      this.paint(result.legend);
      return;
    }
    this.remove();
    this.drawn = result;
    if (result) this.add(result);
  }

  /** Another legend alone needs no new data. */
  private isSameData({ features, tiles }: DrawnResult): boolean {
    return this.drawn !== null && this.drawn.features === features && this.drawn.tiles?.url === tiles?.url;
  }

  private remove(): void {
    for (const { id } of layers(null, "")) if (this.map.getLayer(id)) this.map.removeLayer(id);
    if (this.map.getSource<GeoJSONSource>(RESULT)) this.map.removeSource(RESULT);
  }

  private add({ features, tiles, legend }: DrawnResult): void {
    if (tiles) this.map.addSource(RESULT, { type: "vector", url: tiles.url });
    else this.map.addSource(RESULT, { type: "geojson", data: { type: "FeatureCollection", features: features.flatMap(({ id, geometry, properties }) => (geometry ? [{ type: "Feature" as const, geometry, properties: { ...properties, [RESULT_ID]: id } }] : [])) } });
    const before = this.map.getLayer(FIRST_ABOVE) ? FIRST_ABOVE : undefined;
    for (const layer of layers(tiles?.collection ?? null, colorOf(legend))) this.map.addLayer(layer as unknown as LayerSpecification, before);
  }

  private paint(legend: Legend): void {
    for (const { id, paint } of layers(null, colorOf(legend))) {
      for (const [name, value] of Object.entries(paint)) if (name.endsWith("-color")) this.map.setPaintProperty(id, name, value);
    }
  }
}

/** The colour of a feature by a legend, as MapLibre works it out. */
export function colorOf(legend: Legend): string | ExpressionSpecification {
  switch (legend.kind) {
    case "single":
      return legend.color;
    case "steps": {
      const { property, breaks, colors } = legend;
      const [first = "#000000", ...rest] = colors;
      const number = ["to-number", ["get", property]];
      if (breaks.length === 0) return first;
      return ["step", number, first, ...breaks.flatMap((at, place) => [at, rest[place] ?? first])] as unknown as ExpressionSpecification;
    }
    case "values": {
      const { property, entries, other, none } = legend;
      // Compared as text: tiles may hold whole numbers otherwise than JSON does.
      const cases = entries.flatMap(({ value, color }) => [["==", ["to-string", ["get", property]], String(value)], color]);
      const rest = other ?? none ?? "#000000";
      return ["case", ["==", ["get", property], null], none ?? rest, ...cases, rest] as unknown as ExpressionSpecification;
    }
  }
}

function layers(collection: string | null, color: unknown): { id: string; paint: Record<string, unknown> }[] {
  const source = { source: RESULT, ...(collection === null ? {} : { "source-layer": collection }) };
  return [
    { id: `${RESULT}-fill`, type: "fill", ...source, filter: isKind("Polygon", "MultiPolygon"), paint: { "fill-color": color, "fill-opacity": 0.62 } },
    { id: `${RESULT}-outline`, type: "line", ...source, filter: isKind("Polygon", "MultiPolygon"), paint: { "line-color": color, "line-width": byZoom(0.3, 2) } },
    { id: `${RESULT}-casing`, type: "line", ...source, filter: isKind("LineString", "MultiLineString"), layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-width": byZoom(4, 9), "line-opacity": 0.85, "line-color": "#ffffff" } },
    { id: `${RESULT}-line`, type: "line", ...source, filter: isKind("LineString", "MultiLineString"), layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": color, "line-width": byZoom(2, 6) } },
    { id: `${RESULT}-point`, type: "circle", ...source, filter: isKind("Point", "MultiPoint"), paint: { "circle-color": color, "circle-radius": byZoom(3, 8), "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.2 } },
  ] as unknown as { id: string; paint: Record<string, unknown> }[];
}
