import { compareLocators, formatLocator, isSameLocator, parseLocator, writeLocator, type Locator } from "./locator";

/** A number as it stands. */
export interface NumberNow {
  id: string;
  locator: Locator;
}

export type Side = "odd" | "even" | "all";

/** How many numbers change at once: all move on, or are counted anew. */
export type Plan = { kind: "shift"; side: Side; by: number } | { kind: "count"; side: Side; start: number; step: number };

/** One line of a renumbering: what stands on the door, and what is to stand there. */
export interface Line {
  id: string;
  before: string;
  /** What is written as the new number; what is there now where nothing changes. */
  written: string;
  locator: Locator | null;
  changes: boolean;
  problem: "unreadable" | "taken" | null;
}

/** What a plan writes beside each number; those that it does not touch keep theirs. */
export function propose(numbers: readonly NumberNow[], plan: Plan): Map<string, string> {
  const order = [...new Set(numbers.flatMap(({ locator }) => (isOn(plan.side, locator) ? [numberOf(locator)] : [])))].sort((a, b) => a - b);
  const next = (number: number): number =>
    plan.kind === "shift" ? number + plan.by : plan.start + order.indexOf(number) * plan.step;
  return new Map(
    numbers.map(({ id, locator }) => {
      // Accesses of one number (12, 12/A) stay together.
      const moved = locator.kind === "number" && isOn(plan.side, locator) ? { ...locator, number: next(locator.number) } : locator;
      return [id, writeLocator(moved)];
    }),
  );
}

/** All numbers of a street with what is written beside them, in the order of the street, and what cannot be. */
export function lines(numbers: readonly NumberNow[], written: ReadonlyMap<string, string>): Line[] {
  const read = [...numbers]
    .sort((a, b) => compareLocators(a.locator, b.locator))
    .map(({ id, locator }) => {
      const text = written.get(id) ?? writeLocator(locator);
      return { id, now: locator, text, then: parseLocator(text) };
    });
  return read.map(({ id, now, text, then }) => {
    const taken = then !== null && read.some((other) => other.id !== id && other.then !== null && isSameLocator(other.then, then));
    return {
      id,
      before: formatLocator(now),
      written: text,
      locator: then,
      changes: then === null || !isSameLocator(now, then),
      problem: then === null ? "unreadable" : taken ? "taken" : null,
    };
  });
}

/** What is sent: the numbers that change. */
export function changes(all: readonly Line[]): { address: string; locator: Locator }[] {
  return all.flatMap(({ id, locator, changes: changed }) => (changed && locator !== null ? [{ address: id, locator }] : []));
}

function isOn(side: Side, locator: Locator): boolean {
  if (locator.kind !== "number") return false;
  return side === "all" || (locator.number % 2 === 0) === (side === "even");
}

function numberOf(locator: Locator): number {
  return locator.kind === "number" ? locator.number : 0;
}
