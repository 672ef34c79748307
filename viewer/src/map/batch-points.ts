import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from "maplibre-gl";
import type { FoundPoint } from "./types";

/** The source of the places of a file that was geocoded. */
export const BATCH = "civico-batch";

/** Told apart by more than their colour: what is to be looked at is hollow. */
const LAYERS = [
  {
    id: `${BATCH}-matched`,
    type: "circle",
    source: BATCH,
    filter: ["==", ["get", "verdict"], "matched"],
    paint: { "circle-color": "#00693e", "circle-opacity": 0.85, "circle-radius": ["interpolate", ["linear"], ["zoom"], 9, 2.5, 14, 5, 18, 8], "circle-stroke-color": "#ffffff", "circle-stroke-width": 1 },
  },
  {
    id: `${BATCH}-check`,
    type: "circle",
    source: BATCH,
    filter: ["==", ["get", "verdict"], "check"],
    paint: { "circle-color": "#ffffff", "circle-radius": ["interpolate", ["linear"], ["zoom"], 9, 2.5, 14, 5, 18, 8], "circle-stroke-color": "#b34700", "circle-stroke-width": 2.5 },
  },
] as const;

/** Where the rows of a file are. */
export class BatchLayers {
  constructor(private readonly map: MapLibreMap) {}

  set(points: readonly FoundPoint[]): void {
    const features = points.map(({ point, verdict }) => ({
      type: "Feature" as const,
      geometry: { type: "Point" as const, coordinates: point },
      properties: { verdict },
    }));
    const source = this.map.getSource<GeoJSONSource>(BATCH);
    if (source) source.setData({ type: "FeatureCollection", features });
    else if (features.length > 0) this.add(features);
  }

  private add(features: GeoJSON.Feature[]): void {
    this.map.addSource(BATCH, { type: "geojson", data: { type: "FeatureCollection", features } });
    for (const layer of LAYERS) this.map.addLayer(layer as unknown as LayerSpecification);
  }
}
