import { beforeEach, describe, expect, it } from "vitest";
import { Client } from "../api/client";
import { Session } from "./session";

const RHO = { code: "015182", name: "Rho", kind: "comune" };
const MILANO = { code: "015146", name: "Milano", kind: "comune" };

describe("session", () => {
  let acting: string | null;
  let down: boolean;
  let changes: number;
  let session: Session;

  beforeEach(() => {
    acting = null;
    down = false;
    changes = 0;
    const client = new Client(async (path, init) => {
      if (down) throw new TypeError("down");
      if (path === "/sign-in/local") acting = RHO.code;
      if (path.endsWith("/acting")) acting = (JSON.parse(String(init.body)) as { ente: string }).ente;
      if (path === "/sign-out") return new Response(JSON.stringify({ location: "/" }));
      if (!path.endsWith("/me")) return new Response(null, { status: 204 });
      const providers = { oidc: false, local: true };
      const person = { account: "anna@example.org", name: "Anna", csrf: "proof", acting: [RHO, MILANO].find(({ code }) => code === acting), enti: [RHO, MILANO], grants: [] };
      return new Response(JSON.stringify(acting === null ? { signed_in: false, providers } : { signed_in: true, providers, ...person }));
    });
    session = new Session(client, () => (changes += 1));
  });

  it("knows nobody until the server has said who it is", async () => {
    expect(session).toMatchObject({ status: "loading", me: null });
    await session.load();
    expect(session).toMatchObject({ status: "ready", me: { person: null } });
    expect(changes).toBe(1);
  });

  it("acts for another ente and asks anew what that allows", async () => {
    await session.signIn("anna@example.org", "secret");
    await session.load();
    expect(session.me?.person?.acting).toEqual(RHO);
    await session.actFor(MILANO.code);
    expect(session.me?.person?.acting).toEqual(MILANO);
  });

  it("keeps what it knows while the server does not answer", async () => {
    acting = RHO.code;
    await session.load();
    down = true;
    await session.load();
    expect(session).toMatchObject({ status: "ready", me: { person: { name: "Anna" } } });
  });

  it("tells when it never got an answer, and gets over it", async () => {
    down = true;
    await session.load();
    expect(session.status).toBe("failed");
    down = false;
    await session.load();
    expect(session.status).toBe("ready");
  });

  it("ends where the server says", async () => {
    expect(await session.signOut()).toBe("/");
  });
});
