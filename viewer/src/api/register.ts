import type { Locator } from "../state/locator";
import { decodeArc, type Arc } from "./arcs";
import { ApiError, type Client } from "./client";
import { list, oneOf, optionalNumber, optionalText, record, text, type Properties } from "./decode";
import { decodePoint, type LonLat } from "./geocoder";

export const FACE = "/rest/toponymy/v1";
const NOT_FOUND = 404;
/** What the server gives in a page at most. */
const PAGE = 1000;
/** Things of a comune at most, for the list to stay one: Milan has 4,400 streets. */
const THINGS_MAX = 20_000;

export const STAGES = ["draft", "proposed", "current", "retired", "rejected"] as const;
export type Stage = (typeof STAGES)[number];

/** A street, a number or a named place, as commands, violations and conflicts name it. */
export type SubjectRef = { thoroughfare: string } | { address: string } | { locality: string };

/** Another name of a street or of a named place, and why it has it. */
export interface Alias {
  text: string;
  kind: string;
}

export interface Street {
  seq: number;
  id: string;
  kind: string;
  name: string;
  /** Kind and name together. */
  label: string;
  stage: Stage;
  localCode: string | null;
  municipality: string;
  aliases: Alias[];
  /** The named place that it belongs to. */
  locality: string | null;
  /** Streets of other comuni that its comune declares to be one with it. */
  twins: string[];
  /** Its stretches with the numbers on their sides, where they are known. */
  arcs: Arc[];
}

export interface Position {
  point: LonLat;
  specification: string;
}

export interface HouseNumber {
  seq: number;
  id: string;
  street: string;
  locator: Locator;
  label: string;
  stage: Stage;
  municipality: string;
  details: AddressDetails;
  position: Position | null;
  /** Who stands for it; null where the server does not say. */
  certification: Certification | null;
}

/** By what a number is certified: the comune decided about it, saw it on site, ANNCSU has it as the register does. */
export interface Certification {
  decided: boolean;
  onSite: string | null;
  anncsu: boolean;
}

/** What is known of a number beside what tells it from others. */
export interface AddressDetails {
  postcode: string | null;
  censusSection: string | null;
  block: string | null;
  parcels: string[];
  /** The number of which it is an extension. */
  mainAddress: string | null;
}

/** Something that happened to a street or a number. */
export interface RegisterEvent {
  seq: number | null;
  type: string;
  time: string | null;
  subject: string;
  subjectKind: string;
  act: string | null;
  validFrom: string | null;
  reason: string | null;
  before: Properties | null;
  after: Properties;
}

/** All streets of a comune, by name: few enough to be looked through here, so that what is typed stays here. */
export async function listStreets(client: Client, municipality: string, signal?: AbortSignal): Promise<{ streets: Street[]; seq: number }> {
  const { items, seq } = await listThings(client, "thoroughfares", municipality, decodeStreet, signal);
  return { streets: items, seq };
}

/** All things of a comune in all stages, page by page, and the number of the register's last event then. */
export async function listThings<T>(client: Client, noun: string, municipality: string, decode: (item: unknown) => T, signal?: AbortSignal): Promise<{ items: T[]; seq: number }> {
  const items: T[] = [];
  let cursor: string | null = "";
  let seq = 0;
  while (cursor !== null && items.length < THINGS_MAX) {
    const query: URLSearchParams = new URLSearchParams({ municipality, states: STAGES.join(","), limit: String(PAGE), ...(cursor === "" ? {} : { cursor }) });
    const page: Page = await client.get(`${FACE}/${noun}?${query}`, decodePage, signal);
    items.push(...page.items.map(decode));
    cursor = page.next;
    seq = Math.max(seq, page.seq);
  }
  return { items, seq };
}

export function getStreet(client: Client, id: string, signal?: AbortSignal): Promise<Street> {
  return client.get(`${FACE}/thoroughfares/${encodeURIComponent(id)}`, decodeStreet, signal);
}

/** Numbers of a street in all stages. */
export async function listNumbers(client: Client, street: string, signal?: AbortSignal): Promise<HouseNumber[]> {
  const path = `${FACE}/thoroughfares/${encodeURIComponent(street)}/addresses?states=${STAGES.join(",")}`;
  return (await client.get(path, decodePage, signal)).items.map(decodeNumber);
}

export function getNumber(client: Client, id: string, signal?: AbortSignal): Promise<HouseNumber> {
  return client.get(`${FACE}/addresses/${encodeURIComponent(id)}`, decodeNumber, signal);
}

/** What happened to a thing, the first first. */
export function getHistory(client: Client, id: string, signal?: AbortSignal): Promise<RegisterEvent[]> {
  return client.get(`${FACE}/history/${encodeURIComponent(id)}`, (value) => list(record(value)["items"], decodeEvent), signal);
}

export interface Proposal {
  id: string;
  number: string;
  street: string;
  streetId: string;
  /** Null for a number without a place. */
  point: LonLat | null;
}

/** Numbers that are proposed in a comune, at most a page, and how many there are in all. */
export function listProposals(client: Client, municipality: string, signal?: AbortSignal): Promise<{ proposals: Proposal[]; count: number }> {
  const query = new URLSearchParams({ istat_code: municipality, state: "proposed", f: "json", limit: String(PAGE) });
  return client.get(`/ogc/collections/addresses/items?${query}`, decodeProposals, signal);
}

/** Waits until something happens in a comune after a number of the register; the last number that is known then. */
export function waitForChanges(client: Client, municipality: string, after: number, waitS: number, signal: AbortSignal): Promise<{ events: RegisterEvent[]; seq: number }> {
  const query = new URLSearchParams({ municipality, after: String(after), wait_s: String(waitS) });
  return client.get(`${FACE}/changes?${query}`, (value) => {
    const page = record(value);
    return { events: list(page["items"], decodeEvent), seq: optionalNumber(page["seq"]) ?? after };
  }, signal);
}

export interface Violation {
  rule: string;
  severity: "error" | "warning" | "info";
  explanation: string;
  detail: string | null;
  label: string;
  subject: SubjectRef | null;
  /** The command that would mend it, as the server offers it. */
  fix: Properties | null;
}

/** What breaks the rules of the register; null where the server has no such rules. */
export async function listViolations(client: Client, municipality: string, limit: number, signal?: AbortSignal): Promise<Violation[] | null> {
  const query = new URLSearchParams({ municipality, limit: String(limit) });
  try {
    return await client.get(`${FACE}/violations?${query}`, (value) => list(record(value)["items"], decodeViolation), signal);
  } catch (error) {
    if (error instanceof ApiError && error.status === NOT_FOUND) return null;
    throw error;
  }
}

export function decodeEvent(value: unknown): RegisterEvent {
  const event = record(value);
  return {
    seq: optionalNumber(event["seq"]),
    type: text(event["type"]),
    time: optionalText(event["time"]),
    subject: text(event["subject"]),
    subjectKind: text(event["subject_kind"]),
    act: optionalText(event["act"]),
    validFrom: optionalText(event["valid_from"]),
    reason: optionalText(event["reason"]),
    before: event["before"] === null || event["before"] === undefined ? null : record(event["before"]),
    after: record(event["after"]),
  };
}

interface Page {
  items: unknown[];
  next: string | null;
  seq: number;
}

function decodePage(value: unknown): Page {
  const page = record(value);
  return { items: list(page["items"], (item) => item), next: optionalText(page["next"]), seq: optionalNumber(page["known_seq"]) ?? 0 };
}

function decodeStreet(value: unknown): Street {
  const street = record(value);
  const [kind, name] = [optionalText(street["kind"]) ?? "", text(street["name"])];
  return {
    seq: Number(street["seq"]),
    id: text(street["id"]),
    kind,
    name,
    label: `${kind} ${name}`.trim(),
    stage: oneOf(street["stage"], STAGES, "current"),
    localCode: optionalText(street["local_code"]),
    municipality: text(street["municipality"]),
    aliases: list(street["aliases"] ?? [], decodeAlias),
    locality: optionalText(street["locality"]),
    twins: list(street["twins"] ?? [], text),
    arcs: list(street["arcs"] ?? [], decodeArc),
  };
}

export function decodeAlias(value: unknown): Alias {
  const alias = record(value);
  return { text: text(alias["text"]), kind: text(alias["kind"]) };
}

export function decodeNumber(value: unknown): HouseNumber {
  const number = record(value);
  return {
    seq: Number(number["seq"]),
    id: text(number["id"]),
    street: text(number["thoroughfare"]),
    locator: record(number["locator"]) as unknown as Locator,
    label: text(number["label"]),
    stage: oneOf(number["stage"], STAGES, "current"),
    municipality: text(number["municipality"]),
    details: {
      postcode: optionalText(number["postcode"]),
      censusSection: optionalText(number["census_section"]),
      block: optionalText(number["block"]),
      parcels: list(number["parcels"] ?? [], text),
      mainAddress: optionalText(number["main_address"]),
    },
    position: list(number["positions"] ?? [], decodePosition)[0] ?? null,
    certification: number["certification"] === undefined ? null : decodeCertification(number["certification"]),
  };
}

function decodeCertification(value: unknown): Certification {
  const certification = record(value);
  return { decided: certification["decided"] === true, onSite: optionalText(certification["on_site"]), anncsu: certification["anncsu"] === true };
}

function decodePosition(value: unknown): Position {
  const position = record(value);
  const [lon, lat] = [optionalNumber(position["lon"]), optionalNumber(position["lat"])];
  if (lon === null || lat === null) throw new TypeError("not a position");
  return { point: [lon, lat], specification: text(position["specification"]) };
}

function decodeProposals(value: unknown): { proposals: Proposal[]; count: number } {
  const page = record(value);
  const proposals = list(page["features"], (item) => {
    const [feature, properties] = [record(item), record(record(item)["properties"])];
    const named = { number: text(properties["number"]), street: text(properties["street"]), streetId: text(properties["street_id"]) };
    return { id: text(feature["id"]), ...named, point: decodePoint(feature["geometry"]) };
  });
  return { proposals, count: optionalNumber(page["numberMatched"]) ?? proposals.length };
}

function decodeViolation(value: unknown): Violation {
  const violation = record(value);
  const subject = violation["subject"] === undefined || violation["subject"] === null ? null : record(violation["subject"]);
  return {
    rule: text(violation["rule"]),
    severity: oneOf(violation["severity"], ["error", "warning", "info"] as const, "warning"),
    explanation: optionalText(violation["explanation"]) ?? "",
    detail: optionalText(violation["detail"]),
    label: optionalText(violation["label"]) ?? "",
    subject: subject === null ? null : decodeSubject(subject),
    fix: violation["fix"] === undefined || violation["fix"] === null ? null : record(violation["fix"]),
  };
}

export function decodeSubject(subject: Properties): SubjectRef | null {
  const [thoroughfare, address, locality] = [optionalText(subject["thoroughfare"]), optionalText(subject["address"]), optionalText(subject["locality"])];
  if (address !== null) return { address };
  if (locality !== null) return { locality };
  return thoroughfare === null ? null : { thoroughfare };
}
