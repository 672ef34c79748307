import type { Geometry } from "geojson";
import { list, optionalNumber, optionalText, record, text, type Properties } from "./decode";
import { isGeometry } from "./items";

/** What is at a place in all layers that somebody may see (carotaggio). */
export interface Drill {
  label: string | null;
  geometry: Geometry | null;
  themes: DrillTheme[];
  collections: number;
  features: number;
}

export interface DrillTheme {
  title: string;
  collections: DrillCollection[];
}

export interface DrillCollection {
  id: string;
  title: string;
  version: string | null;
  date: string | null;
  matched: number;
  /** Whether there is more than the server lists. */
  isTruncated: boolean;
  features: DrillFeature[];
}

export interface DrillFeature {
  id: string;
  properties: Properties;
  areaM2: number | null;
  /** Of the place that was asked about, 0 to 1. */
  share: number | null;
  lengthM: number | null;
  distanceM: number | null;
}

export function decodeDrill(value: unknown): Drill {
  const drill = record(value);
  const place = record(drill["place"] ?? {});
  const summary = record(drill["summary"] ?? {});
  const themes = list(drill["themes"], decodeTheme);
  const found = themes.flatMap(({ collections }) => collections);
  return {
    label: optionalText(place["label"]),
    geometry: isGeometry(place["geometry"]) ? place["geometry"] : null,
    themes,
    collections: optionalNumber(summary["collections"]) ?? found.length,
    features: optionalNumber(summary["features"]) ?? found.reduce((sum, { matched }) => sum + matched, 0),
  };
}

function decodeTheme(value: unknown): DrillTheme {
  const theme = record(value);
  return { title: optionalText(theme["title"]) ?? optionalText(theme["theme"]) ?? "", collections: list(theme["collections"], decodeCollection) };
}

function decodeCollection(value: unknown): DrillCollection {
  const collection = record(value);
  const id = text(collection["collection"]);
  const features = list(collection["features"], decodeFeature);
  const version = collection["version"];
  return {
    id,
    title: optionalText(collection["title"]) ?? id,
    version: typeof version === "number" ? String(version) : optionalText(version),
    date: optionalText(collection["date"]),
    matched: optionalNumber(collection["numberMatched"]) ?? features.length,
    isTruncated: collection["truncated"] === true,
    features,
  };
}

function decodeFeature(value: unknown): DrillFeature {
  const feature = record(value);
  return {
    id: text(feature["id"]),
    properties: record(feature["properties"] ?? {}),
    areaM2: optionalNumber(feature["area_m2"]),
    share: optionalNumber(feature["share"]),
    lengthM: optionalNumber(feature["length_m"]),
    distanceM: optionalNumber(feature["distance_m"]),
  };
}
