import type { Client } from "./client";
import { list, oneOf, optionalNumber, optionalText, record, text, type Properties } from "./decode";
import { collectionOf, LEVELS, type Level, type LonLat } from "./geocoder";

const REVIEWS = "/rest/records/v1/reviews";

export const REVIEW_REASONS = ["unmatched", "ambiguous", "low-score", "imprecise", "retired", "several-successors"] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

/** What a record is about, as the server names it. */
export const RECORD_KINDS = [
  "social-service", "home-care", "building-permit", "occupation", "parking-permit", "school-enrolment", "business-activity", "waste-tax", "residence", "other",
] as const;

/** The parts of an address, in the order in which they are read; `q` is one line. */
export const ADDRESS_PARTS = ["q", "street", "number", "municipality", "postcode"] as const;
export type AddressPart = (typeof ADDRESS_PARTS)[number];
export type AddressText = Partial<Record<AddressPart, string>>;

/** What does not quite fit; one without a token comes in words. */
export interface CandidateFault {
  token: string | null;
  message: string;
}

/** A place that may be meant. */
export interface Candidate {
  /** What a record can be linked to; null for a place that is neither an address nor a street. */
  place: { address: string } | { thoroughfare: string } | null;
  label: string;
  level: Level;
  faults: CandidateFault[];
  point: LonLat | null;
}

/** A record that waits for its ente's records officer. */
export interface Review {
  id: string;
  kind: string;
  /** What the kind is called, in the language of the request. */
  kindLabel: string;
  /** Its number at the service. */
  reference: string;
  reason: ReviewReason;
  /** What the server's ETag says. */
  revision: number;
  createdAt: string;
  textKeptUntil: string | null;
  /** As the service wrote it; null where no text is kept, or where it does not open. */
  text: AddressText | null;
  textIsUnreadable: boolean;
  /** What it was linked to, for one that waits since the register changed. */
  former: AddressText | null;
  candidates: Candidate[];
}

export interface ReviewPage {
  items: Review[];
  /** How many wait in all. */
  total: number;
  /** Where the next page begins; null on the last. */
  next: string | null;
}

/** Choosing a place, saying that there is none, or leaving it for later. */
export type Decision = { decision: "choose"; address: string } | { decision: "choose"; thoroughfare: string } | { decision: "not-an-address" } | { decision: "keep-open" };

/** Records of an ente that wait, the oldest first. Each reading is audited: nothing is asked for that nobody looks at. */
export function listReviews(client: Client, ente: string, cursor: string | null, limit: number, signal?: AbortSignal): Promise<ReviewPage> {
  const query = new URLSearchParams({ ente, limit: String(limit), ...(cursor === null ? {} : { cursor }) });
  return client.get(`${REVIEWS}?${query}`, decodeReviews, signal);
}

/** Decides; the server refuses where the record is no longer what was looked at. */
export async function decideReview(client: Client, { id, revision }: Review, decision: Decision): Promise<void> {
  await client.write("POST", `${REVIEWS}/${encodeURIComponent(id)}`, decision, () => undefined, { "if-match": `"${revision}"` });
}

export function decodeReviews(value: unknown): ReviewPage {
  const page = record(value);
  return { items: list(page["items"], decodeReview), total: Number(text(page["total"])), next: optionalText(page["next"]) };
}

function decodeReview(value: unknown): Review {
  const item = record(value);
  const kind = text(item["kind"]);
  return {
    id: text(item["id"]),
    kind,
    kindLabel: optionalText(item["kind_label"]) ?? kind,
    reference: text(item["reference"]),
    reason: oneOf(item["review_reason"], REVIEW_REASONS, "unmatched"),
    revision: Number(text(item["revision"])),
    createdAt: text(item["created_at"]),
    textKeptUntil: optionalText(item["text_kept_until"]),
    text: decodeText(item["text"]),
    textIsUnreadable: item["text_is_unreadable"] === true,
    former: decodeText(item["former"]),
    candidates: list(item["candidates"] ?? [], decodeCandidate),
  };
}

function decodeText(value: unknown): AddressText | null {
  if (value === null || value === undefined) return null;
  const parts = record(value);
  return Object.fromEntries(ADDRESS_PARTS.flatMap((part) => (optionalText(parts[part]) === null ? [] : [[part, text(parts[part])]])));
}

function decodeCandidate(value: unknown): Candidate {
  const candidate = record(value);
  const level = oneOf(candidate["level"], LEVELS, "none");
  const [lon, lat] = [optionalNumber(candidate["lon"]), optionalNumber(candidate["lat"])];
  return {
    place: placeOf(optionalText(candidate["id"]), level),
    label: text(candidate["label"]),
    level,
    faults: list(candidate["faults"] ?? [], (fault) => decodeFault(record(fault))),
    point: lon === null || lat === null ? null : [lon, lat],
  };
}

function decodeFault(fault: Properties): CandidateFault {
  return { token: optionalText(fault["token"]), message: optionalText(fault["message"]) ?? "" };
}

/** What a record can be linked to: an address or a street of the register. */
export function placeOf(id: string | null, level: Level): Candidate["place"] {
  const collection = collectionOf(level);
  if (id === null) return null;
  if (collection === "addresses") return { address: id };
  return collection === "thoroughfares" ? { thoroughfare: id } : null;
}
