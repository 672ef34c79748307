// @vitest-environment node
import { describe, expect, it } from "vitest";
import { BODY_MAX, contentOfGeoJson, contentOfTable, FEATURES_MAX, POSITIONS_MAX, type Content, type FileProblem } from "./feature-file";

const content = (result: Content | FileProblem): Content => {
  if (typeof result === "string") throw new Error(result);
  return result;
};
const point = (...coordinates: unknown[]): object => ({ type: "Point", coordinates });
const feature = (geometry: unknown, properties: unknown = {}): object => ({ type: "Feature", geometry, properties });
const collection = (features: unknown, more: object = {}): string => JSON.stringify({ type: "FeatureCollection", features, ...more });

describe("a table of a person's own", () => {
  it("becomes features without a place, with the columns of its header", () => {
    const { features, columns, bytes } = content(contentOfTable(["Indirizzo", "posti"], [["Via Dante 1", "12"], ["", " "], ["Via Po 2", ""]]));
    expect(features).toEqual([
      { type: "Feature", id: 1, geometry: null, properties: { Indirizzo: "Via Dante 1", posti: 12 } },
      { type: "Feature", id: 2, geometry: null, properties: { Indirizzo: "Via Po 2", posti: null } },
    ]);
    expect(columns).toEqual([{ name: "Indirizzo", type: "text" }, { name: "posti", type: "number" }]);
    expect(bytes).toBe(JSON.stringify({ type: "FeatureCollection", features }).length);
  });

  it("keeps as it is written what would read otherwise as a number", () => {
    const { features, columns } = content(contentOfTable(["cap", "tel", "civico", "valore"], [["00100", "+39", "12", "1.50"], ["20017", "02", "12/A", "2.25"]]));
    expect(features[0]?.properties).toEqual({ cap: "00100", tel: "+39", civico: "12", valore: "1.50" });
    expect(columns.every(({ type }) => type === "text")).toBe(true);
  });

  it("offers no column in which nothing is written, and tells columns of one name apart", () => {
    expect(content(contentOfTable(["a", "a", "a (2)", "vuota"], [["1", "2", "3", ""]])).columns.map(({ name }) => name)).toEqual(["a", "a (2)", "a (2) (2)"]);
  });

  it("is refused where it has no rows, or more than may be sent", () => {
    expect(contentOfTable(["a"], [[" "]])).toBe("empty");
    const rows = Array.from({ length: FEATURES_MAX + 1 }, (_, at) => [String(at)]);
    expect(contentOfTable(["a"], rows)).toBe("tooMany");
    expect(content(contentOfTable(["a"], rows.slice(1))).features).toHaveLength(FEATURES_MAX);
    expect(contentOfTable(["a"], [["x".repeat(BODY_MAX)]])).toBe("tooLarge");
  });
});

describe("GeoJSON of a person's own", () => {
  it("is a collection, a feature or a bare geometry", () => {
    const { features, columns } = content(contentOfGeoJson(collection([{ ...feature(point(9, 45), { nome: "A", n: 1, ok: true, x: 1 }), id: "a" }, feature(null, { n: null, x: "due" })])));
    expect(features.map(({ id, geometry }) => [id, geometry?.type ?? null])).toEqual([["a", "Point"], [2, null]]);
    expect(columns).toEqual([{ name: "nome", type: "text" }, { name: "n", type: "number" }, { name: "ok", type: "boolean" }, { name: "x", type: "text" }]);
    expect(content(contentOfGeoJson(JSON.stringify(feature(point(9, 45))))).features).toHaveLength(1);
    expect(content(contentOfGeoJson(JSON.stringify(point(9, 45)))).features[0]).toMatchObject({ id: 1, geometry: { type: "Point" }, properties: {} });
  });

  it("may say that it is in degrees, and nothing else", () => {
    const crs = (name: string): string => collection([feature(point(9, 45))], { crs: { type: "name", properties: { name } } });
    expect(content(contentOfGeoJson(crs("urn:ogc:def:crs:OGC:1.3:CRS84"))).features).toHaveLength(1);
    expect(contentOfGeoJson(crs("urn:ogc:def:crs:EPSG::7791"))).toBe("otherCrs");
    expect(contentOfGeoJson(collection([feature(point(514_000, 5_034_000))]))).toBe("offEarth");
    expect(contentOfGeoJson(collection([feature({ type: "Polygon", coordinates: [[[9, 45], [9, 91], [10, 45], [9, 45]]] })]))).toBe("offEarth");
  });

  it.each([["{", "noGeojson"], ["[]", "noGeojson"], ['{"a": 1}', "noGeojson"], [collection("x"), "noGeojson"], [collection([]), "noFeatures"], [collection([{ a: 1 }]), "noGeojson"], [collection([feature({ type: "Circle", coordinates: [1, 2] })]), "noGeojson"], [collection([feature(point("nove", "45"))]), "noGeojson"], [collection([feature({ type: "GeometryCollection", geometries: [{}] })]), "noGeojson"]])("is refused where it is none: %s", (text, problem) => {
    expect(contentOfGeoJson(text)).toBe(problem);
  });

  it("is refused where the server would refuse its size", () => {
    const line = { type: "LineString", coordinates: Array.from({ length: POSITIONS_MAX + 1 }, () => [9, 45]) };
    expect(contentOfGeoJson(JSON.stringify(line))).toBe("tooManyPositions");
    expect(content(contentOfGeoJson(JSON.stringify({ ...line, coordinates: line.coordinates.slice(1) }))).features).toHaveLength(1);
    expect(contentOfGeoJson(collection(Array.from({ length: FEATURES_MAX + 1 }, () => feature(null))))).toBe("tooMany");
  });
});
