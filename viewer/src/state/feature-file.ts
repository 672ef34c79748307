import type { Feature, Geometry } from "geojson";
import type { Column } from "../api/columns";
import type { Properties } from "../api/decode";
import type { Reading } from "../csv/sniff";
import type { ColumnRole } from "./batch-columns";

/** The server's own caps: of a request in bytes, of the features and the positions of a piece of GeoJSON. */
export const BODY_MAX = 16 * 1024 * 1024;
export const FEATURES_MAX = 20_000;
export const POSITIONS_MAX = 200_000;
/** More rows than this the server answers at once only where it is set up to; what is more takes a job. */
export const AT_ONCE_MAX = 10_000;

/** Why a file cannot be used. */
export const FILE_PROBLEMS = ["unreadable", "noText", "empty", "tooWide", "tooLarge", "tooMany", "tooManyPositions", "unclosed", "noTable", "noGeojson", "noFeatures", "noPlaces", "otherCrs", "offEarth"] as const;
export type FileProblem = (typeof FILE_PROBLEMS)[number];

/** A feature as it is sent: a row of a table has no geometry. */
export type FileFeature = Feature<Geometry | null, Properties>;

/** What a file holds, as the server takes it. */
export interface Content {
  features: readonly FileFeature[];
  /** Those in which something is written. */
  columns: readonly Column[];
  /** How much of a request it takes. */
  bytes: number;
}

/** A file of the person's own, read. */
export interface FeatureFile extends Content {
  file: File;
  /** How a table was read; null for GeoJSON. */
  reading: Reading | null;
  /** The columns that were recognised as parts of an address, where only one was. */
  address: Partial<Record<ColumnRole, string>>;
}

/** A table of text as features without places. Columns of numbers become such; all others stay as they are written. */
export function contentOfTable(header: readonly string[], rows: readonly (readonly string[])[]): Content | FileProblem {
  const names = distinct(header);
  const filled = rows.filter((row) => row.some((cell) => cell.trim() !== ""));
  if (filled.length === 0) return "empty";
  if (filled.length > FEATURES_MAX) return "tooMany";
  const numeric = names.map((_, at) => filled.every((row) => (row[at] ?? "") === "" || isNumber(row[at] ?? "")));
  const cell = (written: string, at: number): string | number | null => (written === "" ? null : numeric[at] ? Number(written) : written);
  return contentOf(filled.map((row, at) => ({ type: "Feature", id: at + 1, geometry: null, properties: Object.fromEntries(names.map((name, column) => [name, cell(row[column] ?? "", column)])) })));
}

/** GeoJSON in longitude and latitude (RFC 7946): a collection of features, one, or a bare geometry. */
export function contentOfGeoJson(text: string): Content | FileProblem {
  const value = parse(text);
  if (!isObject(value)) return "noGeojson";
  if (!isOurCrs(value["crs"])) return "otherCrs";
  const all: unknown[] | null = value["type"] !== "FeatureCollection" ? [value] : Array.isArray(value["features"]) ? value["features"] : null;
  if (all === null) return "noGeojson";
  if (all.length === 0) return "noFeatures";
  if (all.length > FEATURES_MAX) return "tooMany";
  const features = all.map(featureOf);
  if (features.some((feature) => feature === null)) return "noGeojson";
  const found = features.filter((feature) => feature !== null);
  return positionsProblem(found) ?? contentOf(found);
}

function contentOf(features: FileFeature[]): Content | FileProblem {
  const bytes = new Blob([JSON.stringify({ type: "FeatureCollection", features })]).size;
  return bytes > BODY_MAX ? "tooLarge" : { features, columns: columnsOf(features), bytes };
}

function columnsOf(features: readonly FileFeature[]): Column[] {
  const types = new Map<string, Column["type"]>();
  for (const { properties } of features) {
    for (const [name, value] of Object.entries(properties)) {
      if (value === null || value === undefined) continue;
      const type = typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text";
      types.set(name, (types.get(name) ?? type) === type ? type : "text");
    }
  }
  return [...types].map(([name, type]) => ({ name, type }));
}

/** Two columns of a name would be one: the later gets a number behind its name. */
function distinct(header: readonly string[]): string[] {
  const taken = new Set<string>();
  return header.map((name) => {
    let own = name;
    for (let number = 2; taken.has(own); number += 1) own = `${name} (${number})`;
    taken.add(own);
    return own;
  });
}

/** Whether a cell reads the same after it was a number: no postcode loses its noughts. */
function isNumber(cell: string): boolean {
  return Number.isFinite(Number(cell)) && String(Number(cell)) === cell;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** GeoJSON of today names no reference system; older files may name the one that it has. */
function isOurCrs(crs: unknown): boolean {
  if (crs === undefined || crs === null) return true;
  const name = isObject(crs) && isObject(crs["properties"]) ? crs["properties"]["name"] : null;
  return typeof name === "string" && (name.endsWith("CRS84") || name.endsWith(":4326"));
}

function featureOf(value: unknown, at: number): FileFeature | null {
  if (!isObject(value)) return null;
  if (value["type"] !== "Feature") return isShape(value) ? { type: "Feature", id: at + 1, geometry: value, properties: {} } : null;
  const { id, geometry, properties } = value;
  if (geometry !== null && geometry !== undefined && !isShape(geometry)) return null;
  return { type: "Feature", id: typeof id === "string" || typeof id === "number" ? id : at + 1, geometry: geometry ?? null, properties: isObject(properties) ? properties : {} };
}

const SHAPE_TYPES = new Set(["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]);

function isShape(value: unknown): value is Geometry {
  if (!isObject(value)) return false;
  if (value["type"] === "GeometryCollection") return Array.isArray(value["geometries"]) && value["geometries"].every(isShape);
  return SHAPE_TYPES.has(String(value["type"])) && Array.isArray(value["coordinates"]);
}

function positionsProblem(features: readonly FileFeature[]): FileProblem | null {
  let count = 0;
  let isOff = false;
  for (const { geometry } of features) {
    for (const [lon, lat] of geometry === null ? [] : positionsOf(geometry)) {
      count += 1;
      if (typeof lon !== "number" || typeof lat !== "number") return "noGeojson";
      isOff ||= Math.abs(lon) > 180 || Math.abs(lat) > 90;
    }
  }
  return count > POSITIONS_MAX ? "tooManyPositions" : isOff ? "offEarth" : null;
}

function* positionsOf(geometry: Geometry): Generator<unknown[]> {
  if (geometry.type === "GeometryCollection") for (const part of geometry.geometries) yield* positionsOf(part);
  else yield* positionsIn(geometry.coordinates);
}

/** The innermost arrays: whatever holds no array itself. */
function* positionsIn(coordinates: readonly unknown[]): Generator<unknown[]> {
  if (coordinates.length > 0 && coordinates.every((part) => Array.isArray(part))) for (const part of coordinates) yield* positionsIn(part as unknown[]);
  else if (coordinates.length > 0) yield [...coordinates];
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
