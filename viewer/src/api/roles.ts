import { noAnswer, type Client } from "./client";
import { list, oneOf, optionalText, record, text } from "./decode";
import { decodeEnte, type Ente } from "./identity";

/** A role that somebody holds for an ente. */
export interface RoleHeld {
  id: string;
  account: string;
  name: string;
  role: string;
  /** Given here by somebody, or by a group that the identity provider tells of: only the former can be taken away here. */
  source: "manual" | "claim";
  grantedBy: string | null;
  grantedAt: string | null;
}

/** What another ente may do with the data of ours. */
export interface Delegation {
  id: string;
  delegate: Ente;
  role: string;
  grantedBy: string | null;
  grantedAt: string | null;
}

const ROLES = "/rest/identity/v1/roles";
const DELEGATIONS = "/rest/identity/v1/delegations";

export function listRoles(client: Client): Promise<RoleHeld[]> {
  return client.get(ROLES, (value) => list(record(value)["items"], decodeRole));
}

/** A role to be given: for the ente acted for, or for the one that is named. */
export interface NewRole {
  account: string;
  role: string;
  ente?: string;
}

/** The answer is the account as the server took it. */
export function grantRole(client: Client, role: NewRole): Promise<string> {
  return client.write("POST", ROLES, role, (value) => text(record(value)["account"]));
}

export function removeRole(client: Client, id: string): Promise<void> {
  return client.write("DELETE", `${ROLES}/${encodeURIComponent(id)}`, null, noAnswer);
}

export function listDelegations(client: Client): Promise<Delegation[]> {
  return client.get(DELEGATIONS, (value) => list(record(value)["items"], decodeDelegation));
}

export function addDelegation(client: Client, delegate: string, role: string): Promise<void> {
  return client.write("POST", DELEGATIONS, { delegate, role }, noAnswer);
}

export function removeDelegation(client: Client, id: string): Promise<void> {
  return client.write("DELETE", `${DELEGATIONS}/${encodeURIComponent(id)}`, null, noAnswer);
}

function decodeRole(value: unknown): RoleHeld {
  const item = record(value);
  const account = text(item["account"]);
  return {
    id: text(item["id"]),
    account,
    name: optionalText(item["name"]) ?? account,
    role: text(item["role"]),
    source: oneOf(item["source"], ["manual", "claim"] as const, "manual"),
    grantedBy: optionalText(item["granted_by"]),
    grantedAt: optionalText(item["granted_at"]),
  };
}

function decodeDelegation(value: unknown): Delegation {
  const item = record(value);
  return {
    id: text(item["id"]),
    delegate: decodeEnte(item["delegate"]),
    role: text(item["role"]),
    grantedBy: optionalText(item["granted_by"]),
    grantedAt: optionalText(item["granted_at"]),
  };
}
