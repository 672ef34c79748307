import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from "maplibre-gl";
import type { Highlight } from "./types";

const SOURCE = "civico-highlight";
const COLOR = "#d6006c";
const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };

const isShape = ["==", ["get", "role"], "shape"];
const isKind = (...kinds: string[]): unknown[] => ["in", ["geometry-type"], ["literal", kinds]];

const LAYERS = [
  {
    id: "civico-highlight-fill",
    type: "fill",
    source: SOURCE,
    filter: ["all", isShape, isKind("Polygon", "MultiPolygon")],
    paint: { "fill-color": COLOR, "fill-opacity": ["interpolate", ["linear"], ["zoom"], 10, 0.08, 15, 0.02] },
  },
  {
    id: "civico-highlight-casing",
    type: "line",
    source: SOURCE,
    filter: isShape,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": "#ffffff", "line-width": ["interpolate", ["linear"], ["zoom"], 8, 4, 17, 10], "line-opacity": 0.8 },
  },
  {
    id: "civico-highlight-line",
    type: "line",
    source: SOURCE,
    filter: isShape,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": COLOR, "line-width": ["interpolate", ["linear"], ["zoom"], 8, 2, 17, 5], "line-opacity": 0.85 },
  },
  {
    id: "civico-highlight-point",
    type: "circle",
    source: SOURCE,
    filter: ["all", isShape, isKind("Point", "MultiPoint")],
    paint: {
      "circle-color": COLOR,
      "circle-opacity": 0.25,
      "circle-radius": 11,
      "circle-stroke-color": COLOR,
      "circle-stroke-width": 2.5,
    },
  },
  {
    id: "civico-highlight-pin",
    type: "symbol",
    source: SOURCE,
    filter: ["==", ["get", "role"], "pin"],
    layout: {
      "icon-image": "pin",
      "icon-anchor": "bottom",
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "text-field": ["get", "label"],
      "text-font": ["Titillium Web SemiBold"],
      "text-size": 15,
      "text-anchor": "top",
      "text-offset": [0, 0.3],
      "text-max-width": 14,
      "text-allow-overlap": true,
    },
    paint: { "text-color": "#17324d", "text-halo-color": "#ffffff", "text-halo-width": 2.2 },
  },
] as const;

/** Draws what is chosen above everything else. */
export class HighlightLayers {
  constructor(private readonly map: MapLibreMap) {
    map.addSource(SOURCE, { type: "geojson", data: EMPTY });
    for (const layer of LAYERS) map.addLayer(layer as unknown as LayerSpecification);
  }

  set({ shape, pin }: Highlight): void {
    const features: Feature[] = [];
    const isUnderPin = pin !== null && shape?.type === "Point";
    if (shape && !isUnderPin) features.push({ type: "Feature", geometry: shape, properties: { role: "shape" } });
    if (pin) {
      const geometry = { type: "Point" as const, coordinates: pin.point };
      features.push({ type: "Feature", geometry, properties: { role: "pin", label: pin.label } });
    }
    const source = this.map.getSource<GeoJSONSource>(SOURCE);
    source?.setData({ type: "FeatureCollection", features });
  }
}
