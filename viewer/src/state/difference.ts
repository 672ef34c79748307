import { decodeArc, type Arc } from "../api/arcs";
import { list, type Properties } from "../api/decode";
import type { LonLat } from "../api/geocoder";
import { decodeInternal, type Internal } from "../api/internals";
import { formatDate, formatNumber, messageFor, t } from "../i18n/language";
import { compareArcs } from "./arcs";
import { distanceM } from "./distance";
import { compareInternals, internalName } from "./internals";

/** What changed about a thing, in words. */
export interface Difference {
  field: string;
  before: string;
  after: string;
}

/** Fields that say what a thing is, or that only the register itself keeps: no change that a person made. */
const SILENT = new Set(["id", "municipality", "label", "official_name", "missing_in_source", "successor", "opening_reason", "closing_reason"]);
/** Fields that hold ids of other streets, numbers and named places: ids say nothing to a person, names do. */
const STREETS = ["thoroughfare", "twins", "predecessors", "successors"] as const;
const NUMBERS = ["main_address"] as const;
const LOCALITIES = ["locality"] as const;
const REFERENCES = new Set<string>([...STREETS, ...NUMBERS, ...LOCALITIES]);
/** Above this a position did move; below, it was written otherwise. */
const MOVED_M = 0.05;
/** Internals that are named one by one; of more only how many they are. */
const NAMED_INTERNALS = 12;
/** RDN2008 in degrees: the reference system of positions that somebody gives. */
const DEGREES = "EPSG:6706";

/** What differs between two states of a street or a number; nothing where the thing is new. `names` are those of other things, by id. */
export function differences(before: Properties | null, after: Properties, names: ReadonlyMap<string, string> = new Map()): Difference[] {
  if (before === null) return [];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => !SILENT.has(field));
  const found = fields.flatMap((field) => difference(field, before, after, names) ?? []);
  // Kind and name are one name.
  return found.filter(({ field }, at) => found.findIndex((other) => other.field === field) === at);
}

/** Ids of other things that changes name, and that are none of the things that change. */
export function referencesOf(events: readonly { before: Properties | null; after: Properties }[]): { streets: string[]; numbers: string[]; localities: string[] } {
  const own = new Set(events.map(({ after }) => String(after["id"])));
  // What an address came from are addresses, what a street came from are streets.
  const isStreetOf = (field: string, after: Properties): boolean => field === "thoroughfare" || !("locator" in after);
  const named = (fields: readonly string[], isOf: (field: string, after: Properties) => boolean): string[] => {
    const changed = events.flatMap(({ before, after }) => fields.filter((field) => isOf(field, after)).flatMap((field) => (before === null || same(before[field], after[field]) ? [] : [...ids(before[field]), ...ids(after[field])])));
    return [...new Set(changed)].filter((id) => !own.has(id));
  };
  return { streets: named(STREETS, isStreetOf), numbers: named(NUMBERS, () => true), localities: named(LOCALITIES, () => true) };
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

function difference(field: string, before: Properties, after: Properties, names: ReadonlyMap<string, string>): Difference | Difference[] | null {
  if (same(before[field], after[field])) return null;
  if (field === "internals") return internalDifferences(before[field], after[field]);
  if (field === "arcs") return arcDifference(before[field], after[field]);
  if (field === "kind" || field === "name" || field === "complement") return { field: t("difference.name"), before: nameOf(before), after: nameOf(after) };
  if (field === "locator") return { field: t("difference.locator"), before: nameOf(before), after: nameOf(after) };
  if (field === "positions") return position(before[field], after[field]);
  const title = messageFor(`difference.${field}`) ?? messageFor(`field.${field}`) ?? field;
  if (REFERENCES.has(field)) return reference(title, before[field], after[field], names);
  return { field: title, before: words(field, before[field]), after: words(field, after[field]) };
}

/** Other things by their names, as far as all of them are known. */
function reference(field: string, before: unknown, after: unknown, names: ReadonlyMap<string, string>): Difference {
  const named = (value: unknown): (string | undefined)[] => ids(value).map((id) => names.get(id));
  const [was, is] = [named(before), named(after)];
  if ([...was, ...is].includes(undefined)) return { field, before: "", after: t("difference.other") };
  return { field, before: was.join(", "), after: is.join(", ") };
}

function ids(value: unknown): string[] {
  return (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]).map(String);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

function words(field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "";
  if (field === "stage") return messageFor(`state.${String(value)}`) ?? String(value);
  if (field === "confirmed_on") return formatDate(String(value));
  if (Array.isArray(value)) return value.map((item: unknown) => words(field, item)).join(", ");
  if (typeof value === "object") return String((value as Properties)["text"] ?? JSON.stringify(value));
  return typeof value === "boolean" ? t(value ? "yes" : "no") : String(value);
}

/** Internals that came, that are gone, and that are on another floor. */
function internalDifferences(before: unknown, after: unknown): Difference[] {
  const read = (value: unknown): Internal[] => (Array.isArray(value) ? list(value, decodeInternal) : []);
  const { added, removed, moved } = compareInternals(read(before), read(after));
  const names = (internals: readonly Internal[]): string => {
    const rest = internals.length - NAMED_INTERNALS;
    return [...internals.slice(0, NAMED_INTERNALS).map(internalName), ...(rest > 0 ? [t("register.andMore", { count: rest })] : [])].join("; ");
  };
  const said = (key: "internals.added" | "internals.moved" | "internals.removed", internals: readonly Internal[]): Difference[] =>
    internals.length === 0 ? [] : [{ field: t(key, { count: internals.length }), before: "", after: names(internals) }];
  const found = [...said("internals.added", added), ...said("internals.removed", removed), ...said("internals.moved", moved)];
  return found.length > 0 ? found : [{ field: t("internals.title"), before: "", after: t("internals.reordered") }];
}

function arcDifference(before: unknown, after: unknown): Difference {
  const read = (value: unknown): Arc[] => (Array.isArray(value) ? list(value, decodeArc) : []);
  return { field: t("arcs.title"), before: "", after: arcsInWords(read(before), read(after)) };
}

/** `aggiunti 2, tolti 1`: how many stretches came, are gone, or changed. */
export function arcsInWords(before: readonly Arc[], after: readonly Arc[]): string {
  const { added, removed, changed, reordered } = compareArcs(before, after);
  const said = (key: "arcs.added" | "arcs.changed" | "arcs.removed", count: number): string[] => (count === 0 ? [] : [t(key, { count })]);
  const found = [...said("arcs.added", added), ...said("arcs.removed", removed), ...said("arcs.changed", changed), ...(reordered ? [t("arcs.reordered")] : [])];
  return found.length > 0 ? found.join(", ") : t("arcs.same");
}

function position(before: unknown, after: unknown): Difference {
  const [from, to] = [first(before), first(after)];
  const field = t("difference.positions");
  if (!from || !to) return { field, before: "", after: t(to ? "difference.placed" : "difference.unplaced") };
  const [start, end] = [place(from), place(to)];
  const metres = start && end && distanceM(start, end);
  if (metres !== null && metres >= MOVED_M) return { field, before: "", after: t("difference.moved", { metres: formatNumber(metres, metres < 10 ? 1 : 0) }) };
  const [was, is] = [String(from["specification"]), String(to["specification"])];
  // Unless both places are known, another specification may not be all that changed.
  if (metres === null || was === is) return { field, before: "", after: t("difference.other") };
  return { field, before: specification(was), after: specification(is) };
}

function specification(word: string): string {
  return messageFor(`specification.${word}`) ?? word;
}

/** The first position, which is the one that is shown. */
function first(positions: unknown): Properties | null {
  const found: unknown = Array.isArray(positions) ? positions[0] : null;
  return typeof found === "object" && found !== null ? (found as Properties) : null;
}

/** Where a position is; of an act that is only previewed or just done, no more than what somebody wrote in degrees. */
function place({ lon, lat, source }: Properties): LonLat | null {
  if (typeof lon === "number" && typeof lat === "number") return [lon, lat];
  if (typeof source !== "object" || source === null) return null;
  const { x, y, crs } = source as Properties;
  if (crs !== DEGREES || typeof x !== "string" || typeof y !== "string") return null;
  const [east, north] = [degrees(x), degrees(y)];
  return Number.isFinite(east) && Number.isFinite(north) ? [east, north] : null;
}

/** Reads a number that has a decimal comma. */
function degrees(written: string): number {
  return Number.parseFloat(written.replace(",", "."));
}
