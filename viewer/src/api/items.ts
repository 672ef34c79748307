import type { Geometry } from "geojson";
import type { Client } from "./client";
import { record, text, type Properties } from "./decode";

/** What names one feature everywhere: in tiles, in the items of OGC API and in a permalink. */
export interface FeatureRef {
  collection: string;
  id: string;
}

export interface Item extends FeatureRef {
  properties: Properties;
  geometry: Geometry | null;
}

export function itemPath({ collection, id }: FeatureRef): string {
  return `/ogc/collections/${encodeURIComponent(collection)}/items/${encodeURIComponent(id)}`;
}

export function getItem(client: Client, ref: FeatureRef, signal?: AbortSignal): Promise<Item> {
  return client.get(`${itemPath(ref)}?f=json`, (value) => decodeItem(value, ref), signal);
}

function decodeItem(value: unknown, ref: FeatureRef): Item {
  const feature = record(value);
  const properties = feature["properties"];
  return {
    collection: ref.collection,
    id: feature["id"] === undefined ? ref.id : text(feature["id"]),
    properties: properties === null || properties === undefined ? {} : record(properties),
    geometry: isGeometry(feature["geometry"]) ? feature["geometry"] : null,
  };
}

export function isGeometry(value: unknown): value is Geometry {
  return typeof value === "object" && value !== null && "type" in value && ("coordinates" in value || "geometries" in value);
}
