import { isSameLocator, parseLocator, writeLocator, type Locator } from "./locator";
import { lines, type Line, type NumberNow } from "./renumbering";

const EXPONENTS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** The numbers that come to another street, with what cannot be there: a number that stands on it already. */
export function mergingLines(coming: readonly NumberNow[], staying: readonly NumberNow[], written: ReadonlyMap<string, string>): Line[] {
  return lines(coming, written).map((line) => (line.problem === null && isTaken(line.locator, staying) ? { ...line, problem: "taken" } : line));
}

/** Numbers that cannot keep what they are: the street that stays has them already. */
export function clashing(coming: readonly NumberNow[], staying: readonly NumberNow[]): Set<string> {
  return new Set(coming.filter(({ locator }) => isTaken(locator, staying)).map(({ id }) => id));
}

/** For each number that clashes the same number with the first letter that is free on both streets: 12, then 12/A. */
export function withFreeLetters(coming: readonly NumberNow[], staying: readonly NumberNow[]): Map<string, string> {
  const clashes = clashing(coming, staying);
  const used: Locator[] = [...staying, ...coming.filter(({ id }) => !clashes.has(id))].map(({ locator }) => locator);
  const written = new Map<string, string>();
  for (const { id, locator } of coming) {
    if (!clashes.has(id) || locator.kind !== "number") continue;
    const free = EXPONENTS.map((exponent): Locator => ({ ...locator, exponent })).find((candidate) => !used.some((other) => isSameLocator(other, candidate)));
    if (!free) continue;
    used.push(free);
    written.set(id, writeLocator(free));
  }
  return written;
}

function isTaken(locator: Locator | null, staying: readonly NumberNow[]): boolean {
  const then = locator === null ? null : parseLocator(writeLocator(locator));
  return then !== null && staying.some((other) => isSameLocator(other.locator, then));
}
