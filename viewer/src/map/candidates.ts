import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from "maplibre-gl";
import type { CandidatePoint } from "./types";

/** The source of the places that one of them is to be chosen from. */
export const CANDIDATES = "civico-candidates";

/** The chosen one is told apart by more than its colour: it is larger. */
const isChosen = ["get", "chosen"];
const LAYERS = [
  {
    id: `${CANDIDATES}-dot`,
    type: "circle",
    source: CANDIDATES,
    layout: { "circle-sort-key": ["case", isChosen, 1, 0] },
    paint: {
      "circle-color": ["case", isChosen, "#d6006c", "#ffffff"],
      "circle-radius": ["case", isChosen, 15, 12],
      "circle-stroke-color": ["case", isChosen, "#ffffff", "#d6006c"],
      "circle-stroke-width": 2.5,
    },
  },
  {
    id: `${CANDIDATES}-number`,
    type: "symbol",
    source: CANDIDATES,
    layout: { "text-field": ["get", "number"], "text-font": ["Titillium Web SemiBold"], "text-size": 14, "text-allow-overlap": true, "text-ignore-placement": true },
    paint: { "text-color": ["case", isChosen, "#ffffff", "#8a0046"] },
  },
] as const;

/** Numbered places, as in the list beside the map. */
export class CandidateLayers {
  constructor(private readonly map: MapLibreMap) {}

  set(candidates: readonly CandidatePoint[]): void {
    const features = candidates.map(({ point, number, chosen }) => ({
      type: "Feature" as const,
      geometry: { type: "Point" as const, coordinates: point },
      properties: { number, chosen },
    }));
    const source = this.map.getSource<GeoJSONSource>(CANDIDATES);
    if (source) source.setData({ type: "FeatureCollection", features });
    else if (features.length > 0) this.add(features);
  }

  private add(features: GeoJSON.Feature[]): void {
    this.map.addSource(CANDIDATES, { type: "geojson", data: { type: "FeatureCollection", features } });
    for (const layer of LAYERS) this.map.addLayer(layer as unknown as LayerSpecification);
  }
}
