import type { Properties } from "../api/decode";
import { formatDate, formatNumber, messageFor, t } from "../i18n/language";

/** What changed about a thing, in words. */
export interface Difference {
  field: string;
  before: string;
  after: string;
}

/** Fields that say what a thing is, or that only the register itself keeps: no change that a person made. */
const SILENT = new Set(["id", "municipality", "label", "official_name", "missing_in_source", "arcs", "opening_reason", "closing_reason"]);
/** Ids of other things, which say nothing to a person. */
const REFERENCES = new Set(["thoroughfare", "locality", "twins", "predecessors", "successors", "main_address", "course"]);
/** Above this a position did move; below, it was written otherwise. */
const MOVED_M = 0.05;

/** What differs between two states of a street or a number; nothing where the thing is new. */
export function differences(before: Properties | null, after: Properties): Difference[] {
  if (before === null) return [];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => !SILENT.has(field));
  const found = fields.flatMap((field) => difference(field, before, after) ?? []);
  // Kind and name are one name.
  return found.filter(({ field }, at) => found.findIndex((other) => other.field === field) === at);
}

/** What a thing is called: `Via Dante`, `12/A`. */
export function nameOf(thing: Properties): string {
  if (typeof thing["label"] === "string") return thing["label"];
  return [thing["kind"], thing["name"]].filter((part) => typeof part === "string" && part !== "").join(" ");
}

/** `Stato: proposto → vigente`; only what is there now where nothing was before. */
export function inWords({ field, before, after }: Difference): string {
  if (before === "") return t("difference.new", { field, after });
  return after === "" ? t("difference.gone", { field, before }) : t("difference.changed", { field, before, after });
}

function difference(field: string, before: Properties, after: Properties): Difference | null {
  if (JSON.stringify(before[field] ?? null) === JSON.stringify(after[field] ?? null)) return null;
  if (field === "kind" || field === "name" || field === "complement") return { field: t("difference.name"), before: nameOf(before), after: nameOf(after) };
  if (field === "locator") return { field: t("difference.locator"), before: nameOf(before), after: nameOf(after) };
  if (field === "positions") return position(before[field], after[field]);
  const title = messageFor(`difference.${field}`) ?? messageFor(`field.${field}`) ?? field;
  if (REFERENCES.has(field)) return { field: title, before: "", after: t("difference.other") };
  return { field: title, before: words(field, before[field]), after: words(field, after[field]) };
}

function words(field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (field === "stage") return messageFor(`state.${String(value)}`) ?? String(value);
  if (field === "confirmed_on") return formatDate(String(value));
  if (Array.isArray(value)) return value.map((item: unknown) => words(field, item)).join(", ");
  if (typeof value === "object") return String((value as Properties)["text"] ?? JSON.stringify(value));
  return typeof value === "boolean" ? t(value ? "yes" : "no") : String(value);
}

function position(before: unknown, after: unknown): Difference {
  const [from, to] = [place(before), place(after)];
  const field = t("difference.positions");
  if (!from || !to) return { field, before: "", after: t(to ? "difference.placed" : "difference.unplaced") };
  const metres = Math.hypot(to.x - from.x, to.y - from.y);
  if (metres >= MOVED_M) return { field, before: "", after: t("difference.moved", { metres: formatNumber(metres, metres < 10 ? 1 : 0) }) };
  if (from.specification === to.specification) return { field, before: "", after: t("difference.other") };
  return { field, before: specification(from.specification), after: specification(to.specification) };
}

function specification(word: string): string {
  return messageFor(`specification.${word}`) ?? word;
}

/** The first position, in metres of the installation's reference system. */
function place(positions: unknown): { x: number; y: number; specification: string } | null {
  const first: unknown = Array.isArray(positions) ? positions[0] : null;
  if (typeof first !== "object" || first === null) return null;
  const { point, specification: of } = first as Properties;
  const at = typeof point === "string" ? pointOf(point) : null;
  return at && { ...at, specification: String(of) };
}

/** Reads a point in EWKB, hexadecimal and little-endian, with its reference system: byte order, type, SRID, x, y. */
function pointOf(ewkb: string): { x: number; y: number } | null {
  const bytes = ewkb.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  if (bytes.length < 25 || bytes[0] !== 1) return null;
  const view = new DataView(Uint8Array.from(bytes).buffer);
  return { x: view.getFloat64(9, true), y: view.getFloat64(17, true) };
}
