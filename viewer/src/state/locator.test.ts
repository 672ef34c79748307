import { describe, expect, it } from "vitest";
import { compareLocators, formatLocator, isSameLocator, parseLocator, writeLocator, type Locator } from "./locator";

describe("what stands on the door", () => {
  it.each<[string, Locator]>([
    ["12", { kind: "number", number: 12 }],
    ["12/A", { kind: "number", number: 12, exponent: "A" }],
    ["12a", { kind: "number", number: 12, exponent: "A" }],
    [" 12 bis ", { kind: "number", number: 12, exponent: "BIS" }],
    ["12/BIS", { kind: "number", number: 12, exponent: "BIS" }],
    ["12/2", { kind: "number", number: 12, exponent: "2" }],
    ["12/A rosso", { kind: "number", number: 12, exponent: "A", specificity: "rosso" }],
    ["7 Nero", { kind: "number", number: 7, specificity: "nero" }],
    ["12 (n01)", { kind: "number", number: 12, extension: "N01" }],
    ["km 3+200", { kind: "kilometric", metres: 3200 }],
    ["3+050", { kind: "kilometric", metres: 3050 }],
    ["Km 3,2", { kind: "kilometric", metres: 3200 }],
    ["SNC", { kind: "unnumbered", after: null, sequence: 1 }],
    ["snc dopo il 12", { kind: "unnumbered", after: 12, sequence: 1 }],
    ["S.N.C. dopo 12 n. 2", { kind: "unnumbered", after: 12, sequence: 2 }],
  ])("is read from “%s”", (text, locator) => expect(parseLocator(text)).toEqual(locator));

  it.each(["", "A", "12 12", "12/ABCD", "0", "-3", "12/A verde", "km", "SNC dopo", "12;13"])("is not read from “%s”", (text) => {
    expect(parseLocator(text)).toBeNull();
  });

  it("is written as the server labels it", () => {
    expect(formatLocator({ kind: "number", number: 12, exponent: "A", specificity: "rosso", extension: "N01" })).toBe("12/A rosso (N01)");
    expect(formatLocator({ kind: "kilometric", metres: 12_050 })).toBe("km 12+050");
    expect(formatLocator({ kind: "unnumbered", after: 3, sequence: 1 })).toBe("SNC");
  });

  it("is read again as it was written", () => {
    for (const text of ["12/A rosso (N01)", "12/2", "km 12+050", "SNC dopo 3 n. 2", "SNC dopo km 3+200", "5"]) {
      const locator = parseLocator(text);
      expect(locator && writeLocator(locator)).toBe(text);
    }
  });

  it("is the same in capitals and not, and put in order along the street", () => {
    const [a, b] = [parseLocator("12/A"), parseLocator("12 a")];
    expect(a && b && isSameLocator(a, b)).toBe(true);
    const sorted = ["10", "2/B", "SNC dopo 2", "2", "2/A"].flatMap((text) => parseLocator(text) ?? []).sort(compareLocators);
    expect(sorted.map(writeLocator)).toEqual(["2", "2/A", "2/B", "SNC dopo 2", "10"]);
  });
});
