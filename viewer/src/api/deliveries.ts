import type { Client, Fetch } from "./client";
import { list, oneOf, optionalNumber, optionalText, record, text } from "./decode";

const DELIVERIES = "/rest/toponymy/v1/deliveries";
const PAGE = "20";

export const LAYOUTS = ["anncsu", "generic", "milano", "arcs"] as const;
export type Layout = (typeof LAYOUTS)[number];
export const DELIVERY_STATES = ["previewed", "published", "discarded"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
export const SEVERITIES = ["rejected", "warning", "repaired", "assumption"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How many streets or addresses differ from the register, by what about them does. */
export interface Changes {
  added: number;
  /** No longer listed: publishing retires them. */
  absent: number;
  restaged: number;
  /** Of those, retired. */
  retired: number;
  renamed: number;
  moved: number;
  /** Of those, farther than 100 m. */
  movedFar: number;
}

/** What about a delivery needs a second person: its token, and numbers that go with it. */
export interface Smell {
  token: string;
  values: Readonly<Record<string, number>>;
}

export interface Difference {
  streets: Changes;
  addresses: Changes;
  smells: Smell[];
}

/** A sentence of the report, by its key. */
export interface Entry {
  severity: Severity;
  row: number | null;
  field: string | null;
  notice: { id: string; args: Readonly<Record<string, string>> };
}

/** What was read of one of the files. */
export interface Layer {
  name: string;
  rows: number;
  rejected: number;
  entries: Entry[];
}

export interface Report {
  /** Whether the files are those that were published last. */
  unchanged: boolean;
  layers: Layer[];
  /** Null where there was nothing to compare. */
  difference: Difference | null;
  /** What publishing did; null before. */
  events: number | null;
}

/** The whole register of a comune, as somebody sent it. */
export interface Delivery {
  id: string;
  layout: string;
  state: DeliveryState;
  needsSecond: boolean;
  report: Report;
  createdAt: string;
  decidedAt: string | null;
  files: string[];
}

/** What is sent. */
export interface Sending {
  municipality: string;
  layout: Layout;
  files: readonly File[];
  /** As `EPSG:32632`; null where the files say it, or it can be guessed. */
  crs: string | null;
  encoding: string | null;
}

/** Sends files to be read and compared; nothing of the register changes. */
export function sendDelivery(client: Client, { municipality, layout, files, crs, encoding }: Sending, through: Fetch, signal: AbortSignal): Promise<Delivery> {
  const query = new URLSearchParams({ format: layout, municipality, ...(crs === null ? {} : { crs }), ...(encoding === null ? {} : { encoding }) });
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  return client.writeForm(`${DELIVERIES}?${query}`, form, decodeDelivery, through, signal);
}

/** Deliveries of a comune, the newest first; `next` leads to older ones. */
export function listDeliveries(client: Client, municipality: string, cursor: string | null, signal?: AbortSignal): Promise<{ deliveries: Delivery[]; next: string | null }> {
  const query = new URLSearchParams({ municipality, limit: PAGE, ...(cursor === null ? {} : { cursor }) });
  return client.get(`${DELIVERIES}?${query}`, (value) => ({ deliveries: list(record(value)["items"], decodeDelivery), next: optionalText(record(value)["next"]) }), signal);
}

export function getDelivery(client: Client, id: string, signal?: AbortSignal): Promise<Delivery> {
  return client.get(`${DELIVERIES}/${encodeURIComponent(id)}`, decodeDelivery, signal);
}

/** It becomes the register, or nothing does. */
export function decideDelivery(client: Client, id: string, decision: "publish" | "discard"): Promise<Delivery> {
  return client.write("POST", `${DELIVERIES}/${encodeURIComponent(id)}/decision`, { decision }, decodeDelivery);
}

export function decodeDelivery(value: unknown): Delivery {
  const delivery = record(value);
  return {
    id: text(delivery["id"]),
    layout: text(delivery["layout"]),
    state: oneOf(delivery["state"], DELIVERY_STATES, "previewed"),
    needsSecond: delivery["needs_second"] === true,
    report: decodeReport(delivery["report"]),
    createdAt: text(delivery["created_at"]),
    decidedAt: optionalText(delivery["decided_at"]),
    files: list(delivery["files"], text),
  };
}

function decodeReport(value: unknown): Report {
  const report = record(value);
  return {
    unchanged: report["outcome"] === "unchanged",
    layers: list(report["layers"] ?? [], decodeLayer),
    difference: report["difference"] ? decodeDifference(report["difference"]) : null,
    events: report["register"] ? optionalNumber(record(report["register"])["events"]) : null,
  };
}

function decodeLayer(value: unknown): Layer {
  const layer = record(value);
  return { name: text(layer["name"]), rows: count(layer["rows"]), rejected: count(layer["rejected"]), entries: list(layer["entries"] ?? [], decodeEntry) };
}

function decodeEntry(value: unknown): Entry {
  const entry = record(value);
  const notice = record(entry["notice"]);
  const args = Object.fromEntries(Object.entries(record(notice["args"] ?? {})).map(([name, words]) => [name, text(words)]));
  return { severity: oneOf(entry["severity"], SEVERITIES, "warning"), row: optionalNumber(entry["row"]), field: optionalText(entry["field"]), notice: { id: text(notice["id"]), args } };
}

function decodeDifference(value: unknown): Difference {
  const { thoroughfares, addresses, smells } = record(value);
  return { streets: decodeChanges(thoroughfares), addresses: decodeChanges(addresses), smells: list(smells ?? [], decodeSmell) };
}

function decodeChanges(value: unknown): Changes {
  const { added, absent, restaged, retired, renamed, moved, moved_far: movedFar } = record(value);
  return { added: count(added), absent: count(absent), restaged: count(restaged), retired: count(retired), renamed: count(renamed), moved: count(moved), movedFar: count(movedFar) };
}

function decodeSmell(value: unknown): Smell {
  const { smell, ...more } = record(value);
  return { token: text(smell), values: Object.fromEntries(Object.entries(more).map(([name, number]) => [name, count(number)])) };
}

function count(value: unknown): number {
  return optionalNumber(value) ?? 0;
}
