import type { Client } from "./client";
import { list, optionalNumber, optionalText, record, text, type Properties } from "./decode";

/** What a person may point at, draw or choose a layer of. */
export const SHAPES = ["point", "line", "polygon"] as const;
export type ShapeKind = (typeof SHAPES)[number];

/** A process of OGC API Processes, as the list tells of it. */
export interface ProcessSummary {
  id: string;
  version: string;
  title: string;
  description: string;
  /** Words by which processes are grouped, in the language that was asked for. */
  keywords: string[];
  isAsync: boolean;
}

/** One thing that a process takes. */
export interface InputBase {
  name: string;
  title: string;
  description: string;
  required: boolean;
  /** How many values there may be; `Infinity` where nothing bounds them. */
  most: number;
  /** Whether even a single value is sent in a list. */
  asList: boolean;
}

export interface FeaturesInput extends InputBase {
  kind: "features";
  /** Empty where every geometry will do. */
  shapes: ShapeKind[];
  /** Whether tables without geometry will do. */
  tables: boolean;
}

export interface GeometryInput extends InputBase {
  kind: "geometry";
  shapes: ShapeKind[];
}

/** The name of a column of one of the other inputs. */
export interface PropertyInput extends InputBase {
  kind: "property";
  of: string;
  /** Empty where a column of any type will do. */
  types: string[];
}

export interface NumberInput extends InputBase {
  kind: "number";
  isInteger: boolean;
  min: number | null;
  max: number | null;
  /** Whether the bounds themselves are excluded. */
  aboveMin: boolean;
  belowMax: boolean;
  initial: number[];
  /** As the server abbreviates it: `m`, `m2`, `min`, `km/h`. */
  unit: string | null;
}

export interface ChoiceInput extends InputBase {
  kind: "choice";
  options: { value: string; title: string }[];
  initial: string[];
}

export interface BooleanInput extends InputBase {
  kind: "boolean";
  initial: boolean;
}

export interface TextInput extends InputBase {
  kind: "text";
  maxLength: number | null;
  initial: string;
}

/** What this page knows no field for: it is written as JSON. */
export interface JsonInput extends InputBase {
  kind: "json";
}

export type Input = FeaturesInput | GeometryInput | PropertyInput | NumberInput | ChoiceInput | BooleanInput | TextInput | JsonInput;

export interface Process extends ProcessSummary {
  inputs: Input[];
}

export const PROCESSES = "/ogc/processes";
const LIMIT = 200;
/** For programs that try the interface; nobody analyses anything with it. */
const HIDDEN = new Set(["echo"]);

export async function listProcesses(client: Client, lang: string, signal?: AbortSignal): Promise<ProcessSummary[]> {
  const all = await client.get(`${PROCESSES}?lang=${lang}&limit=${LIMIT}`, (value) => list(record(value)["processes"], decodeSummary), signal);
  return all.filter(({ id }) => !HIDDEN.has(id));
}

export function getProcess(client: Client, id: string, lang: string, signal?: AbortSignal): Promise<Process> {
  return client.get(`${PROCESSES}/${encodeURIComponent(id)}?lang=${lang}`, decodeProcess, signal);
}

export function decodeSummary(value: unknown): ProcessSummary {
  const process = record(value);
  const id = text(process["id"]);
  const options = Array.isArray(process["jobControlOptions"]) ? process["jobControlOptions"] : [];
  return {
    id,
    version: optionalText(process["version"]) ?? "",
    title: optionalText(process["title"]) ?? id,
    description: optionalText(process["description"]) ?? "",
    keywords: texts(process["keywords"]),
    isAsync: options.includes("async-execute"),
  };
}

export function decodeProcess(value: unknown): Process {
  const inputs = Object.entries(record(record(value)["inputs"] ?? {}));
  return { ...decodeSummary(value), inputs: inputs.map(([name, input]) => decodeInput(name, input)) };
}

function decodeInput(name: string, value: unknown): Input {
  const input = record(value);
  const whole = record(input["schema"] ?? {});
  const isList = whole["type"] === "array";
  const schema = isList ? record(whole["items"] ?? {}) : whole;
  const base = {
    name,
    title: optionalText(input["title"]) ?? name,
    description: optionalText(input["description"]) ?? "",
    required: input["minOccurs"] !== 0,
    most: isList ? (optionalNumber(whole["maxItems"]) ?? Infinity) : occurrences(input["maxOccurs"]),
    asList: isList,
  };
  return decodeSchema(base, schema, record(input["x-civico"] ?? {}), whole["default"] ?? schema["default"]);
}

function occurrences(value: unknown): number {
  return value === "unbounded" ? Infinity : Math.max(1, optionalNumber(value) ?? 1);
}

/** `hints` is what the server says beside the schema, for forms. */
function decodeSchema(base: InputBase, schema: Properties, hints: Properties, initial: unknown): Input {
  const kind = hints["kind"] ?? guessKind(schema);
  const shapes = SHAPES.filter((shape) => texts(hints["geometry"]).includes(shape));
  if (kind === "features") return { ...base, kind, shapes, tables: texts(hints["geometry"]).includes("none") };
  if (kind === "geometry") return { ...base, kind, shapes };
  if (kind === "property") return { ...base, kind, of: optionalText(hints["of"]) ?? "features", types: texts(hints["type"]) };
  if (Array.isArray(schema["enum"])) return decodeChoice(base, schema, texts(hints["titles"]), initial);
  switch (schema["type"]) {
    case "number":
    case "integer":
      return decodeNumber(base, schema, optionalText(hints["unit"]), initial);
    case "boolean":
      return { ...base, kind: "boolean", initial: initial === true };
    case "string":
      return { ...base, kind: "text", maxLength: optionalNumber(schema["maxLength"]), initial: optionalText(initial) ?? "" };
    default:
      return { ...base, kind: "json" };
  }
}

/** By the formats of OGC API Processes (18-062r2, table 13), where the server says no kind of ours. */
function guessKind(schema: Properties): "features" | "geometry" | null {
  const said = JSON.stringify(schema);
  if (said.includes('"geojson-feature-collection"')) return "features";
  return said.includes('"geojson-geometry"') ? "geometry" : null;
}

function decodeChoice(base: InputBase, schema: Properties, titles: string[], initial: unknown): ChoiceInput {
  const values = list(schema["enum"], String);
  const options = values.map((value, at) => ({ value, title: titles[at] ?? value }));
  const chosen = (Array.isArray(initial) ? initial : [initial]).map(String).filter((value) => values.includes(value));
  return { ...base, kind: "choice", options, initial: chosen };
}

/** `exclusiveMinimum` is a flag in OpenAPI 3.0, and the bound itself in JSON Schema. */
function decodeNumber(base: InputBase, schema: Properties, unit: string | null, initial: unknown): NumberInput {
  const [above, below] = [optionalNumber(schema["exclusiveMinimum"]), optionalNumber(schema["exclusiveMaximum"])];
  return {
    ...base,
    kind: "number",
    isInteger: schema["type"] === "integer",
    min: above ?? optionalNumber(schema["minimum"]),
    max: below ?? optionalNumber(schema["maximum"]),
    aboveMin: above !== null || schema["exclusiveMinimum"] === true,
    belowMax: below !== null || schema["exclusiveMaximum"] === true,
    initial: (Array.isArray(initial) ? initial : [initial]).flatMap((value) => optionalNumber(value) ?? []),
    unit,
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === "string") : [];
}
