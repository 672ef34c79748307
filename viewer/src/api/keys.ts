import { noAnswer, type Client } from "./client";
import { list, optionalText, record, text } from "./decode";

/** The faces of the server that a key may be limited to. */
export const ROUTES = ["catalog", "ogc", "tiles", "geocoder", "records", "identity", "audit"] as const;
export type Route = (typeof ROUTES)[number];

/** The key of a service that acts for an ente, without its secret. */
export interface ApiKey {
  id: string;
  label: string;
  purpose: string;
  roles: string[];
  routes: string[];
  createdBy: string | null;
  createdAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

export interface NewKey {
  label: string;
  purpose: string;
  roles: string[];
  routes: string[];
  expiresAt: string;
}

const KEYS = "/rest/identity/v1/keys";

export function listKeys(client: Client): Promise<ApiKey[]> {
  return client.get(KEYS, (value) => list(record(value)["items"], decodeKey));
}

/** The answer is the key itself: the server tells it this once and keeps only its digest. */
export function createKey(client: Client, { expiresAt, ...key }: NewKey): Promise<string> {
  return client.write("POST", KEYS, { ...key, expires_at: expiresAt }, (value) => text(record(value)["key"]));
}

export function revokeKey(client: Client, id: string): Promise<void> {
  return client.write("DELETE", `${KEYS}/${encodeURIComponent(id)}`, null, noAnswer);
}

function decodeKey(value: unknown): ApiKey {
  const item = record(value);
  return {
    id: text(item["id"]),
    label: text(item["label"]),
    purpose: optionalText(item["purpose"]) ?? "",
    roles: list(item["roles"] ?? [], text),
    routes: list(item["routes"] ?? [], text),
    createdBy: optionalText(item["created_by"]),
    createdAt: optionalText(item["created_at"]),
    expiresAt: optionalText(item["expires_at"]),
    revokedAt: optionalText(item["revoked_at"]),
    lastUsedAt: optionalText(item["last_used_at"]),
  };
}
