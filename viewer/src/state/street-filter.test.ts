import { describe, expect, it } from "vitest";
import type { Street } from "../api/register";
import { matching } from "./street-filter";

const street = (label: string, stage: Street["stage"] = "current", aliases: string[] = []): Street => ({
  seq: 1, id: label, kind: "", name: label, label, stage, localCode: null, locality: null, municipality: "015182", aliases: aliases.map((text) => ({ text, kind: "popular" })), twins: [], arcs: [],
});
const STREETS = [street("Via Dante Alighieri", "retired"), street("Via Dante"), street("Piazza della Libertà"), street("Via dell'Artigianato"), street("Via Nuova", "current", ["Strada dei Boschi"])];
const found = (text: string): string[] => matching(STREETS, text).map(({ label }) => label);

describe("streets by name", () => {
  it("are found by the beginnings of words, those in force first", () => expect(found("dan via")).toEqual(["Via Dante", "Via Dante Alighieri"]));
  it("are found without accents and apostrophes", () => expect([...found("liberta"), ...found("artig")]).toEqual(["Piazza della Libertà", "Via dell'Artigianato"]));
  it("are found by their other names", () => expect(found("boschi")).toEqual(["Via Nuova"]));
  it("are not found by nothing", () => expect(found(" ")).toEqual([]));
});
