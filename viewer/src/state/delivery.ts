import type { Changes, Delivery, Difference, Entry, Layout, Report } from "../api/deliveries";
import type { Editable } from "./editing";

/** The server takes no more of one delivery, in bytes. */
export const LARGEST = 128 * 1024 * 1024;
const LONGEST_NAME = 200;
/** Rejected rows that are read one by one. */
export const ROWS_SHOWN = 50;

/** What each file of a layout holds, in the order in which the server wants them. */
export const FILE_ROLES = { anncsu: ["indir", "strad"], generic: ["streets", "addresses"], milano: ["viario", "civici"], arcs: ["arcs"] } as const satisfies Record<Layout, readonly string[]>;
export type FileRole = (typeof FILE_ROLES)[Layout][number];

/** ANNCSU's addresses name their streets: the file of streets may be missing. */
const FEWEST: Record<Layout, number> = { anncsu: 1, generic: 2, milano: 2, arcs: 1 };

export const SENDING_PROBLEMS = ["few", "many", "twice", "name", "large", "crs"] as const;
export type SendingProblem = (typeof SENDING_PROBLEMS)[number];

/** What keeps files from being sent; null where nothing does. */
export function sendingProblem(layout: Layout, files: readonly Pick<File, "name" | "size">[], crs: string): SendingProblem | null {
  const names = files.map(({ name }) => name);
  if (files.length < FEWEST[layout]) return "few";
  if (files.length > FILE_ROLES[layout].length) return "many";
  if (new Set(names).size < names.length) return "twice";
  if (names.some((name) => name.startsWith(".") || new TextEncoder().encode(name).length > LONGEST_NAME)) return "name";
  if (files.reduce((sum, { size }) => sum + size, 0) > LARGEST) return "large";
  return crs.trim() !== "" && parseEpsg(crs) === null ? "crs" : null;
}

/** `32632` and `epsg:32632` are what people write for EPSG:32632; null for anything else. */
export function parseEpsg(written: string): string | null {
  const code = /^(?:epsg\s*:?\s*)?(\d{4,6})$/i.exec(written.trim())?.[1];
  return code === undefined ? null : `EPSG:${code}`;
}

const ADDRESS_NAMES = /civic|indir|address|numer|access/i;

/** New files in the order of the layout, as far as their names tell: choosers give them by the alphabet. */
export function ordered<T extends Pick<File, "name">>(layout: Layout, files: readonly T[]): T[] {
  const isAddresses = ({ name }: T): boolean => ADDRESS_NAMES.test(name);
  const rank = (file: T): number => Number(layout === "anncsu" ? !isAddresses(file) : isAddresses(file));
  return files.toSorted((a, b) => rank(a) - rank(b));
}

/** The files with one of them a place further up or down; the ends hold. */
export function moved<T>(files: readonly T[], at: number, by: -1 | 1): T[] {
  const [own, other] = [files[at], files[at + by]];
  return files.map((file, index) => (own === undefined || other === undefined ? file : index === at ? other : index === at + by ? own : file));
}

/** How many streets and addresses in force would end. */
export function endingOf({ streets, addresses }: Difference): { streets: number; addresses: number } {
  const ending = ({ absent, retired }: Changes): number => absent + retired;
  return { streets: ending(streets), addresses: ending(addresses) };
}

/** Whether register and delivery are the same. */
export function isSame({ streets, addresses }: Difference): boolean {
  return [streets, addresses].every((changes) => Object.values(changes).every((count: number) => count === 0));
}

/** Rows that were left out, the first of them, and how many there are in all. */
export function rejectsOf({ layers }: Report): { shown: (Entry & { layer: string })[]; count: number } {
  const rejected = layers.flatMap(({ name, entries }) => entries.filter(({ severity }) => severity === "rejected").map((entry) => ({ ...entry, layer: name })));
  const count = layers.reduce((sum, layer) => sum + layer.rejected, 0);
  return { shown: rejected.slice(0, ROWS_SHOWN), count: Math.max(count, rejected.length) };
}

/** What was assumed, mended or seems odd; of rows only the first, what is said of a whole file always. */
export function remarksOf({ layers }: Report): { shown: Entry[]; count: number } {
  const remarks = layers.flatMap(({ entries }) => entries.filter(({ severity }) => severity !== "rejected"));
  const [whole, rows] = [remarks.filter(({ row }) => row === null), remarks.filter(({ row }) => row !== null)];
  return { shown: [...whole, ...rows].slice(0, ROWS_SHOWN), count: remarks.length };
}

/** What somebody may decide about a delivery, and why not more. */
export interface Choices {
  publish: boolean;
  discard: boolean;
  /** `approver`: whoever approves has to; `second`: somebody else has to; `nothing`: there is nothing to publish. */
  hint: "approver" | "second" | "nothing" | null;
}

/** `own`: the very person who decides has just sent it; else only the server knows. */
export function choicesFor({ state, needsSecond, report }: Delivery, { mayEdit, mayApprove }: Editable, own: boolean): Choices {
  if (state !== "previewed") return { publish: false, discard: false, hint: null };
  const discard = mayEdit || mayApprove;
  if (report.unchanged) return { publish: false, discard, hint: "nothing" };
  if (needsSecond) return { publish: mayApprove && !own, discard, hint: "second" };
  return { publish: mayApprove, discard, hint: mayApprove ? null : "approver" };
}
