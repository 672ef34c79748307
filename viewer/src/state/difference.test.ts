import { afterEach, describe, expect, it } from "vitest";
import { setLanguage } from "../i18n/language";
import { differences, inWords, nameOf, referencesOf } from "./difference";

const said = (before: object | null, after: object): string[] => differences(before as Record<string, unknown> | null, after as Record<string, unknown>).map(inWords);

const at = (lon: number, lat: number, specification = "entrance"): object => ({ positions: [{ lon, lat, specification }] });
/** A position as the answer to an act has it: in degrees only where somebody gave it so. */
const given = (x: string, y: string, crs = "EPSG:6706"): object => ({ positions: [{ specification: "entrance", source: { x, y, crs } }] });

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

  it("is said of internals by which came, which are gone and which are on another floor", () => {
    const before = { internals: [{ stair: "A", floor: "T", number: "1" }, { number: "2" }] };
    expect(said(before, { internals: [{ stair: "A", floor: "1", number: "1" }, { number: "3" }] })).toEqual([
      "Interni aggiunti (1): int. 3",
      "Interni tolti (1): int. 2",
      "Interni con un altro piano (1): scala A, piano 1, int. 1",
    ]);
    const many = Array.from({ length: 14 }, (_, at) => ({ number: String(at + 1) }));
    expect(said({}, { internals: many })[0]).toMatch(/^Interni aggiunti \(14\): int\. 1; .*int\. 12; e altri 2$/);
    expect(said({ internals: many.slice(0, 2) }, { internals: many.slice(0, 2).reverse() })).toEqual(["Interni: in un altro ordine"]);
  });

  it("is said of stretches by how many came, are gone or have other numbers", () => {
    const arc = (end: number, from: number): object => ({ line: { type: "LineString", coordinates: [[9, 45], [end, 45]] }, left: { from, to: 9 } });
    expect(said({ arcs: [arc(9.1, 1), arc(9.2, 1)] }, { arcs: [arc(9.2, 3), arc(9.3, 1), arc(9.4, 1)] })).toEqual(["Tratti: aggiunti 2, tolti 1, cambiati 1"]);
    expect(said({}, { arcs: [arc(9.1, 1)] })).toEqual(["Tratti: aggiunti 1"]);
    expect(said({ arcs: [arc(9.1, 1), arc(9.2, 1)] }, { arcs: [arc(9.2, 1), arc(9.1, 1)] })).toEqual(["Tratti: in un altro ordine"]);
  });

  it("is said of a position in metres", () => {
    expect(said(at(9.05, 45.53), at(9.0500385, 45.530036))).toEqual(["Posizione: spostata di 5 m"]);
    expect(said(at(9.05, 45.53), at(9.05, 45.54))).toEqual(["Posizione: spostata di 1112 m"]);
    expect(said({}, at(9, 45))).toEqual(["Posizione: aggiunta"]);
    expect(said(at(9, 45), {})).toEqual(["Posizione: tolta"]);
    expect(said(at(9, 45), at(9, 45, "plate"))).toEqual(["Posizione: da “accesso” a “targa”"]);
  });

  it("is said of a position in metres as far as an act tells where it is", () => {
    expect(said(given("9,05", "45,53"), given("9,0500385", "45,530036"))).toEqual(["Posizione: spostata di 5 m"]);
    const unknown = { positions: [{ specification: "plate" }] };
    expect(said(unknown, given("9,05", "45,53"))).toEqual(["Posizione: cambiata"]);
    expect(said(given("1503900,0", "5042000,0", "EPSG:3003"), given("9,05", "45,53"))).toEqual(["Posizione: cambiata"]);
    expect(said({}, unknown)).toEqual(["Posizione: aggiunta"]);
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

  it("calls other things by their names where all of them are known", () => {
    const names = new Map([["s1", "Via Dante"], ["s2", "Via Nuova"]]);
    const [moved] = differences({ thoroughfare: "s1" }, { thoroughfare: "s2" }, names);
    expect(moved && inWords(moved)).toBe("Via: da “Via Dante” a “Via Nuova”");
    const [grown] = differences({}, { successors: ["s2"] }, names);
    expect(grown && inWords(grown)).toBe("Seguito: Via Nuova");
    const [unknown] = differences({ twins: ["s2"] }, { twins: ["s2", "s9"] }, names);
    expect(unknown && inWords(unknown)).toBe("Via gemella: cambiata");
  });

  it("refers to other things only where that changes, and never to what changes itself", () => {
    const events = [
      { before: { id: "a1", thoroughfare: "s1", main_address: "a0" }, after: { id: "a1", thoroughfare: "s2", main_address: "a0" } },
      { before: { id: "a2", locator: {}, predecessors: [] }, after: { id: "a2", locator: {}, predecessors: ["a9"] } },
      { before: { id: "s2", twins: ["s8"] }, after: { id: "s2", twins: ["s8", "s9"] } },
      { before: null, after: { id: "s3", predecessors: ["s7"] } },
      { before: { id: "s4" }, after: { id: "s4", locality: "l1" } },
    ];
    expect(referencesOf(events)).toEqual({ localities: ["l1"], streets: ["s1", "s8", "s9"], numbers: [] });
  });
});
