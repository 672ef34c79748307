import { describe, expect, it } from "vitest";
import { decodeProcess, type Process } from "../api/processes";
import { setLanguage } from "../i18n/language";
import { freeColumns, NO_CONDITION } from "./conditions";
import { numbersOf, writtenNumbers } from "./numbers";
import { inputsOf, problemsOf } from "./process-request";
import { drawnShapes, initialValues, inView, NO_LAYER, valuesOf, type Selected, type Values } from "./process-values";

const features = { kind: "features", geometry: ["point"] };
const PROCESS: Process = decodeProcess({
  id: "p",
  inputs: {
    features: { maxOccurs: "unbounded", "x-civico": features },
    place: { minOccurs: 0, "x-civico": { kind: "geometry", geometry: ["polygon"] } },
    weight: { minOccurs: 0, schema: { type: "string" }, "x-civico": { kind: "property", of: "features" } },
    distance: { schema: { type: "number", minimum: 0, exclusiveMinimum: true, maximum: 1000, default: 100 } },
    limits: { minOccurs: 0, maxOccurs: 3, schema: { type: "integer", minimum: 1 } },
    shape: { minOccurs: 0, schema: { type: "string", enum: ["square", "hexagon"], default: "hexagon" } },
    dissolve: { minOccurs: 0, schema: { type: "boolean", default: true } },
    note: { minOccurs: 0, schema: { type: "string", maxLength: 5 } },
    rest: { minOccurs: 0, schema: { type: "object" } },
  },
});
const POINT = { type: "Point" as const, coordinates: [9, 45] };
const SQUARE = { type: "Polygon" as const, coordinates: [[[9, 45], [9.1, 45], [9.1, 45.1], [9, 45]]] };
const SELECTED: Selected = { collection: "rho.scuole", id: "7", title: "Scuola", properties: { nome: "Scuola" }, geometry: POINT };
const layer = (collection: string) => ({ ...NO_LAYER, collection });
const FILLED: Values = { ...initialValues(PROCESS, null), features: { kind: "sources", sources: [layer("rho.scuole")] } };
const with_ = (patch: Values): Values => ({ ...FILLED, ...patch });
const problemOf = (patch: Values): string[] => [...problemsOf(PROCESS, with_(patch))].map(([name, { kind }]) => `${name}: ${kind}`);

describe("the form of a process", () => {
  it("begins with the server's defaults and without a layer, and says what is missing", () => {
    const values = initialValues(PROCESS, null);
    expect([...problemsOf(PROCESS, values)]).toEqual([["features", { kind: "layer", values: {} }]]);
    expect(values["distance"]).toEqual({ kind: "text", text: "100" });
    expect(values["place"]).toEqual({ kind: "sources", sources: [] });
  });

  it("begins at what somebody looks at, where a place has to be said", () => {
    const drill = decodeProcess({ id: "d", inputs: { geometry: { "x-civico": { kind: "geometry" } } } });
    const values = initialValues(drill, SELECTED);
    expect(inputsOf(drill, values)).toEqual({ geometry: POINT });
    expect(problemsOf(drill, initialValues(drill, null)).get("geometry")?.kind).toBe("drawing");
  });

  it("sends what is filled in and leaves the rest to the server", () => {
    expect(inputsOf(PROCESS, FILLED)).toEqual({ features: { collection: "rho.scuole" }, distance: 100, shape: "hexagon", dissolve: true });
  });

  it("sends several layers as a list, with their versions, boxes and conditions", () => {
    const sources = [{ ...layer("rho.scuole"), version: 2, inView: true }, { ...layer("segrate.scuole"), conditions: [{ column: "grado", type: null, value: " primaria " }, { column: "posti", type: "number" as const, value: "2,5" }] }];
    const values = inView(with_({ features: { kind: "sources", sources } }), [9, 45, 9.1, 45.1]);
    expect(inputsOf(PROCESS, values)["features"]).toEqual([{ collection: "rho.scuole", version: 2, bbox: [9, 45, 9.1, 45.1] }, { collection: "segrate.scuole", filter: { grado: "primaria", posti: "2.5" } }]);
  });

  it("sends drawings and selections by value", () => {
    const drawn = with_({ features: { kind: "sources", sources: [{ from: "drawing", shapes: [POINT, POINT] }] }, place: { kind: "sources", sources: [{ from: "drawing", shapes: [SQUARE] }] } });
    const inputs = inputsOf(PROCESS, drawn);
    expect(inputs["place"]).toEqual(SQUARE);
    expect(inputs["features"]).toMatchObject({ type: "FeatureCollection", features: [{ id: 1, geometry: POINT }, { id: 2, geometry: POINT }] });
    expect(drawnShapes(drawn)).toEqual([POINT, POINT, SQUARE]);
    const selected = with_({ features: { kind: "sources", sources: [{ from: "selection", selected: SELECTED }] } });
    expect(inputsOf(PROCESS, selected)["features"]).toMatchObject({ features: [{ id: "7", properties: { nome: "Scuola" } }] });
  });

  it.each([
    ["distance", "0", "distance: above"],
    ["distance", "1000,5", "distance: max"],
    ["distance", "un po'", "distance: number"],
    ["distance", "1; 2", "distance: tooMany"],
    ["distance", "", "distance: missing"],
    ["limits", "5; 10,5", "limits: integer"],
    ["limits", "0", "limits: min"],
    ["note", "troppo lungo", "note: tooLong"],
    ["rest", "{", "rest: json"],
  ])("says what is wrong with %s «%s»", (name, text, problem) => {
    expect(problemOf({ [name]: { kind: "text", text } })).toEqual([problem]);
  });

  it("wants of what is drawn or selected that it is of the right kind, and of a condition that it is whole", () => {
    expect(problemOf({ features: { kind: "sources", sources: [{ from: "drawing", shapes: [SQUARE] }] } })).toEqual(["features: shape"]);
    expect(problemOf({ place: { kind: "sources", sources: [{ from: "selection", selected: SELECTED }] } })).toEqual(["place: shape"]);
    expect(problemOf({ features: { kind: "sources", sources: [{ from: "selection", selected: null }] } })).toEqual(["features: selection"]);
    const conditions = (...given: [string, string][]) => ({ features: { kind: "sources" as const, sources: [{ ...layer("a.b"), conditions: given.map(([column, value]) => ({ column, value, type: column === "n" ? ("number" as const) : null })) }] } });
    expect(problemOf(conditions(["x", "1"], ["y", " "]))).toEqual(["features: filter"]);
    expect(problemOf(conditions(["x", "1"], ["", "2"]))).toEqual(["features: filter"]);
    expect(problemOf(conditions(["n", "tanti"]))).toEqual(["features: filterNumber"]);
    expect(problemOf(conditions(["n", "1; 2"]))).toEqual(["features: filterNumber"]);
    expect(problemOf(conditions(["x", "1"], ["x", "2"]))).toEqual(["features: filterTwice"]);
    expect(problemOf(conditions(["x", "1"], ["y", "2"]))).toEqual([]);
    expect(problemOf({ features: { kind: "sources", sources: [{ ...layer("addresses"), datetime: "" }] } })).toEqual(["features: day"]);
  });

  it("writes numbers as the language does", () => {
    expect(valuesOf(PROCESS, { distance: 0.5 })["distance"]).toEqual({ kind: "text", text: "0,5" });
    setLanguage("en");
    expect(valuesOf(PROCESS, { distance: 0.5, limits: [5, 10] })["distance"]).toEqual({ kind: "text", text: "0.5" });
    setLanguage("it");
    expect(writtenNumbers([0.5, 1e21, 10])).toBe("0,5; 1e+21; 10");
  });

  it("reads numbers as they are written in both languages", () => {
    expect(numbersOf("5; 10 2,5;1e3")).toEqual([5, 10, 2.5, 1000]);
    expect(numbersOf("1.000,5")).toBeNull();
    expect(numbersOf("Infinity")).toBeNull();
  });

  it("comes back from the question of a run, to be sent again as it was", () => {
    const request = {
      features: [{ collection: "rho.scuole", version: 2, bbox: [9, 45, 9.1, 45.1], datetime: "2020-01-01/.." }, { type: "FeatureCollection", features: [{}, {}] }],
      place: SQUARE,
      weight: "posti",
      distance: 250,
      limits: [5, 10],
      shape: "square",
      dissolve: false,
      rest: { a: 1 },
    };
    const values = valuesOf(PROCESS, request);
    expect(problemsOf(PROCESS, values).size).toBe(0);
    expect(inputsOf(PROCESS, values)).toEqual(request);
    expect(values["note"]).toEqual({ kind: "text", text: "" });
  });

  it("shows again on the map what was drawn for a run", () => {
    const drawn = with_({ features: { kind: "sources", sources: [{ from: "drawing", shapes: [POINT, POINT] }] }, place: { kind: "sources", sources: [{ from: "drawing", shapes: [SQUARE] }] } });
    const request = inputsOf(PROCESS, drawn);
    const again = valuesOf(PROCESS, request);
    expect(drawnShapes(again)).toEqual([POINT, POINT, SQUARE]);
    expect(inputsOf(PROCESS, again)).toEqual(request);
  });

  it("has a field for each condition of a run", () => {
    const request = { features: { collection: "a.b", filter: { x: "1", y: "2" }, datetime: "2020-01-01" }, distance: 1 };
    const values = valuesOf(PROCESS, request);
    expect(values["features"]).toMatchObject({ sources: [{ datetime: "2020-01-01", conditions: [{ column: "x", value: "1" }, { column: "y", value: "2" }] }] });
    expect(inputsOf(PROCESS, values)["features"]).toEqual(request.features);
  });

  it("asks of each column once", () => {
    const columns = ["x", "y", "z"].map((name) => ({ name, type: "text" as const }));
    const [x, y] = [{ ...NO_CONDITION, column: "x" }, { ...NO_CONDITION, column: "y" }];
    expect(freeColumns(columns, [x, y], x).map(({ name }) => name)).toEqual(["x", "z"]);
    expect(freeColumns(columns, [x, y], NO_CONDITION).map(({ name }) => name)).toEqual(["z"]);
  });
});
