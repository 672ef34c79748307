// @vitest-environment node
import { describe, expect, it } from "vitest";
import { RESULT_COLUMNS } from "../state/batch-outcome";
import { geocodeSlice, type SliceResult } from "./batch";
import { Client } from "./client";

const HEADER = ["row", "q", ...RESULT_COLUMNS].join(",");
const row = (at: number, label: string): string => [at, "x", 45.5, 9.1, label, 1.0, "", "house-number", ...RESULT_COLUMNS.slice(6).map(() => "")].join(",");
const SLICE = { fields: ["q"] as const, questions: [["Via Dante 1, Rho"], ['Via "Po" 2']] };

function server(body: string, status = 200): { client: Client; asked: { url: string; init: RequestInit }[] } {
  const asked: { url: string; init: RequestInit }[] = [];
  const client = new Client((url, init) => {
    asked.push({ url, init });
    return Promise.resolve(new Response(body, { status, headers: status === 200 ? {} : { "retry-after": "7" } }));
  });
  return { client, asked };
}
async function ask(client: Client): Promise<SliceResult[]> {
  const got: SliceResult[] = [];
  await geocodeSlice(client, SLICE, new AbortController().signal, (results) => got.push(...results));
  return got;
}

describe("a slice of a file", () => {
  it("is sent as a body under names of ours: nothing of the file is in the address", async () => {
    const { client, asked } = server(`${HEADER}\n${row(0, "a")}\n${row(1, "b")}\n`);
    await ask(client);
    expect(asked[0]?.url).toBe("/rest/geocoder/v1/batch?delimiter=%2C&encoding=utf-8&columns=q");
    expect(asked[0]?.init.body).toBe('row,q\n0,"Via Dante 1, Rho"\n1,"Via ""Po"" 2"\n');
    expect([asked[0]?.init.method, asked[0]?.init.credentials]).toEqual(["POST", "omit"]);
  });

  it("names the fields of an address by themselves", async () => {
    const { client, asked } = server(`row,street,number,${RESULT_COLUMNS.join(",")}\n0,Via Dante,1${",".repeat(RESULT_COLUMNS.length)}\n`);
    await geocodeSlice(client, { fields: ["street", "number"], questions: [["Via Dante", "1"]] }, new AbortController().signal, () => undefined);
    expect(asked[0]?.url).toContain("street=street&number=number");
  });

  it("finds the row of each answer by its number, in whatever order they come", async () => {
    const got = await ask(server(`${HEADER}\r\n${row(1, "due")}\r\n${row(0, "uno")}\r\n`).client);
    expect(got.map(({ at, cells }) => [at, cells.result_label, cells.latitude])).toEqual([[1, "due", "45.5"], [0, "uno", "45.5"]]);
  });

  it("is not taken for answered where the answer was cut off", async () => {
    await expect(ask(server(`${HEADER}\n${row(0, "uno")}\n`).client)).rejects.toMatchObject({ kind: "unreachable" });
  });

  it("tells when the server takes requests again", async () => {
    await expect(ask(server("{}", 429).client)).rejects.toMatchObject({ status: 429, retryAfterS: 7 });
  });
});
