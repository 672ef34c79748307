import { describe, expect, it } from "vitest";
import { parseLocator } from "./locator";
import { changes, lines, propose, type NumberNow, type Plan } from "./renumbering";

const street = (...written: string[]): NumberNow[] => written.flatMap((text) => {
  const locator = parseLocator(text);
  return locator ? [{ id: text, locator }] : [];
});
const planned = (numbers: NumberNow[], plan: Plan): string => [...propose(numbers, plan).values()].join(" ");

describe("renumbering a street", () => {
  it("moves one side on and leaves the other", () => {
    expect(planned(street("1", "2", "3", "3/A", "4"), { kind: "shift", side: "odd", by: 2 })).toBe("3 2 5 5/A 4");
  });

  it("counts one side anew, and keeps the accesses of one number together", () => {
    expect(planned(street("2", "4", "4/bis", "10", "3"), { kind: "count", side: "even", start: 20, step: 2 })).toBe("20 22 22/BIS 24 3");
  });

  it("counts in the order of the street, not of the list", () => {
    expect(planned(street("9", "1", "5"), { kind: "count", side: "all", start: 1, step: 1 })).toBe("3 1 2");
  });

  it("leaves what has no house number as it is", () => {
    expect(planned(street("1", "SNC dopo 1", "km 3+200"), { kind: "shift", side: "all", by: 2 })).toBe("3 SNC dopo 1 km 3+200");
  });

  it("tells what stands twice and what nobody can read", () => {
    const numbers = street("1", "3", "5", "7");
    const table = lines(numbers, new Map([["1", "3"], ["5", "?"]]));
    expect(table.map(({ before, written, problem }) => `${before} ${written} ${problem}`)).toEqual(["1 3 taken", "3 3 taken", "5 ? unreadable", "7 7 null"]);
  });

  it("finds fault with numbers below one", () => {
    const numbers = street("1", "3");
    expect(lines(numbers, propose(numbers, { kind: "shift", side: "odd", by: -2 })).map(({ problem }) => problem)).toEqual(["unreadable", null]);
  });

  it("sends only what changes", () => {
    const numbers = street("1", "2", "3");
    const table = lines(numbers, propose(numbers, { kind: "shift", side: "odd", by: 2 }));
    expect(changes(table).map(({ address }) => address)).toEqual(["1", "3"]);
  });
});
