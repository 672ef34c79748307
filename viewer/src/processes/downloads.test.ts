import { afterEach, describe, expect, it } from "vitest";
import { Client } from "../api/client";
import type { ResultFeature } from "../api/jobs";
import { setLanguage } from "../i18n/language";
import { csvOf, fileOf } from "./downloads";

const FEATURES: ResultFeature[] = [
  { id: "1", properties: { nome: 'Parco "Europa"; nord', n: 2 }, geometry: { type: "Point", coordinates: [9.1, 45.5] } },
  { id: "2", properties: { n: null, altro: { a: 1 } }, geometry: null },
];

afterEach(() => setLanguage("it"));

describe("the files of a result", () => {
  it("are tables that spreadsheets of the language open, with the places of points", async () => {
    const lines = (await csvOf(FEATURES).text()).replace("\uFEFF", "").trim().split("\r\n");
    expect(lines).toEqual(["id;nome;n;altro;longitude;latitude", '1;"Parco ""Europa""; nord";2;;9.1;45.5', '2;;;"{""a"":1}";;']);
    setLanguage("en");
    expect((await csvOf(FEATURES).text()).includes("id,nome,n,altro,longitude,latitude")).toBe(true);
  });

  it("are GeoJSON with every feature of every page", async () => {
    const page = (path: string): object => ({ features: [{ type: "Feature", id: path.includes("after") ? 2 : 1, properties: {}, geometry: null }], links: path.includes("after") ? [] : [{ rel: "next", href: "/ogc/collections/a.b/items?after=1" }] });
    const client = new Client((path) => Promise.resolve(Response.json(page(path))));
    const file = await fileOf(client, { kind: "collection", collection: "a.b", matched: 2, bounds: null, notices: [] }, "geojson");
    const { type, features } = JSON.parse(await file.text()) as { type: string; features: { id: string }[] };
    expect([type, features.map(({ id }) => id)]).toEqual(["FeatureCollection", ["1", "2"]]);
    const empty = await fileOf(client, { kind: "features", features: [], notices: [] }, "geojson");
    expect(JSON.parse(await empty.text())).toEqual({ type: "FeatureCollection", features: [] });
  });
});
