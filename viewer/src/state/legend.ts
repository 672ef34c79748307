import type { Properties } from "../api/decode";

/** How the features of a result are coloured. */
export type Legend =
  | { kind: "single"; color: string }
  /** `breaks` part the classes: a value belongs to the class above every break that it reaches. */
  | { kind: "steps"; property: string; breaks: number[]; colors: string[]; least: number; most: number }
  /** `other` is for values that are not listed, `none` for features without one. */
  | { kind: "values"; property: string; entries: { value: string | number; color: string }[]; other: string | null; none: string | null };

export const NO_VALUE = "#8f9aa6";
const SINGLE = "#7a2e8e";
/** ColorBrewer (Brewer, 2003): YlOrRd, YlGnBu with its palest left out, and RdBu with a grey middle; all are told apart by colour-blind people. */
const HEAT = ["#fed976", "#feb24c", "#fd8d3c", "#f03b20", "#bd0026"];
const COOL = ["#a1dab4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"];
const DIVERGING: Readonly<Record<number, string>> = { [-3]: "#2166ac", [-2]: "#67a9cf", [-1]: "#bcd9ea", 0: "#d8dde2", 1: "#fbc9ae", 2: "#ef8a62", 3: "#b2182b" };
/** Okabe and Ito (2008), and Tol's muted, without their greys. */
const CATEGORIES = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#882255", "#999933", "#332288", "#44aa99"];
const OTHER = "#5b6f82";

/** The column by which a process is best looked at, as it names it. */
const BEST: Readonly<Record<string, string>> = { "kernel-density": "density", "hot-spots": "class", dbscan: "cluster", "service-area": "limit", hexagons: "count", nearest: "distance_m" };
/** Columns that tell kinds apart by words. */
const KINDS = ["quadrant", "change", "cluster", "class"];
const CLASSES = 5;
const IS_ID = /(^|_)(id|fid|gid|cod|codice|code|rank)$|^(id|fid|gid|cod|codice|code)_/i;

/** The column that a result is coloured by at first; null for one colour. */
export function bestColumn(process: string, rows: readonly Properties[]): string | null {
  const best = BEST[process];
  const columns = columnsOf(rows);
  if (best !== undefined && columns.includes(best)) return best;
  return KINDS.find((name) => columns.includes(name)) ?? numericColumns(rows)[0] ?? null;
}

/** Columns that a person may choose from, to colour a result. */
export function colorColumns(process: string, rows: readonly Properties[]): string[] {
  const best = bestColumn(process, rows);
  return [...new Set([...(best === null ? [] : [best]), ...KINDS.filter((name) => columnsOf(rows).includes(name)), ...numericColumns(rows)])];
}

/** The legend for a column, or for none; of a whole result it is known whether anything is without a value. */
export function legendOf(process: string, column: string | null, rows: readonly Properties[], isWhole = false): Legend {
  if (column === null) return { kind: "single", color: SINGLE };
  if (process === "hot-spots" && column === "class") return hotSpots(column);
  const cells = rows.map((row) => row[column]).filter((cell) => cell !== null && cell !== undefined);
  const none = isWhole && cells.length === rows.length ? null : NO_VALUE;
  if (column === "cluster" || cells.some((cell) => typeof cell === "string")) return categories(column, cells, none);
  const numbers = cells.filter((cell): cell is number => typeof cell === "number" && Number.isFinite(cell));
  const ramp = process === "kernel-density" || process === "hexagons" ? HEAT : COOL;
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  if (distinct.length > 0 && distinct.length <= CLASSES) return ranked(column, distinct, ramp, none);
  return distinct.length === 0 ? { kind: "single", color: SINGLE } : steps(column, numbers, ramp);
}

/** All seven classes, whether or not they occur: Gi* with its false discoveries taken out, at 90, 95 and 99 %. */
function hotSpots(property: string): Legend {
  const entries = [3, 2, 1, 0, -1, -2, -3].map((value) => ({ value, color: DIVERGING[value] ?? NO_VALUE }));
  return { kind: "values", property, entries, other: null, none: NO_VALUE };
}

/** The most frequent kinds have a colour each, the others one together. */
function categories(property: string, cells: readonly unknown[], none: string | null): Legend {
  const counts = new Map<string | number, number>();
  for (const cell of cells) if (typeof cell === "string" || typeof cell === "number") counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const frequent = [...counts].sort((a, b) => b[1] - a[1]).slice(0, CATEGORIES.length).map(([value]) => value);
  const entries = frequent.sort(inOrder).map((value, at) => ({ value, color: CATEGORIES[at] ?? OTHER }));
  return { kind: "values", property, entries, other: counts.size > entries.length ? OTHER : null, none };
}

function inOrder(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
}

/** Few values have a colour each, from light to dark. */
function ranked(property: string, distinct: readonly number[], ramp: readonly string[], none: string | null): Legend {
  const colorAt = (at: number): string => ramp[distinct.length === 1 ? ramp.length - 1 : Math.round((at * (ramp.length - 1)) / (distinct.length - 1))] ?? SINGLE;
  return { kind: "values", property, entries: distinct.map((value, at) => ({ value, color: colorAt(at) })), other: null, none };
}

/** Classes with as many features each, as far as equal values allow. */
function steps(property: string, numbers: readonly number[], ramp: readonly string[]): Legend {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [least, most] = [sorted[0] ?? 0, sorted.at(-1) ?? 0];
  const quantiles = Array.from({ length: CLASSES - 1 }, (_, at) => sorted[Math.floor(((at + 1) * sorted.length) / CLASSES)] ?? most);
  const breaks = [...new Set(quantiles)].filter((value) => value > least);
  const colors = breaks.length === 0 ? [ramp.at(-1) ?? SINGLE] : [least, ...breaks].map((_, at) => ramp[Math.round((at * (ramp.length - 1)) / breaks.length)] ?? SINGLE);
  return { kind: "steps", property, breaks, colors, least, most };
}

function columnsOf(rows: readonly Properties[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row)))];
}

/** Columns of numbers that measure something, those that a process adds first. */
export function numericColumns(rows: readonly Properties[]): string[] {
  const isMeasure = (name: string): boolean => !IS_ID.test(name) && rows.some((row) => typeof row[name] === "number") && rows.every((row) => row[name] === undefined || row[name] === null || typeof row[name] === "number");
  const measured = columnsOf(rows).filter(isMeasure);
  const isAdded = (name: string): boolean => /(_m2?|_min|_km|^share|^count|^sum|^mean|density)/i.test(name);
  return [...measured.filter(isAdded), ...measured.filter((name) => !isAdded(name))];
}
