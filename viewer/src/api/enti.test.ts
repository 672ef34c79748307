import { expect, it } from "vitest";
import { Client } from "./client";
import { listEnteRecords, putEnte } from "./enti";

const RHO = { code: "015182", slug: "rho", name: "Rho", kind: "comune", cadastral_code: "H264", ipa_code: null, zone: "zona-nord-ovest", valid_from: null, valid_to: null, successor: null };
const RECORD = { code: "015182", slug: "rho", name: "Rho", kind: "comune", cadastralCode: "H264", ipaCode: null, zone: "zona-nord-ovest", validFrom: null, validTo: null, successor: null } as const;

it("the list of enti says all of each, and takes an unknown kind for another body", async () => {
  const client = new Client(async () => new Response(JSON.stringify({ items: [RHO, { code: "x", kind: "parco" }] })));
  const [rho, other] = await listEnteRecords(client);
  expect(rho).toEqual(RECORD);
  expect(other).toMatchObject({ code: "x", name: "x", kind: "other", zone: null });
});

it("an ente is put whole: what was emptied is sent as nothing, and a new one leaves its slug to the server", async () => {
  const sent: { path: string; method: string | undefined; body: unknown }[] = [];
  const client = new Client(async (path, { method, body }) => {
    sent.push({ path, method, body: JSON.parse(String(body)) });
    return new Response(null, { status: 204 });
  });
  await putEnte(client, RECORD);
  await putEnte(client, { ...RECORD, slug: null, zone: null });
  const { code, slug, ...rest } = RHO;
  expect(sent).toEqual([
    { path: `/rest/identity/v1/enti/${code}`, method: "PUT", body: { ...rest, slug } },
    { path: `/rest/identity/v1/enti/${code}`, method: "PUT", body: { ...rest, zone: null } },
  ]);
});
