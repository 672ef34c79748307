import type { Client } from "./client";
import { list, oneOf, optionalNumber, optionalText, record, text } from "./decode";

export const LEVELS = [
  "house-number",
  "without-exponent",
  "interpolated",
  "nearest-number",
  "street",
  "locality",
  "municipality",
  "none",
] as const;
export type Level = (typeof LEVELS)[number];

export const METHODS = ["along-street", "straight"] as const;
export type Method = (typeof METHODS)[number];

/** Longitude, latitude in degrees. */
export type LonLat = [number, number];

/** One answer of the geocoder. */
export interface Place {
  id: string | null;
  label: string;
  level: Level;
  point: LonLat;
  ambiguous: boolean;
  uncertaintyM: number | null;
  /** By what a point between two numbers was found; null for any other. */
  method: Method | null;
  /** What does not quite fit between question and answer, as sentences in the language asked for. */
  faults: string[];
  municipality: string | null;
}

export interface Question {
  q: string;
  limit: number;
  lang: string;
  near?: LonLat;
}

export function suggest(client: Client, question: Question, signal?: AbortSignal): Promise<Place[]> {
  return client.post("/rest/geocoder/v1/suggest", question, decodePlaces, signal);
}

export function search(client: Client, question: Question, signal?: AbortSignal): Promise<Place[]> {
  return client.post("/rest/geocoder/v1/search", question, decodePlaces, signal);
}

/** The nearest address to a point of the map. The point is no personal datum, but it may be somebody's home: a body too. */
export async function reverse(client: Client, [lon, lat]: LonLat, lang: string, signal?: AbortSignal): Promise<Place | null> {
  const places = await client.post("/rest/geocoder/v1/reverse", { lon, lat, limit: 1, lang }, decodePlaces, signal);
  return places[0] ?? null;
}

export function decodePlaces(value: unknown): Place[] {
  const places = list(record(value)["features"], decodePlace);
  return places.filter((place): place is Place => place !== null);
}

/** An answer without a place on the map (level `none`) is none for this viewer. */
function decodePlace(value: unknown): Place | null {
  const feature = record(value);
  const point = decodePoint(feature["geometry"]);
  if (point === null) return null;
  const properties = record(feature["properties"]);
  return {
    id: optionalText(properties["id"]),
    label: text(properties["label"]),
    level: oneOf(properties["level"], LEVELS, "none"),
    point,
    ambiguous: properties["ambiguous"] === true,
    uncertaintyM: optionalNumber(properties["uncertainty_m"]),
    method: METHODS.find((method) => method === properties["method"]) ?? null,
    faults: decodeFaults(properties["faults"]),
    municipality: optionalText(properties["municipality"]),
  };
}

function decodeFaults(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((fault: unknown) => {
    const message = typeof fault === "object" && fault !== null ? record(fault)["message"] : fault;
    return optionalText(message) ?? [];
  });
}

/** Longitude and latitude of a point in GeoJSON; null for anything else. */
export function decodePoint(value: unknown): LonLat | null {
  if (typeof value !== "object" || value === null) return null;
  const coordinates = record(value)["coordinates"];
  if (!Array.isArray(coordinates)) return null;
  const lon = optionalNumber(coordinates[0]);
  const lat = optionalNumber(coordinates[1]);
  return lon === null || lat === null ? null : [lon, lat];
}

/** The collection in which the register keeps what an answer stands for; null where the answer is no thing of its own. */
export function collectionOf(level: Level): string | null {
  switch (level) {
    case "house-number":
    case "without-exponent":
    case "nearest-number":
      return "addresses";
    case "street":
      return "thoroughfares";
    case "locality":
      return "localities";
    case "municipality":
      return "municipalities";
    case "interpolated":
    case "none":
      return null;
  }
}
