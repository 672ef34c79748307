import { describe, expect, it } from "vitest";
import { decodeProcess } from "../api/processes";
import type { FeatureFile } from "./feature-file";
import { columnProblems, withColumns } from "./process-columns";
import { goesAtOnce, inputsOf, problemsOf } from "./process-request";
import { initialValues, NO_FILE, valuesOf, type Source, type Values } from "./process-values";

const column = (of: string): object => ({ minOccurs: 0, schema: { type: "string" }, "x-civico": { kind: "property", of } });
const PROCESS = decodeProcess({
  id: "p",
  inputs: {
    features: { maxOccurs: 20, "x-civico": { kind: "features", geometry: ["none", "point"] } },
    areas: { minOccurs: 0, "x-civico": { kind: "features", geometry: ["polygon"] } },
    address: column("features"),
    number: column("features"),
    weight: column("areas"),
  },
});
const file = (patch: Partial<FeatureFile> = {}): Source => ({
  from: "file",
  problem: null,
  file: {
    file: new File(["x"], "x.csv"),
    features: [{ type: "Feature", id: 1, geometry: null, properties: { via: "Via Dante", n: 1 } }],
    columns: [{ name: "via", type: "text" }, { name: "n", type: "number" }],
    bytes: 100,
    reading: null,
    address: { address: "via" },
    ...patch,
  },
});
const of = (source: Source, more: Values = {}): Values => ({ ...initialValues(PROCESS, null), features: { kind: "sources", sources: [source] }, ...more });
const words = (...chosen: string[]): Values[string] => ({ kind: "words", words: chosen });

describe("a file in a form", () => {
  it("fills in the columns that are recognised, keeps those that it has, and drops others", () => {
    const values = withColumns(PROCESS, of(file(), { number: words("n"), weight: words("peso") }), "features", file());
    expect([values["address"], values["number"], values["weight"]]).toEqual([words("via"), words("n"), words("peso")]);
    expect(withColumns(PROCESS, of(file(), { address: words("n") }), "features", file())["address"]).toEqual(words("n"));
    expect(withColumns(PROCESS, of(file(), { number: words("civico") }), "features", file())["number"]).toEqual(words());
    expect(withColumns(PROCESS, of(NO_FILE), "features", NO_FILE)["address"]).toEqual(words());
  });

  it("is sent by value, as features without a place", () => {
    expect(inputsOf(PROCESS, of(file()))["features"]).toEqual({ type: "FeatureCollection", features: [{ type: "Feature", id: 1, geometry: null, properties: { via: "Via Dante", n: 1 } }] });
    expect(inputsOf(PROCESS, valuesOf(PROCESS, inputsOf(PROCESS, of(file()))))).toEqual(inputsOf(PROCESS, of(file())));
  });

  it("has to be there, hold what the input takes, and fit into a request", () => {
    const problems = (values: Values): string[] => [...problemsOf(PROCESS, values)].map(([name, { kind }]) => `${name}: ${kind}`);
    expect(problems(of(NO_FILE))).toEqual(["features: file"]);
    expect(problems(of(file()))).toEqual([]);
    expect(problems(of(file(), { areas: { kind: "sources", sources: [file()] } }))).toEqual(["areas: places"]);
    expect(problems(of(file({ bytes: 9_000_000 }), { areas: { kind: "sources", sources: [file({ bytes: 9_000_000, features: [{ type: "Feature", geometry: { type: "Polygon", coordinates: [] }, properties: {} }] })] } }))).toEqual(["features: filesTooLarge", "areas: filesTooLarge"]);
  });

  it("is answered at once where its rows are of a table, unless they are too many", () => {
    const rows = (count: number): Source => file({ features: Array.from({ length: count }, () => ({ type: "Feature" as const, geometry: null, properties: {} })) });
    expect(goesAtOnce(PROCESS, of(rows(1)))).toBe(true);
    expect(goesAtOnce(PROCESS, of(rows(10_000)))).toBe(true);
    expect(goesAtOnce(PROCESS, of(rows(10_001)))).toBe(false);
    expect(goesAtOnce(PROCESS, of(NO_FILE))).toBe(false);
    expect(goesAtOnce(PROCESS, { ...initialValues(PROCESS, null), areas: { kind: "sources", sources: [rows(1)] } })).toBe(false);
  });

  it("shows which column is not in it", () => {
    const problems = columnProblems(PROCESS, { ...initialValues(PROCESS, null), address: words("indirizzo"), weight: words("peso") }, (name) => (name === "features" ? [{ name: "via", type: "text" }] : null));
    expect([...problems]).toEqual([["address", { kind: "column", values: { column: "indirizzo" } }]]);
  });
});
