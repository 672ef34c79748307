import { afterEach, describe, expect, it } from "vitest";
import type { Conflict } from "../api/conflicts";
import { setLanguage } from "../i18n/language";
import { conflictText, remedyOf } from "./conflict-words";

const NAMES = new Map([["015182", "Rho"], ["015118", "Legnano"]]);
const nameOf = (code: string): string => NAMES.get(code) ?? code;
const between = (kind: string, metres: number | null = null): Conflict => ({
  kind,
  metres,
  sides: [{ municipality: "015182", subject: { thoroughfare: "ours" }, label: "Via del Confine" }, { municipality: "015118", subject: { thoroughfare: "theirs" }, label: "Via del Confine" }],
});

afterEach(() => setLanguage("it"));

describe("a conflict", () => {
  it("is told with the names of the comuni", () => {
    expect(conflictText(between("twin-not-confirmed"), nameOf)).toBe("Rho dichiara che è una sola via con quella di Legnano, che non l'ha ancora detto.");
    expect(conflictText(between("position-in-other", 1234.4), nameOf)).toContain("1234 m fuori");
    expect(conflictText(between("position-in-other"), nameOf)).toBe("Il numero è di Rho ma la sua posizione è in Legnano.");
  });

  it("of a kind that is not known is said to be one, plainly", () => {
    setLanguage("en");
    expect(conflictText(between("two-moons"), nameOf)).toBe("The registers of Rho and Legnano contradict each other here (kind: two-moons).");
    expect(remedyOf(between("two-moons"), "015182")).toBeNull();
  });

  it("about streets is ended by the side that has not declared yet", () => {
    const declare = (thoroughfare: string, twin: string): object => ({ type: "declare-twin", thoroughfare, twin, holds: true });
    expect(remedyOf(between("same-name"), "015182")).toEqual(declare("ours", "theirs"));
    expect(remedyOf(between("same-name"), "015118")).toEqual(declare("theirs", "ours"));
    expect(remedyOf(between("twin-not-confirmed"), "015118")).toEqual(declare("theirs", "ours"));
    expect(remedyOf(between("twin-not-confirmed"), "015182")).toBeNull();
    expect(remedyOf(between("same-name"), "015146")).toBeNull();
  });
});
