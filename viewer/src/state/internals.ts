import { INTERNAL_PARTS, type Internal } from "../api/internals";
import { t } from "../i18n/language";

/** What the register takes for one part, and for one address. */
export const LONGEST_PART = 15;
const MOST_INTERNALS = 2_000;
/** What the register refuses in a part. */
const UNWRITABLE = /[;\p{Cc}]/u;

/** A line of the table in which internals are written; its key stays while others come and go. */
export interface InternalLine extends Internal {
  key: number;
}

export type InternalProblem = "missing" | "taken" | "unwritable";

/** Internals that come one after another on a floor, or in a stair. */
export interface Series {
  building: string;
  stair: string;
  floor: string;
  from: number;
  to: number;
}

/** As the register keeps them: in capitals, without blanks around, in the order of a stairwell. */
export function tidied(internal: Internal): Internal {
  const tidy = (part: string): string => part.trim().replace(/\s+/g, " ").toUpperCase();
  return { building: tidy(internal.building), stair: tidy(internal.stair), floor: tidy(internal.floor), number: tidy(internal.number) };
}

/** Scala A, piano 1, interno 3. */
export function internalName(internal: Internal): string {
  return INTERNAL_PARTS.filter((part) => internal[part] !== "").map((part) => t(`internals.said.${part}`, { value: internal[part] })).join(", ");
}

/** What is wrong with each line, by its key; lines in which nothing is written are none. */
export function problemsOf(lines: readonly InternalLine[]): ReadonlyMap<number, InternalProblem> {
  const written = lines.filter((line) => !isEmpty(line)).map((line) => ({ key: line.key, internal: tidied(line) }));
  const counts = new Map<string, number>();
  for (const { internal } of written) counts.set(identity(internal), (counts.get(identity(internal)) ?? 0) + 1);
  return new Map(written.flatMap(({ key, internal }): [number, InternalProblem][] => {
    if (internal.number === "") return [[key, "missing"]];
    if (INTERNAL_PARTS.some((part) => internal[part].length > LONGEST_PART || UNWRITABLE.test(internal[part]))) return [[key, "unwritable"]];
    return (counts.get(identity(internal)) ?? 0) > 1 ? [[key, "taken"]] : [];
  }));
}

/** The internals that lines say, for the command: a part that is not there is left out. Null where something is to be mended. */
export function internalsOf(lines: readonly InternalLine[]): Partial<Internal>[] | null {
  const written = lines.filter((line) => !isEmpty(line));
  if (written.length > MOST_INTERNALS || problemsOf(lines).size > 0) return null;
  return written.map((line) => Object.fromEntries(Object.entries(tidied(line)).filter(([, value]) => value !== "")));
}

/** The internals of a series that are not there yet. */
export function seriesOf({ building, stair, floor, from, to }: Series, there: readonly Internal[]): Internal[] {
  const known = new Set(there.map((internal) => identity(tidied(internal))));
  const [first, last] = [Math.max(0, Math.trunc(from)), Math.min(Math.trunc(to), Math.trunc(from) + MOST_INTERNALS - 1)];
  const all = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => tidied({ building, stair, floor, number: String(first + at) }));
  return all.filter((internal) => !known.has(identity(internal)));
}

/** What two lists differ in: the same door on another floor has moved on paper only, but is told. */
export function compareInternals(before: readonly Internal[], after: readonly Internal[]): { added: Internal[]; removed: Internal[]; moved: Internal[] } {
  const [was, is] = [byIdentity(before), byIdentity(after)];
  return {
    added: after.filter((internal) => !was.has(identity(internal))),
    removed: before.filter((internal) => !is.has(identity(internal))),
    moved: after.filter((internal) => (was.get(identity(internal))?.floor ?? internal.floor) !== internal.floor),
  };
}

/** The order of a house: by building, stair and number, as people count. */
export function inOrder<T extends Internal>(internals: readonly T[]): T[] {
  const compare = (one: string, other: string): number => one.localeCompare(other, "it", { numeric: true });
  return [...internals].sort((a, b) => compare(a.building, b.building) || compare(a.stair, b.stair) || compare(a.number, b.number));
}

function byIdentity(internals: readonly Internal[]): ReadonlyMap<string, Internal> {
  return new Map(internals.map((internal) => [identity(internal), internal]));
}

/** What tells a door from the others of its address: not the floor, which is only where it is. */
function identity({ building, stair, number }: Internal): string {
  return [building, stair, number].join("\u001f");
}

function isEmpty(line: Internal): boolean {
  return INTERNAL_PARTS.every((part) => line[part].trim() === "");
}
