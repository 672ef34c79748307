import { describe, expect, it } from "vitest";
import { listDatasets } from "./catalog";
import { ApiError, Client, type Fetch } from "./client";
import { record, text } from "./decode";
import { collectionOf, reverse, suggest } from "./geocoder";
import { getItem } from "./items";

interface Sent {
  path: string;
  init: RequestInit;
}

/** A client whose server gives these answers in turn. */
function clientWith(...answers: (Response | Error)[]): { client: Client; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: Fetch = async (path, init) => {
    const answer = answers[sent.length];
    sent.push({ path, init });
    if (answer instanceof Error) throw answer;
    if (!answer) throw new Error("no more answers");
    return answer;
  };
  return { client: new Client(fetch), sent };
}

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });
const failure = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => null, (error: unknown) => error);

const PLACE = {
  type: "Feature",
  geometry: { type: "Point", coordinates: [9.04, 45.53] },
  properties: { id: "a1", label: "Via Dante 4/A, Rho", level: "house-number", ambiguous: false, uncertainty_m: 5, faults: [{ token: "x", penalty: 0.1, message: "manca il comune" }] },
};

describe("client", () => {
  it("reads the detail of a problem document", async () => {
    const { client } = clientWith(json({ title: "Bad", detail: "limit is above 1000" }, 400));
    const error = await failure(client.get("/x", record));
    expect(error).toMatchObject({ kind: "refused", status: 400, detail: "limit is above 1000" });
  });

  it("tells an unreachable server from one that refuses", async () => {
    const { client } = clientWith(new TypeError("network"));
    expect(await failure(client.get("/x", record))).toMatchObject({ kind: "unreachable" });
  });

  it("does not take an answer of another shape", async () => {
    const { client } = clientWith(json([]));
    expect(await failure(client.get("/x", (value) => text(record(value)["a"])))).toBeInstanceOf(ApiError);
  });

  it("passes a cancellation on as it is", async () => {
    const abort = new DOMException("stop", "AbortError");
    const { client } = clientWith(abort);
    expect(await failure(client.get("/x", record))).toBe(abort);
  });
});

describe("geocoder", () => {
  it("never puts what a person typed into a URL", async () => {
    const { client, sent } = clientWith(json({ features: [PLACE] }));
    const places = await suggest(client, { q: "via dante 4", limit: 8, lang: "it", near: [9, 45] });
    expect(places[0]).toMatchObject({ id: "a1", label: "Via Dante 4/A, Rho", level: "house-number", point: [9.04, 45.53], faults: ["manca il comune"] });
    expect(sent[0]?.path).toBe("/rest/geocoder/v1/suggest");
    expect(sent[0]?.init.method).toBe("POST");
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ q: "via dante 4", limit: 8, lang: "it", near: [9, 45] });
  });

  it("leaves out answers that have no place", async () => {
    const { client } = clientWith(json({ features: [{ ...PLACE, geometry: null }] }));
    expect(await reverse(client, [9, 45], "it")).toBeNull();
  });

  it("knows where the register keeps each level", () => {
    expect(collectionOf("without-exponent")).toBe("addresses");
    expect(collectionOf("street")).toBe("thoroughfares");
    expect(collectionOf("interpolated")).toBeNull();
  });
});

describe("catalogue", () => {
  const item = { id: "rho.parchi", title: { it: "Parchi" }, ente: { code: "015182", name: "Rho" }, geometry: "polygon", bounds: [9, 45, 9.1, 45.1] };

  it("follows its pages", async () => {
    const next = "https://portale.example/rest/catalog/v1/datasets?limit=1000&cursor=b";
    const { client, sent } = clientWith(json({ items: [item], next }), json({ items: [{ ...item, id: "rho.b" }], next: null }));
    expect((await listDatasets(client)).map((dataset) => dataset.id)).toEqual(["rho.parchi", "rho.b"]);
    expect(sent[1]?.path).toBe("/rest/catalog/v1/datasets?limit=1000&cursor=b");
  });

  it("fills in what an entry leaves out", async () => {
    const { client } = clientWith(json({ items: [item], next: null }));
    const [dataset] = await listDatasets(client);
    expect(dataset).toMatchObject({ title: { it: "Parchi", en: "Parchi" }, tiles: "/tiles/rho.parchi", count: null, theme: null });
  });
});

describe("items", () => {
  it("are read by collection and id", async () => {
    const { client, sent } = clientWith(json({ id: 7, geometry: null, properties: { nome: "x" } }));
    const item = await getItem(client, { collection: "rho.parchi", id: "7" });
    expect(item).toEqual({ collection: "rho.parchi", id: "7", geometry: null, properties: { nome: "x" } });
    expect(sent[0]?.path).toBe("/ogc/collections/rho.parchi/items/7?f=json");
  });
});
