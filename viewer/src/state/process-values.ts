import type { Geometry } from "geojson";
import type { Bounds, Properties } from "../api/decode";
import { isGeometry } from "../api/items";
import type { Input, Process } from "../api/processes";
import { conditionsOf, type Condition } from "./conditions";
import type { FeatureFile, FileProblem } from "./feature-file";
import { writtenNumbers } from "./numbers";

/** Something that is on the map already: found by a click, a search or a link. */
export interface Selected {
  collection: string;
  id: string;
  title: string;
  properties: Properties;
  geometry: Geometry;
}

/** A layer, and what of it. */
export interface LayerSource {
  from: "layer";
  /** Empty until one is chosen. */
  collection: string;
  /** A version that is no longer the current one: that of a run that is repeated. */
  version: number | null;
  bbox: Bounds | null;
  /** Whether the box is what is seen of the map when the analysis begins. */
  inView: boolean;
  /** The day on which things are looked at, or a span of time, as items take it; empty until one is said. */
  datetime: string | null;
  /** All of them have to hold. */
  conditions: readonly Condition[];
  /** Of a run that is repeated: what this page has no field for. */
  more: Properties;
}

export interface FileSource {
  from: "file";
  file: FeatureFile | null;
  problem: FileProblem | null;
}

/** Where features, or a geometry, come from. */
export type Source =
  | LayerSource
  | { from: "drawing"; shapes: readonly Geometry[] }
  | { from: "selection"; selected: Selected | null }
  /** A file of the person's own; null until one is read, with the reason where that failed. */
  | FileSource
  /** As it was sent in the run that is repeated. */
  | { from: "kept"; value: Properties; count: number };

export type Value =
  | { kind: "sources"; sources: readonly Source[] }
  /** As it is written in its field. */
  | { kind: "text"; text: string }
  | { kind: "words"; words: readonly string[] }
  | { kind: "switch"; on: boolean };

export type Values = Readonly<Record<string, Value>>;

/** More than this nobody has drawn. */
const DRAWN_MAX = 200;

export const NO_LAYER: LayerSource = { from: "layer", collection: "", version: null, bbox: null, inView: false, datetime: null, conditions: [], more: {} };
export const NO_FILE: FileSource = { from: "file", file: null, problem: null };
export const NO_DRAWING: Source = { from: "drawing", shapes: [] };

/** What a form begins with: the server's defaults, and for places what somebody has just looked at. */
export function initialValues({ inputs }: Process, selected: Selected | null): Values {
  return Object.fromEntries(inputs.map((input) => [input.name, initialValue(input, selected)]));
}

function initialValue(input: Input, selected: Selected | null): Value {
  switch (input.kind) {
    case "features":
      return { kind: "sources", sources: input.required ? [NO_LAYER] : [] };
    case "geometry":
      return { kind: "sources", sources: input.required ? [selected ? { from: "selection", selected } : NO_DRAWING] : [] };
    case "property":
      return { kind: "words", words: [] };
    case "choice":
      return { kind: "words", words: input.initial };
    case "boolean":
      return { kind: "switch", on: input.initial };
    case "number":
      return { kind: "text", text: writtenNumbers(input.initial) };
    case "text":
      return { kind: "text", text: input.initial };
    case "json":
      return { kind: "text", text: "" };
  }
}

/** The form of a run that is repeated with other parameters. */
export function valuesOf(process: Process, request: Properties): Values {
  const initial = initialValues(process, null);
  return Object.fromEntries(process.inputs.map((input) => [input.name, request[input.name] === undefined ? unset(input, initial[input.name]) : valueOf(input, request[input.name])]));
}

/** What the run did not say was left empty, unless the server has a default of its own. */
function unset(input: Input, initial: Value | undefined): Value {
  if (input.kind === "number" && !input.required) return { kind: "text", text: "" };
  return initial ?? { kind: "text", text: "" };
}

function valueOf(input: Input, value: unknown): Value {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  switch (input.kind) {
    case "features":
    case "geometry":
      return { kind: "sources", sources: all.flatMap(sourceOf) };
    case "property":
    case "choice":
      return { kind: "words", words: all.map(String) };
    case "boolean":
      return { kind: "switch", on: value === true };
    case "number":
      return { kind: "text", text: writtenNumbers(all.map(Number)) };
    case "text":
      return { kind: "text", text: typeof value === "string" ? value : JSON.stringify(value) };
    case "json":
      return { kind: "text", text: JSON.stringify(value) };
  }
}

function sourceOf(value: unknown): Source[] {
  if (typeof value !== "object" || value === null) return [];
  const source = value as Properties;
  // By value, qualified (18-062r2, 7.11.2.2).
  if (typeof source["value"] === "object" && source["value"] !== null) return sourceOf(source["value"]);
  if (typeof source["collection"] === "string") return [layerOf(source, source["collection"])];
  const shapes = shapesOf(source);
  if (shapes !== null) return [{ from: "drawing", shapes }];
  const features = source["type"] === "FeatureCollection" && Array.isArray(source["features"]) ? source["features"].length : 1;
  return [{ from: "kept", value: source, count: features }];
}

/** What was drawn for a run: a geometry, or a few features without properties; null for anything else. */
function shapesOf(source: Properties): Geometry[] | null {
  if (isGeometry(source)) return [source];
  if (source["type"] !== "FeatureCollection" || !Array.isArray(source["features"])) return null;
  const features: unknown[] = source["features"];
  const shapes = features.map((feature) => {
    const { geometry, properties } = (feature ?? {}) as { geometry?: unknown; properties?: object | null };
    return isGeometry(geometry) && Object.keys(properties ?? {}).length === 0 ? geometry : null;
  });
  const drawn = shapes.filter((shape) => shape !== null);
  return drawn.length === shapes.length && drawn.length > 0 && drawn.length <= DRAWN_MAX ? drawn : null;
}

function layerOf({ version, bbox, datetime, filter, ...rest }: Properties, collection: string): LayerSource {
  const more = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== "collection"));
  return {
    from: "layer",
    collection,
    version: typeof version === "number" ? version : null,
    bbox: Array.isArray(bbox) && bbox.length === 4 ? (bbox as Bounds) : null,
    inView: false,
    datetime: typeof datetime === "string" ? datetime : null,
    conditions: conditionsOf(filter),
    more,
  };
}

/** Everything that was drawn for a form, to be shown on the map. */
export function drawnShapes(values: Values): Geometry[] {
  return Object.values(values).flatMap((value) => (value.kind === "sources" ? value.sources : [])).flatMap((source) => (source.from === "drawing" ? source.shapes : []));
}

/** The values with the box of what is seen now, where that is wanted. */
export function inView(values: Values, box: Bounds): Values {
  const seen = (source: Source): Source => (source.from === "layer" && source.inView ? { ...source, bbox: box } : source);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.kind === "sources" ? { ...value, sources: value.sources.map(seen) } : value]));
}
