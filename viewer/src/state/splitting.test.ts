import { describe, expect, it } from "vitest";
import { parseLocator } from "./locator";
import { changes, type NumberNow } from "./renumbering";
import { countedAnew, goingLines, stretchOf } from "./splitting";

const street = (...written: string[]): NumberNow[] => written.flatMap((text) => {
  const locator = parseLocator(text);
  return locator ? [{ id: text, locator }] : [];
});

describe("splitting a street", () => {
  it("takes a stretch of one side, its ends and their letters included", () => {
    expect([...stretchOf(street("1", "3", "3/A", "4", "5", "7"), { side: "odd", from: 3, to: 5 })]).toEqual(["3", "3/A", "5"]);
  });

  it("takes both sides, but nothing that has no house number", () => {
    expect([...stretchOf(street("9", "10", "11", "SNC dopo 10", "km 3+200"), { side: "all", from: 10, to: 99 })]).toEqual(["10", "11"]);
  });

  it("takes nothing of a stretch whose ends are the wrong way round", () => {
    expect(stretchOf(street("1", "2"), { side: "all", from: 9, to: 1 }).size).toBe(0);
  });

  it("counts anew on each side, and keeps the accesses of one number together", () => {
    const numbers = street("21", "24", "21/A", "25", "26", "1");
    expect([...countedAnew(numbers, new Set(["21", "21/A", "24", "25", "26"]))].map((pair) => pair.join(">"))).toEqual(["21>1", "21/A>1/A", "24>2", "25>3", "26>4"]);
  });

  it("sends every number that goes, also those that keep theirs", () => {
    const table = goingLines(street("1", "2", "3"), new Set(["2", "3"]), new Map([["3", "4"]]));
    expect(changes(table)).toEqual([
      { address: "2", locator: { kind: "number", number: 2 } },
      { address: "3", locator: { kind: "number", number: 4 } },
    ]);
  });

  it("tells what stands twice on the new street, and cares not for what stays behind", () => {
    const table = goingLines(street("1", "2", "3"), new Set(["2", "3"]), new Map([["2", "1"], ["3", "1"]]));
    expect(table.map(({ problem }) => problem)).toEqual([null, "taken", "taken"]);
    expect(goingLines(street("1", "2"), new Set(["2"]), new Map([["2", "1"]])).map(({ problem }) => problem)).toEqual([null, null]);
  });

  it("finds fault with what nobody can read, if it goes", () => {
    const written = new Map([["1", "?"]]);
    expect(goingLines(street("1"), new Set(["1"]), written)[0]?.problem).toBe("unreadable");
    expect(goingLines(street("1"), new Set(), written)[0]?.problem).toBeNull();
  });
});
