import { describe, expect, it } from "vitest";
import { ask, type Command } from "./acts";
import { Client } from "./client";
import { listConflicts } from "./conflicts";
import { listInternals } from "./internals";
import { listLocalities } from "./localities";
import { getNumber, listStreets, listViolations } from "./register";

interface Asked {
  path: string;
  init: RequestInit;
}

/** A client that answers in turn, and remembers what it was asked. */
function answering(...answers: [number, object][]): { client: Client; asked: Asked[] } {
  const asked: Asked[] = [];
  const client = new Client((path, init) => {
    asked.push({ path, init });
    const [status, body] = answers.shift() ?? [500, {}];
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return { client, asked };
}

const street = (id: string): object => ({ seq: 3, id, kind: "Via", name: "Dante", stage: "current", local_code: "", municipality: "015182" });

describe("the register", () => {
  it("gives all streets of a comune, page by page", async () => {
    const { client, asked } = answering([200, { items: [street("a")], next: "x", known_seq: 7 }], [200, { items: [street("b")], next: null, known_seq: 8 }]);
    const { streets, seq } = await listStreets(client, "015182");
    expect(streets.map(({ id, label, localCode }) => `${id} ${label} ${localCode}`)).toEqual(["a Via Dante null", "b Via Dante null"]);
    expect(seq).toBe(8);
    expect(asked.map(({ path }) => new URL(path, "http://localhost").searchParams.get("cursor"))).toEqual([null, "x"]);
  });

  it("gives all named places of a comune, whatever became of them", async () => {
    const place = { seq: 4, subject_kind: "locality", id: "l1", municipality: "015182", name: "Lucernate", stage: "proposed", aliases: [{ text: "Lucernà", kind: "historical" }] };
    const { client, asked } = answering([200, { items: [place], next: null, known_seq: 7 }]);
    expect(await listLocalities(client, "015182")).toEqual([{ seq: 4, id: "l1", label: "Lucernate", stage: "proposed", municipality: "015182", aliases: [{ text: "Lucernà", kind: "historical" }] }]);
    expect(asked[0]?.path).toMatch(/localities\?municipality=015182&states=draft/);
  });

  it("gives what is behind a number, and by what it is certified", async () => {
    const number = { seq: 9, id: "a1", thoroughfare: "s1", locator: { kind: "number", number: 12 }, label: "12", stage: "current", municipality: "015182", certification: { certified: true, level: "on-site", on_site: "2026-01-07", decided: true, anncsu: false } };
    const { client } = answering([200, { address: "a1", items: [{ stair: "A", number: "3" }], extensions: [{ ...number, id: "a2" }], next: null }], [200, number]);
    const { internals, extensions } = await listInternals(client, "a1");
    expect([internals, extensions.map(({ id }) => id)]).toEqual([[{ building: "", stair: "A", floor: "", number: "3" }], ["a2"]]);
    expect((await getNumber(client, "a1")).certification).toEqual({ decided: true, onSite: "2026-01-07", anncsu: false });
  });

  it("tells both sides of a conflict, whichever way the second is named", async () => {
    const conflict = { conflict: "same-name", subject: { thoroughfare: "s1" }, label: "Via Dante", municipality: "015182", other_municipality: "015118", other: "s2", other_label: "Via Dante" };
    const close = { ...conflict, conflict: "number-claimed-twice", subject: { address: "a1" }, other: { address: "a2" }, distance_m: 3.5 };
    const far = { conflict: "position-in-other", subject: { address: "a1" }, label: "Via Dante 1", municipality: "015182", other_municipality: "015118", outside_m: 40 };
    const { client, asked } = answering([200, { items: [conflict, close, far], next: "50" }]);
    const { conflicts, next } = await listConflicts(client, { municipality: "015182" }, 50, null);
    expect(conflicts.map(({ sides, metres }) => [sides[0].subject, sides[1].subject, metres])).toEqual([
      [{ thoroughfare: "s1" }, { thoroughfare: "s2" }, null],
      [{ address: "a1" }, { address: "a2" }, 3.5],
      [{ address: "a1" }, null, 40],
    ]);
    expect([asked[0]?.path, next]).toEqual(["/rest/toponymy/v1/conflicts?municipality=015182&limit=50", "50"]);
  });

  it("has no rules to break where the server has none", async () => {
    expect(await listViolations(answering([404, {}]).client, "015182", 10)).toBeNull();
    await expect(listViolations(answering([503, {}]).client, "015182", 10)).rejects.toThrow();
  });

  it("says what breaks a rule, and what would mend it", async () => {
    const item = { rule: "no-plate", severity: "error", explanation: "why", subject: { address: "a1" }, label: "Via Dante 1", fix: { type: "retire", address: "a1" } };
    const [violation] = (await listViolations(answering([200, { items: [item], next: null }]).client, "015182", 10)) ?? [];
    expect(violation).toMatchObject({ severity: "error", detail: null, subject: { address: "a1" }, fix: { type: "retire" } });
  });
});

describe("an act", () => {
  const nothingElse = { legalAct: null, reason: null, validFrom: null };
  const command: Command = { type: "approve", address: "a1" };

  it("says what was looked at, and leaves out what was not said", async () => {
    const { client, asked } = answering([201, { id: "act", state: "applied", seq: 9, events: [] }]);
    client.csrf = "secret";
    const outcome = await ask(client, command, "apply", nothingElse, 5);
    expect(outcome).toMatchObject({ state: "applied", seq: 9 });
    expect(asked[0]?.init.headers).toMatchObject({ "if-match": '"5"', "x-csrf-token": "secret" });
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual({ command, mode: "apply" });
  });

  it("carries the data of its provvedimento", async () => {
    const { client, asked } = answering([200, { id: "act", state: "draft", seq: null, events: [] }]);
    const legalAct = { kind: "delibera", date: "2026-01-15", protocol: "12" };
    await ask(client, command, "preview", { legalAct, reason: "why", validFrom: "2026-02-01" }, null);
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual({ command, mode: "preview", legal_act: legalAct, reason: "why", valid_from: "2026-02-01" });
    expect(asked[0]?.init.headers).not.toHaveProperty("if-match");
  });
});
