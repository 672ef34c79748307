import { describe, expect, it } from "vitest";
import { listDatasets } from "./catalog";
import { ApiError, Client, noAnswer, type Fetch } from "./client";
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

describe("writes", () => {
  it("carry what proves that they come from our pages, once it is known", async () => {
    const { client, sent } = clientWith(new Response(null, { status: 204 }), new Response(null, { status: 204 }));
    await client.write("PUT", "/x", { ente: "015182" }, noAnswer);
    client.csrf = "proof";
    await client.write("DELETE", "/x/1", null, noAnswer);
    expect(new Headers(sent[0]?.init.headers).has("x-csrf-token")).toBe(false);
    expect(new Headers(sent[1]?.init.headers).get("x-csrf-token")).toBe("proof");
    expect(sent[1]?.init).toMatchObject({ method: "DELETE", credentials: "same-origin" });
    expect(sent[1]?.init.body).toBeUndefined();
  });

  it("of which only the outcome counts take an answer without a body", async () => {
    const { client } = clientWith(new Response("", { status: 201 }));
    await expect(client.write("POST", "/x", {}, noAnswer)).resolves.toBeUndefined();
  });

  it("tell the server's own sentence when they are refused", async () => {
    const { client } = clientWith(json({ title: "Forbidden", detail: "Serve il ruolo di amministratore." }, 403));
    expect(await failure(client.write("POST", "/x", {}, noAnswer))).toMatchObject({ status: 403, detail: "Serve il ruolo di amministratore." });
  });
});

describe("downloads", () => {
  it("have the name that the server gives, without folders", async () => {
    const headers = { "content-disposition": 'attachment; filename="../civico/rho.zip"' };
    const { client } = clientWith(new Response("PK", { headers }), new Response("PK"));
    const { blob, name } = await client.download("/x");
    expect(name).toBe(".._civico_rho.zip");
    expect(await blob.text()).toBe("PK");
    expect((await client.download("/x")).name).toBeNull();
  });

  it("are no file when the server refuses", async () => {
    const { client } = clientWith(json({ detail: "no" }, 403));
    expect(await failure(client.download("/x"))).toMatchObject({ kind: "refused", detail: "no" });
  });
});

describe("a client that must not know who is signed in", () => {
  it("sends no credentials anywhere", async () => {
    const sent: RequestInit[] = [];
    const client = new Client(async (_path, init) => (sent.push(init), json({})), "omit");
    await client.get("/x", record);
    await client.post("/x", {}, record);
    expect(sent.map((init) => init.credentials)).toEqual(["omit", "omit"]);
  });
});

describe("geocoder", () => {
  it("is never told who asks", async () => {
    const { client, sent } = clientWith(json({ features: [] }));
    client.csrf = "proof";
    await reverse(client, [9, 45], "it");
    expect(sent[0]?.init.credentials).toBe("omit");
    expect(new Headers(sent[0]?.init.headers).has("x-csrf-token")).toBe(false);
  });

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
