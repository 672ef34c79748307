import { afterEach, describe, expect, it } from "vitest";
import { setLanguage } from "../i18n/language";
import { differences, inWords, nameOf } from "./difference";

const said = (before: object | null, after: object): string[] => differences(before as Record<string, unknown> | null, after as Record<string, unknown>).map(inWords);

/** A point in EPSG:7791 as the register writes it. */
function ewkb(x: number, y: number): string {
  const view = new DataView(new ArrayBuffer(25));
  view.setUint8(0, 1);
  view.setUint32(1, 0x20000001, true);
  view.setUint32(5, 7791, true);
  view.setFloat64(9, x, true);
  view.setFloat64(17, y, true);
  return [...new Uint8Array(view.buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
const at = (x: number, y: number, specification = "entrance"): object => ({ positions: [{ point: ewkb(x, y), specification }] });

afterEach(() => setLanguage("it"));

describe("what changed", () => {
  it("is said once for kind and name", () => {
    const before = { id: "s", kind: "Via", name: "Dante", official_name: "Dante" };
    expect(said(before, { ...before, kind: "Piazza", name: "Dante Alighieri", official_name: "Dante Alighieri" })).toEqual(["Nome: da “Via Dante” a “Piazza Dante Alighieri”"]);
  });

  it("is said of stage, number and postcode", () => {
    const before = { label: "12", locator: { number: 12 }, stage: "proposed" };
    expect(said(before, { label: "12/A", locator: { number: 12, exponent: "A" }, stage: "current", postcode: "20017" })).toEqual([
      "Numero: da “12” a “12/A”",
      "Stato: da “proposto” a “vigente”",
      "CAP: 20017",
    ]);
  });

  it("is said of a position in metres", () => {
    expect(said(at(503_900, 5_042_000), at(503_903, 5_042_004))).toEqual(["Posizione: spostata di 5 m"]);
    expect(said({}, at(1, 2))).toEqual(["Posizione: aggiunta"]);
    expect(said(at(1, 2), {})).toEqual(["Posizione: tolta"]);
    expect(said(at(1, 2), at(1, 2, "plate"))).toEqual(["Posizione: da “accesso” a “targa”"]);
  });

  it("is said of names beside the own one", () => {
    expect(said({}, { aliases: [{ text: "Via Nuova", kind: "popular" }] })).toEqual(["Altri nomi: Via Nuova"]);
  });

  it("does not show ids to people", () => {
    expect(said({ thoroughfare: "1b277603" }, { thoroughfare: "795a29cd" })).toEqual(["Via: cambiata"]);
  });

  it("speaks English too", () => {
    setLanguage("en");
    expect(said({ stage: "current" }, { stage: "retired" })).toEqual(["Stage: from “current” to “retired”"]);
  });

  it("is nothing for what is new", () => {
    expect(said(null, { stage: "proposed" })).toEqual([]);
    expect(nameOf({ kind: "", name: "codice 15130" })).toBe("codice 15130");
  });
});
