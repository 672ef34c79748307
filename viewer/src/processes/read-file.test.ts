// @vitest-environment node
import { describe, expect, it } from "vitest";
import { BODY_MAX, FEATURES_MAX, type FeatureFile, type FileProblem } from "../state/feature-file";
import { readFile } from "./read-file";

const read = async (text: string | Uint8Array<ArrayBuffer>, tables = true): Promise<FeatureFile> => {
  const result = await readFile(new File([text], "elenco.csv"), tables);
  if (typeof result === "string") throw new Error(result);
  return result;
};
const refused = (text: string | Uint8Array<ArrayBuffer>, tables = true): Promise<FeatureFile | FileProblem> => readFile(new File([text], "elenco.csv"), tables);
const latin = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe("a file for an analysis", () => {
  it("is read as offices write it, with the columns of the address recognised", async () => {
    const { features, reading, address } = await read(latin("Città;Via;N. civico;Note\r\nRho;Via Dante;1;\"a;b\"\r\n\r\nPero;Via Po;2/A;\r\n"));
    expect(reading).toEqual({ encoding: "windows-1252", delimiter: ";", named: true });
    expect(features.map(({ properties }) => properties)).toEqual([{ "Città": "Rho", Via: "Via Dante", "N. civico": "1", Note: "a;b" }, { "Città": "Pero", Via: "Via Po", "N. civico": "2/A", Note: null }]);
    expect(address).toEqual({ municipality: "Città", street: "Via", number: "N. civico" });
  });

  it("has no part of an address where two columns would be it", async () => {
    expect((await read("DUG;DUF;Civico\nVia;Dante;1\n")).address).toEqual({ number: "Civico" });
  });

  it("may have no names of columns: they are numbered, and the first row is a row", async () => {
    const { features, reading } = await read("1;2\n3;4\n");
    expect([reading?.named, features.map(({ properties }) => properties)]).toEqual([false, [{ 1: 1, 2: 2 }, { 1: 3, 2: 4 }]]);
  });

  it("is read otherwise where a person says so", async () => {
    const again = await readFile(new File(["a,b;c\n1,2;3\n"], "x.csv"), true, { encoding: "utf-8", delimiter: ",", named: true });
    expect(again).toMatchObject({ columns: [{ name: "a" }, { name: "b;c" }], reading: { delimiter: "," } });
  });

  it("is GeoJSON where it begins so, whatever its name", async () => {
    const point = JSON.stringify({ type: "Point", coordinates: [9, 45] });
    expect(await read(`\uFEFF ${point}`, false)).toMatchObject({ reading: null, features: [{ geometry: { type: "Point" } }] });
    expect(await refused('{"type": "Feature", "geometry": null, "properties": {}}', false)).toBe("noPlaces");
    expect((await read('{"type": "Feature", "geometry": null, "properties": {"via": "x"}}')).columns).toEqual([{ name: "via", type: "text" }]);
  });

  it("is refused with its reason", async () => {
    expect(await refused("")).toBe("empty");
    expect(await refused("indirizzo\n")).toBe("empty");
    expect(await refused(new Uint8Array([0x50, 0x4b, 3, 4]))).toBe("noText");
    expect(await refused(`${"a;".repeat(600)}\n${"1;".repeat(600)}\n`)).toBe("tooWide");
    expect(await refused("via;n\nVia Dante;1\n", false)).toBe("noTable");
    expect(await refused(`via\n${"x\n".repeat(FEATURES_MAX + 1)}`)).toBe("tooMany");
    expect(await refused(`via\n1\n"${"x\n".repeat(800_000)}`)).toBe("unclosed");
    expect(await refused("x".repeat(BODY_MAX + 1))).toBe("tooLarge");
    const gone = { name: "x", size: 10, slice: () => ({ text: () => Promise.reject(new Error("gone")) }) } as unknown as File;
    expect(await readFile(gone, true)).toBe("unreadable");
  });
});
