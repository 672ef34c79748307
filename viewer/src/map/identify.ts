import type { Map as MapLibreMap, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import { isRegister } from "../api/catalog";
import { PROPOSED } from "./proposed";
import { RESULT_ID } from "./result-layers";
import { RESULT } from "./result-name";
import type { Hit } from "./types";

/** Half the side of the square around the pointer, so that a finger can meet a thin line. */
const TOLERANCE_PX = 5;
const HITS_MAX = 30;
/** Layers that show a summary of many things, not a thing. */
const SUMMARIES = new Set(["address-cell", "municipality-boundary-glow"]);

const BASE_ORDER = ["addresses", "thoroughfares", "localities", "municipalities"];

/** What is drawn at a point of the screen, datasets before the base map and the topmost first, each feature once. */
export function identify(map: MapLibreMap, at: { x: number; y: number }): Hit[] {
  const box: [PointLike, PointLike] = [
    [at.x - TOLERANCE_PX, at.y - TOLERANCE_PX],
    [at.x + TOLERANCE_PX, at.y + TOLERANCE_PX],
  ];
  const around = map.queryRenderedFeatures(box).filter((feature) => !isArea(feature));
  const areas = map.queryRenderedFeatures([at.x, at.y]).filter(isArea);
  const hits = new Map<string, Hit>();
  for (const feature of [...around, ...areas]) {
    const hit = toHit(feature);
    if (hit && hits.size < HITS_MAX && !hits.has(key(hit))) hits.set(key(hit), hit);
  }
  return [...hits.values()].sort((a, b) => rank(a) - rank(b));
}

/** The register's ids are a property, since they are no numbers; a dataset's items are named by the id of the feature. */
function itemId(feature: MapGeoJSONFeature): unknown {
  const property: unknown = feature.properties["id"];
  return isRegister(feature.sourceLayer ?? "") ? (property ?? feature.id) : (feature.id ?? property);
}

function isArea(feature: MapGeoJSONFeature): boolean {
  return feature.geometry.type === "Polygon" || feature.geometry.type === "MultiPolygon";
}

/** What somebody switched on comes before the base map, and a comune, which is everywhere, last. */
function rank(hit: Hit): number {
  if (hit.collection === RESULT) return -2;
  return BASE_ORDER.indexOf(hit.collection);
}

function key(hit: Hit): string {
  return `${hit.collection}/${hit.id}`;
}

function toHit(feature: MapGeoJSONFeature): Hit | null {
  if (feature.source === PROPOSED) return { collection: "addresses", id: String(feature.properties["id"]), properties: feature.properties, shape: feature.geometry };
  if (feature.source === RESULT) return { collection: RESULT, id: String(feature.sourceLayer === undefined ? feature.properties[RESULT_ID] : feature.id), properties: feature.properties, shape: feature.geometry };
  if (feature.sourceLayer === undefined || SUMMARIES.has(feature.layer.id)) return null;
  const id = itemId(feature);
  if (typeof id !== "string" && typeof id !== "number") return null;
  return {
    collection: feature.sourceLayer,
    id: String(id),
    properties: feature.properties,
    shape: feature.geometry,
  };
}
