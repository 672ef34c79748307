import { describe, expect, it } from "vitest";
import { Client, type Fetch } from "./client";
import { decideDelivery, decodeDelivery, listDeliveries, sendDelivery } from "./deliveries";

const CHANGES = { added: 1, absent: 0, restaged: 0, retired: 0, renamed: 0, moved: 2, moved_far: 1 };
const SENT = {
  id: "d1", ente: "015182", layout: "generic", crs: 32632, encoding: null, state: "previewed", needs_second: true, created_by: "person:1",
  created_at: "2026-11-22T10:00:00Z", decided_by: null, decided_at: null, files: ["strade.csv", "civici.csv"],
  report: {
    outcome: "previewed", source_digest: "x",
    layers: [{ name: "addresses", rows: 4, rejected: 1, repaired: 0, entries: [{ severity: "rejected", layer: "addresses", row: 3, field: "NUMERO", notice: { id: "toponymy-number-unreadable", args: { number: "x" } } }] }],
    difference: { thoroughfares: CHANGES, addresses: CHANGES, smells: [{ smell: "same-shift", east_m: 1.5, north_m: -0.25, points: 9 }] },
  },
};
const answer = (body: object, status = 200): Response => new Response(JSON.stringify(body), { status });

describe("a delivery", () => {
  it("is read with what was left out, what changes and what smells", () => {
    const { needsSecond, report } = decodeDelivery(SENT);
    expect([needsSecond, report.unchanged, report.events]).toEqual([true, false, null]);
    expect(report.layers[0]).toEqual({ name: "addresses", rows: 4, rejected: 1, entries: [{ severity: "rejected", row: 3, field: "NUMERO", notice: { id: "toponymy-number-unreadable", args: { number: "x" } } }] });
    expect(report.difference?.streets).toMatchObject({ added: 1, moved: 2, movedFar: 1 });
    expect(report.difference?.smells).toEqual([{ token: "same-shift", values: { east_m: 1.5, north_m: -0.25, points: 9 } }]);
  });

  it("may change nothing, and once published says what it did", () => {
    expect(decodeDelivery({ ...SENT, report: { outcome: "unchanged" } }).report).toEqual({ unchanged: true, layers: [], difference: null, events: null });
    expect(decodeDelivery({ ...SENT, state: "published", report: { ...SENT.report, outcome: "published", register: { records: 9, events: 3 } } }).report.events).toBe(3);
  });

  it("is sent as a form in the order of the files, with the proof, and without what was left empty", async () => {
    const asked: { path: string; init: RequestInit }[] = [];
    const through: Fetch = (path, init) => (asked.push({ path, init }), Promise.resolve(answer(SENT, 201)));
    const client = new Client(() => Promise.reject(new Error("not this way")));
    client.csrf = "proof";
    const files = [new File(["a"], "strade.csv"), new File(["b"], "civici.csv")];
    await sendDelivery(client, { municipality: "015182", layout: "generic", files, crs: "EPSG:32632", encoding: null }, through, new AbortController().signal);
    expect(asked[0]?.path).toBe("/rest/toponymy/v1/deliveries?format=generic&municipality=015182&crs=EPSG%3A32632");
    expect(asked[0]?.init.headers).toMatchObject({ "x-csrf-token": "proof", "accept-language": "it" });
    const form = asked[0]?.init.body as FormData;
    expect(form.getAll("files").map((file) => (file as File).name)).toEqual(["strade.csv", "civici.csv"]);
  });

  it("is listed page by page, and decided about; a refusal is said in the server's words", async () => {
    const answers = [answer({ items: [SENT], next: "2026-11-22T10:00:00Z" }), answer({ title: "Conflict", detail: "ora desta sospetti" }, 409)];
    const paths: string[] = [];
    const client = new Client((path) => (paths.push(path), Promise.resolve(answers.shift() ?? answer({}, 500))));
    const { deliveries, next } = await listDeliveries(client, "015182", null);
    expect([deliveries.length, next]).toEqual([1, "2026-11-22T10:00:00Z"]);
    await expect(decideDelivery(client, "d1", "publish")).rejects.toMatchObject({ status: 409, detail: "ora desta sospetti" });
    expect(paths).toEqual(["/rest/toponymy/v1/deliveries?municipality=015182&limit=20", "/rest/toponymy/v1/deliveries/d1/decision"]);
  });
});
