import { describe, expect, it } from "vitest";
import { Client } from "./client";
import { decodeProcess, listProcesses, type Input } from "./processes";

const FEATURES = {
  oneOf: [
    { type: "object", required: ["collection"], properties: { collection: { type: "string" }, version: { type: "integer" }, filter: { type: "object", additionalProperties: { type: "string" } } } },
    { allOf: [{ format: "geojson-feature-collection" }, { type: "object" }] },
  ],
};
const SHAPES = { kind: "features", geometry: ["polygon", "point", "cube"] };

/** The one input of a process whose description holds nothing else. */
function inputOf(input: object): Input {
  const process = decodeProcess({ id: "p", version: "1.0.0", inputs: { it: input } });
  return process.inputs[0] as Input;
}

describe("the description of a process", () => {
  it("has features from layers, with the geometries it takes, and how many there may be", () => {
    expect(inputOf({ title: "Punti", description: "Quali.", minOccurs: 1, maxOccurs: "unbounded", schema: FEATURES, "x-civico": SHAPES })).toEqual({
      kind: "features", name: "it", title: "Punti", description: "Quali.", required: true, most: Infinity, asList: false, shapes: ["point", "polygon"], tables: false,
    });
    expect(inputOf({ schema: FEATURES, "x-civico": { kind: "features", geometry: ["none", "point"] } })).toMatchObject({ shapes: ["point"], tables: true });
  });

  it("has a geometry, also where only the standard's format says so", () => {
    expect(inputOf({ schema: { allOf: [{ format: "geojson-geometry" }, { type: "object" }] }, "x-civico": { kind: "geometry", geometry: ["line"] } })).toMatchObject({ kind: "geometry", shapes: ["line"], title: "it", required: true, most: 1 });
    expect(inputOf({ schema: { allOf: [{ format: "geojson-geometry" }] } })).toMatchObject({ kind: "geometry", shapes: [] });
  });

  it("has columns of another input", () => {
    expect(inputOf({ minOccurs: 0, schema: { type: "string" }, "x-civico": { kind: "property", of: "areas", type: ["number"] } })).toMatchObject({ kind: "property", of: "areas", types: ["number"], required: false });
  });

  it("has numbers with bounds, in OpenAPI's way and in JSON Schema's", () => {
    expect(inputOf({ schema: { type: "number", minimum: 0, exclusiveMinimum: true, maximum: 50, default: 10 }, "x-civico": { unit: "m" } })).toMatchObject({ kind: "number", isInteger: false, min: 0, aboveMin: true, max: 50, belowMax: false, initial: [10], unit: "m" });
    expect(inputOf({ schema: { type: "integer", exclusiveMinimum: 2, exclusiveMaximum: 9 } })).toMatchObject({ isInteger: true, min: 2, aboveMin: true, max: 9, belowMax: true, initial: [], unit: null });
  });

  it("has choices with titles in the order of their values, flags and texts", () => {
    expect(inputOf({ schema: { type: "string", enum: ["a", "b"], default: "b" }, "x-civico": { titles: ["Prima"] } })).toMatchObject({ kind: "choice", options: [{ value: "a", title: "Prima" }, { value: "b", title: "b" }], initial: ["b"] });
    expect(inputOf({ schema: { type: "boolean", default: true } })).toMatchObject({ kind: "boolean", initial: true });
    expect(inputOf({ schema: { type: "string", maxLength: 80 } })).toMatchObject({ kind: "text", maxLength: 80, initial: "" });
  });

  it("has lists, whose items are as single values", () => {
    expect(inputOf({ schema: { type: "array", maxItems: 3, items: { type: "number", minimum: 1 }, default: [5, 10] }, "x-civico": { unit: "min" } })).toMatchObject({ kind: "number", most: 3, asList: true, initial: [5, 10], unit: "min", min: 1 });
  });

  it("leaves what nobody foresaw to be written as JSON", () => {
    expect(inputOf({ schema: { type: "object", properties: {} } })).toMatchObject({ kind: "json" });
    expect(inputOf({})).toMatchObject({ kind: "json" });
  });
});

describe("the list of processes", () => {
  it("is asked for in a language, and leaves out what is for programs alone", async () => {
    const asked: string[] = [];
    const answer = { processes: [{ id: "echo", version: "1" }, { id: "buffer", version: "1.2.0", title: "Area di rispetto", keywords: ["geometria", 7], jobControlOptions: ["sync-execute", "async-execute"] }], links: [] };
    const client = new Client((path) => (asked.push(path), Promise.resolve(Response.json(answer))));
    expect(await listProcesses(client, "it")).toEqual([{ id: "buffer", version: "1.2.0", title: "Area di rispetto", description: "", keywords: ["geometria"], isAsync: true }]);
    expect(asked).toEqual(["/ogc/processes?lang=it&limit=200"]);
  });

  it("that is none is an error", async () => {
    const client = new Client(() => Promise.resolve(Response.json({ processes: {} })));
    await expect(listProcesses(client, "it")).rejects.toMatchObject({ kind: "unexpected" });
  });
});
