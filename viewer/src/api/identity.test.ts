import { describe, expect, it } from "vitest";
import { auditCsvPath, listAudit } from "./audit";
import { Client } from "./client";
import { actFor, findPerson, getMe, signInLocally, signOut } from "./identity";
import { createKey, listKeys } from "./keys";
import { grantRole, listDelegations, listRoles, removeRole } from "./roles";

const RHO = { code: "015182", slug: "rho", name: "Rho", kind: "comune" };
const ANNA = {
  signed_in: true,
  providers: { oidc: true, local: false },
  name: "Anna",
  account: "anna@example.org",
  csrf: "proof",
  acting: RHO,
  enti: [{ ...RHO, roles: ["editor"] }],
  grants: [{ ente: "015182", roles: ["editor"] }],
  expires_at: "2026-11-22T15:00:00Z",
};

interface Asked {
  method: string;
  path: string;
  body: unknown;
  csrf: string | null;
}

/** A client whose server gives one answer to everything; `null` is an answer without a body. */
function clientWith(answer: unknown, status = 200): { client: Client; asked: Asked[] } {
  const asked: Asked[] = [];
  const client = new Client(async (path, init) => {
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : null;
    asked.push({ method: init.method ?? "GET", path, body, csrf: new Headers(init.headers).get("x-csrf-token") });
    return answer === null ? new Response(null, { status: 204 }) : new Response(JSON.stringify(answer), { status });
  });
  return { client, asked };
}

describe("me", () => {
  it("is somebody, for an ente, with rights, and gives writes their proof", async () => {
    const { client } = clientWith(ANNA);
    const { person, providers } = await getMe(client);
    expect(person).toMatchObject({ name: "Anna", acting: { code: "015182", name: "Rho", kind: "comune" }, levels: {}, grants: [{ ente: "015182", roles: ["editor"] }] });
    expect(providers).toEqual({ oidc: true, local: false });
    expect(client.csrf).toBe("proof");
  });

  it("is nobody after a sign-out elsewhere, and the proof is forgotten", async () => {
    const { client } = clientWith({ signed_in: false, providers: { oidc: false, local: true } });
    client.csrf = "proof";
    expect(await getMe(client)).toEqual({ person: null, providers: { oidc: false, local: true } });
    expect(client.csrf).toBeNull();
  });

  it("may act for nobody yet", async () => {
    const { client } = clientWith({ ...ANNA, name: "", acting: null, enti: [], grants: [] });
    expect((await getMe(client)).person).toMatchObject({ name: "anna@example.org", acting: null, enti: [] });
  });

  it("can sign in more strongly where there is a provider to ask", async () => {
    const levels = { administer: "L2" };
    expect((await findPerson(clientWith({ ...ANNA, levels }).client))?.levels).toEqual(levels);
    expect((await findPerson(clientWith({ ...ANNA, levels, providers: { oidc: false, local: true } }).client))?.levels).toEqual({});
  });

  it("is asked for without giving another person's proof to the page", async () => {
    const { client } = clientWith(ANNA);
    await findPerson(client);
    expect(client.csrf).toBeNull();
  });

  it("acts for another ente", async () => {
    const { client, asked } = clientWith(null);
    await actFor(client, "015146");
    expect(asked).toEqual([{ method: "PUT", path: "/rest/identity/v1/me/acting", body: { ente: "015146" }, csrf: null }]);
  });

  it("signs in with account and password in a body, and out to where the server says", async () => {
    const { client, asked } = clientWith(null);
    await signInLocally(client, "anna@example.org", " secret ");
    expect(asked[0]).toMatchObject({ method: "POST", path: "/sign-in/local", body: { account: "anna@example.org", password: " secret " } });
    expect(await signOut(clientWith({ location: "/" }).client)).toBe("/");
  });
});

describe("roles and delegations", () => {
  it("are read with who gave them", async () => {
    const item = { id: 7, ente: "015182", account: "bruno@example.org", name: "", role: "editor", source: "claim", granted_by: null, granted_at: null };
    const [role] = await listRoles(clientWith({ items: [item], next: null }).client);
    expect(role).toMatchObject({ id: "7", name: "bruno@example.org", source: "claim", grantedBy: null });
    const delegation = { id: 8, ente: "015182", delegate: { code: "cm-milano", name: "Città metropolitana" }, role: "editor", granted_by: "anna@example.org", granted_at: "2026-11-22T15:00:00Z" };
    const [delegated] = await listDelegations(clientWith({ items: [delegation], next: null }).client);
    expect(delegated).toMatchObject({ id: "8", delegate: { code: "cm-milano", name: "Città metropolitana" } });
  });

  it("are given for an ente that is named or for the one acted for, and the account is told as it was taken", async () => {
    const { client, asked } = clientWith({ ente: "015146", account: "bruno@example.org", issuer: "local", role: "administrator" }, 201);
    expect(await grantRole(client, { account: "Bruno@example.org", role: "administrator", ente: "015146" })).toBe("bruno@example.org");
    expect(asked[0]?.body).toEqual({ account: "Bruno@example.org", role: "administrator", ente: "015146" });
  });

  it("are taken away by their id", async () => {
    const { client, asked } = clientWith(null);
    await removeRole(client, "a/b");
    expect(asked[0]).toMatchObject({ method: "DELETE", path: "/rest/identity/v1/roles/a%2Fb" });
  });
});

describe("keys", () => {
  it("are made with a date and give their secret once", async () => {
    const { client, asked } = clientWith({ id: 1, key: "civico_secret" }, 201);
    const secret = await createKey(client, { label: "SUE", purpose: "pratiche", roles: ["reader"], routes: ["geocoder"], expiresAt: "2027-01-01T00:00:00Z" });
    expect(secret).toBe("civico_secret");
    expect(asked[0]?.body).toEqual({ label: "SUE", purpose: "pratiche", roles: ["reader"], routes: ["geocoder"], expires_at: "2027-01-01T00:00:00Z" });
  });

  it("are listed without it", async () => {
    const item = { id: 1, label: "SUE", roles: ["reader"], routes: ["geocoder"], created_at: "2026-11-22T15:00:00Z", expires_at: "2027-01-01T00:00:00Z", revoked_at: null, last_used_at: null };
    expect(await listKeys(clientWith({ items: [item], next: null }).client)).toMatchObject([{ id: "1", purpose: "", revokedAt: null, lastUsedAt: null }]);
  });
});

describe("audit", () => {
  it("is read page after page, of one operation or of all", async () => {
    const entry = { id: 9, at: "2026-11-22T15:00:00Z", actor: "anna@example.org", ente: "015182", operation: "identity.grant_role", rows: 1, purpose: null, acting_for: "015182" };
    const { client, asked } = clientWith({ items: [entry], next: 9 });
    expect(await listAudit(client, "", null)).toMatchObject({ next: "9", items: [{ id: "9", actorName: null, rows: 1, purpose: null }] });
    await listAudit(client, "identity.grant_role", "9");
    expect(asked.map(({ path }) => path)).toEqual([
      "/rest/audit/v1/entries?limit=50",
      "/rest/audit/v1/entries?limit=50&operation=identity.grant_role&after=9",
    ]);
    expect(auditCsvPath("")).toBe("/rest/audit/v1/entries?f=csv");
    expect(auditCsvPath("a b")).toBe("/rest/audit/v1/entries?f=csv&operation=a+b");
  });
});
