import type { Client } from "./client";
import { list, optionalNumber, optionalText, record, text } from "./decode";

/** One line of the audit: who did what, when, for whom. */
export interface AuditEntry {
  id: string;
  at: string;
  actor: string;
  /** Null for what is no person or program of the ente. */
  actorName: string | null;
  operation: string;
  rows: number | null;
  purpose: string | null;
  actingFor: string | null;
}

export interface AuditPage {
  items: AuditEntry[];
  /** Where the next page begins, as the server names it; null on the last. */
  next: string | null;
}

const ENTRIES = "/rest/audit/v1/entries";
const PAGE_SIZE = 50;

/** One page, the newest first; an empty operation means all. */
export function listAudit(client: Client, operation: string, after: string | null): Promise<AuditPage> {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  if (operation !== "") query.set("operation", operation);
  if (after !== null) query.set("after", after);
  return client.get(`${ENTRIES}?${query}`, decodePage);
}

/** Where everything is to be had as a table. */
export function auditCsvPath(operation: string): string {
  return `${ENTRIES}?${new URLSearchParams(operation === "" ? { f: "csv" } : { f: "csv", operation })}`;
}

function decodePage(value: unknown): AuditPage {
  const page = record(value);
  const next = page["next"];
  return { items: list(page["items"], decodeEntry), next: next === null || next === undefined ? null : text(next) };
}

function decodeEntry(value: unknown): AuditEntry {
  const item = record(value);
  return {
    id: text(item["id"]),
    at: text(item["at"]),
    actor: optionalText(item["actor"]) ?? "",
    actorName: optionalText(item["actor_name"]),
    operation: text(item["operation"]),
    rows: optionalNumber(item["rows"]),
    purpose: optionalText(item["purpose"]),
    actingFor: optionalText(item["acting_for"]),
  };
}
