import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from "maplibre-gl";
import type { ProposedNumber } from "./types";

/** The source of numbers that nobody has decided about; tiles hold what is in force. */
export const PROPOSED = "civico-proposed";

const LAYERS = [
  {
    id: `${PROPOSED}-dot`,
    type: "circle",
    source: PROPOSED,
    minzoom: 14,
    paint: { "circle-color": "#ffffff", "circle-radius": 4, "circle-stroke-color": "#b36b00", "circle-stroke-width": 2 },
  },
  {
    id: `${PROPOSED}-number`,
    type: "symbol",
    source: PROPOSED,
    minzoom: 16,
    layout: {
      "text-field": ["get", "number"],
      "text-font": ["Titillium Web SemiBold"],
      "text-size": 13,
      "text-variable-anchor": ["top", "bottom", "left", "right"],
      "text-radial-offset": 0.6,
    },
    paint: { "text-color": "#8a5300", "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
  },
] as const;

/** Numbers that are proposed: drawn only for those who decide about them. */
export class ProposedLayers {
  constructor(private readonly map: MapLibreMap) {}

  set(numbers: readonly ProposedNumber[]): void {
    const features = numbers.map(({ id, number, point }) => ({
      type: "Feature" as const,
      geometry: { type: "Point" as const, coordinates: point },
      properties: { id, number },
    }));
    const source = this.map.getSource<GeoJSONSource>(PROPOSED);
    if (source) source.setData({ type: "FeatureCollection", features });
    else if (features.length > 0) this.add(features);
  }

  private add(features: GeoJSON.Feature[]): void {
    this.map.addSource(PROPOSED, { type: "geojson", data: { type: "FeatureCollection", features } });
    for (const layer of LAYERS) this.map.addLayer(layer as unknown as LayerSpecification);
  }
}
