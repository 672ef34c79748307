import { describe, expect, it } from "vitest";
import { Client } from "./client";
import { decodeDrill } from "./drill";
import { decodeJob, decodeResults, dismissJob, execute, listJobs } from "./jobs";
import { allItems, sampleItems } from "./result-items";

const JOB = { processID: "buffer", type: "process", jobID: "0192f0c1", status: "running", message: "half", progress: 50, created: "2026-11-22T20:00:00Z", expires: "2026-12-22T20:00:00Z", request: { features: { collection: "rho.parchi" } }, processVersion: "1.0.0", inputVersions: { "rho.parchi": 3 } };
const POINT = { type: "Point", coordinates: [9, 45] };

interface Asked {
  method: string;
  path: string;
  prefer: string | null;
  csrf: string | null;
  body: unknown;
}

function clientWith(answer: (path: string) => unknown, status = 200): { client: Client; asked: Asked[] } {
  const asked: Asked[] = [];
  const client = new Client((path, init) => {
    const headers = new Headers(init.headers);
    asked.push({ method: init.method ?? "GET", path, prefer: headers.get("prefer"), csrf: headers.get("x-csrf-token"), body: typeof init.body === "string" ? JSON.parse(init.body) : null });
    return Promise.resolve(status === 204 ? new Response(null, { status }) : Response.json(answer(path), { status }));
  });
  client.csrf = "proof";
  return { client, asked };
}

describe("a job", () => {
  it("has state, progress, expiry, its question and the versions it read", () => {
    expect(decodeJob(JOB)).toEqual({
      id: "0192f0c1", process: "buffer", status: "running", message: "half", progress: 50, created: "2026-11-22T20:00:00Z", finished: null, expires: "2026-12-22T20:00:00Z",
      request: { features: { collection: "rho.parchi" } }, processVersion: "1.0.0", inputVersions: { "rho.parchi": "3" },
    });
  });

  it("may say little, and its progress is a per cent", () => {
    expect(decodeJob({ jobID: "a", status: "successful", progress: 140 })).toMatchObject({ id: "a", status: "successful", progress: 100, request: null, inputVersions: {}, message: "" });
    expect(() => decodeJob({ status: "running" })).toThrow();
  });

  it("takes the inputs out of a whole body", () => {
    expect(decodeJob({ ...JOB, request: { inputs: { distance: 5 }, response: "document" } }).request).toEqual({ distance: 5 });
  });

  it("is asked for with a preference, in the person's name", async () => {
    const { client, asked } = clientWith(() => JOB, 201);
    const answer = await execute(client, "buffer", { distance: 5 }, true, new AbortController().signal);
    expect(answer).toMatchObject({ kind: "job", job: { id: "0192f0c1" } });
    expect(asked).toEqual([{ method: "POST", path: "/ogc/processes/buffer/execution", prefer: "respond-async", csrf: "proof", body: { inputs: { distance: 5 }, response: "document" } }]);
  });

  it("is not asked for where the answer may come at once", async () => {
    const { client, asked } = clientWith(() => ({ result: { value: { a: 1 }, mediaType: "application/json" } }));
    expect(await execute(client, "echo", {}, false, new AbortController().signal)).toEqual({ kind: "results", outcome: { kind: "json", value: { a: 1 }, notices: [] } });
    expect(asked[0]?.prefer).toBeNull();
  });

  it("that is refused says which inputs are wrong", async () => {
    const { client } = clientWith(() => ({ title: "Bad", detail: "Two inputs are wrong.", errors: [{ input: "distance", detail: "Too far." }, { input: 7 }, null] }), 400);
    await expect(execute(client, "buffer", {}, false, new AbortController().signal)).rejects.toMatchObject({ status: 400, detail: "Two inputs are wrong.", inputs: [{ input: "distance", detail: "Too far." }] });
  });

  it("is listed, and dismissed", async () => {
    const { client, asked } = clientWith((path) => ({ jobs: [JOB], links: path.includes("before") ? [] : [{ rel: "next", href: "https://portal.example//ogc/jobs?f=json&limit=20&before=0192f0c1" }] }));
    const { jobs, next } = await listJobs(client);
    expect([jobs.map(({ id }) => id), next]).toEqual([["0192f0c1"], "/ogc/jobs?f=json&limit=20&before=0192f0c1"]);
    expect((await listJobs(client, next)).next).toBeNull();
    await dismissJob(client, "0192f0c1");
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /ogc/jobs?limit=20", "GET /ogc/jobs?f=json&limit=20&before=0192f0c1", "DELETE /ogc/jobs/0192f0c1"]);
  });
});

describe("results", () => {
  it("are a collection, features, or any JSON", () => {
    expect(decodeResults({ result: { collection: "milano.result-1", href: "x", numberMatched: 7, bbox: [9, 45, 10, 46] }, notices: ["Two left out.", 1] })).toEqual({ kind: "collection", collection: "milano.result-1", matched: 7, bounds: [9, 45, 10, 46], notices: ["Two left out."] });
    const features = [{ type: "Feature", id: 4, properties: { a: 1 }, geometry: POINT }, { type: "Feature", properties: null, geometry: null }];
    expect(decodeResults({ result: { value: { type: "FeatureCollection", features }, mediaType: "application/geo+json" } })).toEqual({ kind: "features", features: [{ id: "4", properties: { a: 1 }, geometry: POINT }, { id: "2", properties: {}, geometry: null }], notices: [] });
    expect(decodeResults({ result: { type: "FeatureCollection", features } })).toMatchObject({ kind: "features" });
    expect(decodeResults({ result: { value: [1, 2] } })).toEqual({ kind: "json", value: [1, 2], notices: [] });
  });

  it("of a drill-through are grouped by theme", () => {
    const drill = decodeDrill({ place: { geometry: POINT }, themes: [{ theme: null, title: "Altri dati", collections: [{ collection: "rho.parchi", title: "Parchi", version: 3, date: null, numberMatched: 9, truncated: true, features: [{ id: 5, properties: { nome: "X" }, share: 0.5, area_m2: 12 }] }] }], summary: { collections: 1, features: 9 } });
    expect(drill).toMatchObject({ label: null, geometry: POINT, collections: 1, features: 9 });
    expect(drill.themes[0]?.collections[0]).toEqual({ id: "rho.parchi", title: "Parchi", version: "3", date: null, matched: 9, isTruncated: true, features: [{ id: "5", properties: { nome: "X" }, areaM2: 12, share: 0.5, lengthM: null, distanceM: null }] });
    expect(() => decodeDrill({ themes: {} })).toThrow();
  });

  it("that are large are looked at from their beginning to their end", async () => {
    const offsetOf = (path: string): number => Number(new URL(path, "http://x").searchParams.get("offset") ?? 0);
    const { client, asked } = clientWith((path) => ({ features: Array.from({ length: Number(new URL(path, "http://x").searchParams.get("limit")) }, (_, at) => ({ id: offsetOf(path) + at, properties: { n: offsetOf(path) + at }, geometry: null })), numberMatched: 1000 }));
    const { features, sample, matched } = await sampleItems(client, "a.b", 40);
    expect([features.length, matched, asked.length]).toEqual([40, 1000, 5]);
    const numbers = sample.map(({ properties }) => properties["n"] as number);
    expect([Math.min(...numbers), Math.max(...numbers), new Set(numbers).size]).toEqual([0, 999, 50]);
  });

  it("are read to the last page on this server, whatever name it gives itself", async () => {
    const { client, asked } = clientWith((path) => ({ features: [{ id: 1, properties: {}, geometry: null }], links: path.includes("after") ? [] : [{ rel: "next", href: "https://elsewhere.example//ogc/collections/a.b/items?after=1" }] }));
    const pages: number[] = [];
    await allItems(client, "a.b", (features) => pages.push(features.length));
    expect(pages).toEqual([1, 1]);
    expect(asked[1]?.path).toBe("/ogc/collections/a.b/items?after=1");
  });
});
