import { afterEach, describe, expect, it } from "vitest";
import type { NumberInput } from "../api/processes";
import { setLanguage } from "../i18n/language";
import { boundsWords, faultWords, tokenWords } from "./words";

const number = (patch: Partial<NumberInput>): NumberInput => ({ kind: "number", name: "n", title: "n", description: "", required: true, most: 1, asList: false, isInteger: false, min: null, max: null, aboveMin: false, belowMax: false, initial: [], unit: null, ...patch });

afterEach(() => setLanguage("it"));

describe("the words of a form", () => {
  it("leave out the name that programs have for an input", () => {
    expect(faultWords({ input: "k", detail: "k: 0, oppure 5." })).toBe("0, oppure 5.");
    expect(faultWords({ input: "features", detail: "features: con k si contano raccolte intere." })).toBe("Con k si contano raccolte intere.");
    expect(faultWords({ input: "k", detail: "Gli elementi sono troppi." })).toBe("Gli elementi sono troppi.");
  });

  it("say of a bound whether it is in", () => {
    expect(boundsWords(number({ min: 0, max: 20, unit: "m" }))).toBe("Da 0 m a 20 m.");
    expect(boundsWords(number({ min: 0, aboveMin: true, max: 1_000_000, unit: "m" }))).toBe("Maggiore di zero, fino a 1.000.000 m.");
    setLanguage("en");
    expect(boundsWords(number({ min: 0, aboveMin: true, max: 20, unit: "m" }))).toBe("Greater than zero, up to 20 m.");
    expect(boundsWords(number({ min: 0, aboveMin: true }))).toBe("Greater than zero.");
  });
});

describe("the cells of a result", () => {
  it("say in words how exactly an address was found, and leave other columns alone", () => {
    expect(tokenWords("found_level", "house-number")).toBe("civico");
    expect(tokenWords("found_level", "no-such-level")).toBeNull();
    expect(tokenWords("level", "house-number")).toBeNull();
  });
});
