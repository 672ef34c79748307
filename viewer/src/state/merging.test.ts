import { describe, expect, it } from "vitest";
import { parseLocator } from "./locator";
import { clashing, mergingLines, withFreeLetters } from "./merging";
import { changes, type NumberNow } from "./renumbering";

const street = (...written: string[]): NumberNow[] => written.flatMap((text) => {
  const locator = parseLocator(text);
  return locator ? [{ id: text, locator }] : [];
});

describe("merging two streets", () => {
  it("finds the numbers that stand on both", () => {
    expect([...clashing(street("1", "2", "2/a", "3"), street("2", "2/A", "5"))]).toEqual(["2", "2/a"]);
  });

  it("lets all others come with the number that they have, and sends nothing of them", () => {
    const table = mergingLines(street("1", "3"), street("2", "4"), new Map());
    expect(table.map(({ problem }) => problem)).toEqual([null, null]);
    expect(changes(table)).toEqual([]);
  });

  it("refuses a number that stands on the street, and one that two would get", () => {
    expect(mergingLines(street("1"), street("1"), new Map())[0]?.problem).toBe("taken");
    expect(mergingLines(street("1", "3"), street("1"), new Map([["1", "3"]])).map(({ problem }) => problem)).toEqual(["taken", "taken"]);
    expect(mergingLines(street("1"), street("1"), new Map([["1", "1/A"]]))[0]?.problem).toBeNull();
  });

  it("offers the first letter that is free on both streets", () => {
    const offered = withFreeLetters(street("1", "1/B", "2"), street("1", "1/A", "2", "3"));
    expect(Object.fromEntries(offered)).toEqual({ "1": "1/C", "2": "2/A" });
  });

  it("offers nothing for what has no house number", () => {
    expect(withFreeLetters(street("SNC"), street("SNC")).size).toBe(0);
  });
});
