import { noAnswer, type Client } from "./client";
import { list, optionalText, record, text } from "./decode";

/** What somebody may do for an ente, the least first. */
export const ROLES = ["reader", "editor", "approver", "publisher", "records-officer", "administrator"] as const;
export type Role = (typeof ROLES)[number];

/** What one ente may let another do: administering stays at home. */
export const DELEGABLE = ROLES.filter((role) => role !== "administrator");

/** A public body of the portal, as far as a name and a code go. */
export interface Ente {
  code: string;
  name: string;
}

export interface Grant {
  ente: string;
  roles: string[];
}

/** How this portal lets people in. */
export interface Providers {
  oidc: boolean;
  local: boolean;
}

/** Somebody who is signed in. */
export interface Person {
  name: string;
  account: string;
  /** The ente that this person acts for now; null for somebody who may act for none. */
  acting: Ente | null;
  /** All enti that this person may act for. */
  enti: Ente[];
  /** What this person may do now, delegations included. */
  grants: Grant[];
  /** Rights that the roles give but this sign-in was not strong enough for. */
  withheld: string[];
  expiresAt: string | null;
}

export interface Me {
  providers: Providers;
  person: Person | null;
}

const ME = "/rest/identity/v1/me";

/** Who is signed in; from then on the client's writes carry what proves that they come from our pages. */
export async function getMe(client: Client): Promise<Me> {
  const { me, csrf } = await client.get(ME, decodeMe);
  client.csrf = csrf;
  return me;
}

export function actFor(client: Client, ente: string): Promise<void> {
  return client.write("PUT", `${ME}/acting`, { ente }, noAnswer);
}

export function signInLocally(client: Client, account: string, password: string): Promise<void> {
  return client.write("POST", "/sign-in/local", { account, password }, noAnswer);
}

/** Ends the session; the answer is where the page goes next, often the provider's own sign-out. */
export function signOut(client: Client): Promise<string> {
  return client.write("POST", "/sign-out", null, (value) => text(record(value)["location"]));
}

export function listEnti(client: Client): Promise<Ente[]> {
  return client.get("/rest/identity/v1/enti", (value) => list(record(value)["items"], decodeEnte));
}

export function decodeEnte(value: unknown): Ente {
  const ente = record(value);
  const code = text(ente["code"]);
  return { code, name: optionalText(ente["name"]) ?? code };
}

function decodeMe(value: unknown): { me: Me; csrf: string | null } {
  const me = record(value);
  const providers = record(me["providers"] ?? {});
  const person = me["signed_in"] === true ? decodePerson(me) : null;
  return {
    me: { providers: { oidc: providers["oidc"] === true, local: providers["local"] === true }, person },
    csrf: person ? optionalText(me["csrf"]) : null,
  };
}

function decodePerson(me: ReturnType<typeof record>): Person {
  const account = text(me["account"]);
  return {
    name: optionalText(me["name"]) ?? account,
    account,
    acting: me["acting"] ? decodeEnte(me["acting"]) : null,
    enti: list(me["enti"] ?? [], decodeEnte),
    grants: list(me["grants"] ?? [], decodeGrant),
    withheld: list(me["withheld"] ?? [], text),
    expiresAt: optionalText(me["expires_at"]),
  };
}

function decodeGrant(value: unknown): Grant {
  const grant = record(value);
  return { ente: text(grant["ente"]), roles: list(grant["roles"] ?? [], text) };
}
