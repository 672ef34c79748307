import { noAnswer, type Client } from "./client";
import { list, optionalText, record, text, type Properties } from "./decode";

/** What somebody may do for an ente, the least first. */
export const ROLES = ["reader", "editor", "approver", "publisher", "records-writer", "records-officer", "administrator"] as const;
export type Role = (typeof ROLES)[number];

/** What one ente may let another do: administering stays at home. */
export const DELEGABLE = ROLES.filter((role) => role !== "administrator");

/** A public body of the portal, as far as a name and a code go. */
export interface Ente {
  code: string;
  name: string;
}

/** The ente acted for. */
export interface Acting extends Ente {
  /** What kind of body it is, as the server names it; null when it does not say. */
  kind: string | null;
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
  acting: Acting | null;
  /** All enti that this person may act for. */
  enti: Ente[];
  /** What this person may do now, delegations included. */
  grants: Grant[];
  /** Rights that the roles give but this sign-in was not strong enough for. */
  withheld: string[];
  /** The level (acr) that the identity provider can be asked for, by function; empty where there is no such provider. */
  levels: Readonly<Record<string, string>>;
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

/** Who is signed in by now; the client's writes stay those of the person that the page was made for. */
export async function findPerson(client: Client): Promise<Person | null> {
  return (await client.get(ME, decodeMe)).me.person;
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
  const oidc = providers["oidc"] === true;
  const person = me["signed_in"] === true ? decodePerson(me, oidc) : null;
  return {
    me: { providers: { oidc, local: providers["local"] === true }, person },
    csrf: person ? optionalText(me["csrf"]) : null,
  };
}

function decodePerson(me: Properties, oidc: boolean): Person {
  const account = text(me["account"]);
  return {
    name: optionalText(me["name"]) ?? account,
    account,
    acting: me["acting"] ? decodeActing(me["acting"]) : null,
    enti: list(me["enti"] ?? [], decodeEnte),
    grants: list(me["grants"] ?? [], decodeGrant),
    withheld: list(me["withheld"] ?? [], text),
    levels: oidc ? decodeLevels(me["levels"] ?? {}) : {},
    expiresAt: optionalText(me["expires_at"]),
  };
}

function decodeActing(value: unknown): Acting {
  return { ...decodeEnte(value), kind: optionalText(record(value)["kind"]) };
}

function decodeLevels(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value)).map(([name, level]) => [name, text(level)]));
}

function decodeGrant(value: unknown): Grant {
  const grant = record(value);
  return { ente: text(grant["ente"]), roles: list(grant["roles"] ?? [], text) };
}
