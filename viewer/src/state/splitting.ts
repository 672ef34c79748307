import { compareLocators, formatLocator, isSameLocator, parseLocator, writeLocator, type Locator } from "./locator";
import type { Line, NumberNow, Side } from "./renumbering";

/** A stretch of a street by its numbers: from one to another, on one side or both. */
export interface Stretch {
  side: Side;
  from: number;
  to: number;
}

/** One number of a street that is divided: whether it goes to the new street, and with which number. */
export interface GoingLine extends Line {
  goes: boolean;
}

/** The numbers of a stretch; accesses without a house number belong to none. */
export function stretchOf(numbers: readonly NumberNow[], { side, from, to }: Stretch): Set<string> {
  const isIn = (locator: Locator): boolean =>
    locator.kind === "number" && locator.number >= from && locator.number <= to && (side === "all" || (locator.number % 2 === 0) === (side === "even"));
  return new Set(numbers.filter(({ locator }) => isIn(locator)).map(({ id }) => id));
}

/** New numbers for those that go: odd ones from 1, even ones from 2, in the order of the street. */
export function countedAnew(numbers: readonly NumberNow[], going: ReadonlySet<string>): Map<string, string> {
  const next = { odd: 1, even: 2 };
  const given = new Map<number, number>();
  const written = new Map<string, string>();
  for (const { id, locator } of numbers.filter((number) => going.has(number.id)).sort((a, b) => compareLocators(a.locator, b.locator))) {
    if (locator.kind !== "number") continue;
    const side = locator.number % 2 === 0 ? "even" : "odd";
    // Accesses of one number (12, 12/A) stay together.
    if (!given.has(locator.number)) {
      given.set(locator.number, next[side]);
      next[side] += 2;
    }
    written.set(id, writeLocator({ ...locator, number: given.get(locator.number) ?? locator.number }));
  }
  return written;
}

/** All numbers in the order of the street; only among those that go can one be taken or unreadable. */
export function goingLines(numbers: readonly NumberNow[], going: ReadonlySet<string>, written: ReadonlyMap<string, string>): GoingLine[] {
  const read = [...numbers]
    .sort((a, b) => compareLocators(a.locator, b.locator))
    .map(({ id, locator }) => {
      const goes = going.has(id);
      const text = (goes ? written.get(id) : undefined) ?? writeLocator(locator);
      return { id, now: locator, goes, text, then: parseLocator(text) };
    });
  return read.map(({ id, now, goes, text, then }) => {
    const taken = goes && then !== null && read.some((other) => other.goes && other.id !== id && other.then !== null && isSameLocator(other.then, then));
    const problem = goes && then === null ? "unreadable" : taken ? "taken" : null;
    return { id, before: formatLocator(now), written: text, locator: then, changes: goes, goes, problem };
  });
}
