import type { Feature, Geometry } from "geojson";
import type { Properties } from "../api/decode";
import type { FeaturesInput, GeometryInput, Input, NumberInput, Process } from "../api/processes";
import { conditionsProblem, sentFilter } from "./conditions";
import { AT_ONCE_MAX, BODY_MAX, type FeatureFile } from "./feature-file";
import { numbersOf } from "./numbers";
import type { LayerSource, Source, Value, Values } from "./process-values";
import { accepts } from "./sketch";

/** Why an input cannot be sent yet; `values` are what its message names. */
export const INPUT_PROBLEMS = ["missing", "layer", "drawing", "selection", "shape", "number", "integer", "min", "max", "above", "below", "tooMany", "tooLong", "json", "filter", "filterNumber", "filterTwice", "day", "file", "places", "filesTooLarge", "column"] as const;
export interface InputProblem {
  kind: (typeof INPUT_PROBLEMS)[number];
  values: Readonly<Record<string, string | number>>;
}

/** Of a request, what is left for everything but files. */
const REST_BYTES = 64 * 1024;

/** What is to be mended before a form can be sent, by input. */
export function problemsOf({ inputs }: Process, values: Values): ReadonlyMap<string, InputProblem> {
  const problems = new Map<string, InputProblem>();
  for (const input of inputs) {
    const found = problemOf(input, values[input.name]);
    if (found) problems.set(input.name, found);
  }
  const withFiles = inputs.filter(({ name }) => sourcesOf(values[name]).some(({ from }) => from === "file"));
  if (bytesOf(values) > BODY_MAX - REST_BYTES) for (const { name } of withFiles) problems.set(name, problem("filesTooLarge"));
  return problems;
}

/** The inputs of the request for a form without problems; what is empty is left to the server. */
export function inputsOf({ inputs }: Process, values: Values): Properties {
  return Object.fromEntries(inputs.flatMap((input) => {
    const sent = sentOf(input, values[input.name]);
    return sent.length === 0 ? [] : [[input.name, input.asList || sent.length > 1 ? sent : sent[0]]];
  }));
}

function problem(kind: InputProblem["kind"], values: InputProblem["values"] = {}): InputProblem {
  return { kind, values };
}

function problemOf(input: Input, value: Value | undefined): InputProblem | null {
  if (value === undefined || isEmpty(value)) return input.required && input.kind !== "boolean" ? problem(input.kind === "features" ? "layer" : "missing") : null;
  switch (value.kind) {
    case "sources":
      return sourcesProblem(input, value.sources);
    case "words":
      return value.words.length > input.most ? problem("tooMany", { count: input.most }) : null;
    case "switch":
      return null;
    case "text":
      return textProblem(input, value.text);
  }
}

function isEmpty(value: Value): boolean {
  switch (value.kind) {
    case "sources":
      return value.sources.length === 0;
    case "words":
      return value.words.length === 0;
    case "text":
      return value.text.trim() === "";
    case "switch":
      return false;
  }
}

function sourcesProblem(input: Input, sources: readonly Source[]): InputProblem | null {
  if (input.kind !== "features" && input.kind !== "geometry") return null;
  for (const source of sources) {
    if (source.from === "layer" && source.collection === "") return problem("layer");
    const condition = source.from === "layer" ? conditionsProblem(source.conditions) : null;
    if (condition !== null) return problem(condition);
    if (source.from === "layer" && source.datetime === "") return problem("day");
    if (source.from === "drawing" && source.shapes.length === 0) return problem("drawing");
    if (source.from === "file" && source.file === null) return problem("file");
    if (source.from === "selection" && source.selected === null) return problem("selection");
    if (geometriesOf(source).some((geometry) => !accepts(input.shapes, geometry))) return problem("shape");
    if (source.from === "file" && source.file && !hasUsable(input, source.file)) return problem("places");
  }
  return null;
}

/** Whether anything in a file is of a kind that an input takes; the server leaves out, and says so, what is not. */
function hasUsable(input: FeaturesInput | GeometryInput, { features }: FeatureFile): boolean {
  return features.some(({ geometry }) => (geometry === null ? input.kind === "features" && input.tables : accepts(input.shapes, geometry)));
}

/** Files that are sent together, in bytes. */
function bytesOf(values: Values): number {
  const files = Object.values(values).flatMap(sourcesOf).flatMap((source) => (source.from === "file" ? (source.file ?? []) : []));
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Whether a form is answered at once though somebody may have jobs: rows of a person's own are not kept with a job where that can be avoided. */
export function goesAtOnce({ inputs }: Process, values: Values): boolean {
  const sources = inputs.flatMap((input) => (input.kind === "features" && input.tables ? sourcesOf(values[input.name]) : []));
  const rows = sources.flatMap((source) => (source.from === "file" ? (source.file?.features.length ?? []) : []));
  return rows.length > 0 && rows.reduce((sum, count) => sum + count, 0) <= AT_ONCE_MAX;
}

function sourcesOf(value: Value | undefined): readonly Source[] {
  return value?.kind === "sources" ? value.sources : [];
}

function geometriesOf(source: Source): readonly Geometry[] {
  if (source.from === "drawing") return source.shapes;
  return source.from === "selection" && source.selected ? [source.selected.geometry] : [];
}

function textProblem(input: Input, written: string): InputProblem | null {
  if (input.kind === "text") return input.maxLength !== null && written.length > input.maxLength ? problem("tooLong", { count: input.maxLength }) : null;
  if (input.kind === "json") return parseJson(written) === undefined ? problem("json") : null;
  if (input.kind !== "number") return null;
  const numbers = numbersOf(written);
  if (numbers === null) return problem("number");
  if (numbers.length > input.most) return problem("tooMany", { count: input.most });
  return numbers.map((number) => numberProblem(input, number)).find((found) => found !== null) ?? null;
}

function numberProblem({ isInteger, min, max, aboveMin, belowMax }: NumberInput, number: number): InputProblem | null {
  if (isInteger && !Number.isInteger(number)) return problem("integer");
  if (min !== null && (aboveMin ? number <= min : number < min)) return problem(aboveMin ? "above" : "min", { bound: min });
  if (max !== null && (belowMax ? number >= max : number > max)) return problem(belowMax ? "below" : "max", { bound: max });
  return null;
}

function parseJson(written: string): unknown {
  try {
    return JSON.parse(written) as unknown;
  } catch {
    return undefined;
  }
}

/** The values of an input, one after another. */
function sentOf(input: Input, value: Value | undefined): unknown[] {
  if (value === undefined || isEmpty(value)) return [];
  switch (value.kind) {
    case "sources":
      return value.sources.flatMap((source) => sentSource(source, input.kind === "geometry"));
    case "words":
      return [...value.words];
    case "switch":
      return [value.on];
    case "text":
      if (input.kind === "number") return numbersOf(value.text) ?? [];
      if (input.kind === "json") return [parseJson(value.text)];
      return [value.text.trim()];
  }
}

function sentSource(source: Source, isGeometry: boolean): unknown[] {
  switch (source.from) {
    case "layer":
      return [sentLayer(source)];
    case "kept":
      return [source.value];
    case "file":
      return source.file === null ? [] : [collectionOf(source.file.features)];
    case "drawing":
      return isGeometry ? source.shapes.slice(0, 1) : [collectionOf(source.shapes.map((geometry, at) => featureOf(geometry, at + 1, {})))];
    case "selection": {
      if (source.selected === null) return [];
      const { geometry, id, properties } = source.selected;
      return isGeometry ? [geometry] : [collectionOf([featureOf(geometry, id, properties)])];
    }
  }
}

function sentLayer({ collection, version, bbox, datetime, conditions, more }: LayerSource): Properties {
  return {
    ...more,
    collection,
    ...(version === null ? {} : { version }),
    ...(bbox === null ? {} : { bbox }),
    ...(datetime === null ? {} : { datetime }),
    ...(conditions.length === 0 ? {} : { filter: sentFilter(conditions) }),
  };
}

function featureOf(geometry: Geometry, id: string | number, properties: Properties): Feature {
  return { type: "Feature", id, geometry, properties };
}

function collectionOf(features: readonly Feature<Geometry | null>[]): GeoJSON.FeatureCollection<Geometry | null> {
  return { type: "FeatureCollection", features: [...features] };
}
