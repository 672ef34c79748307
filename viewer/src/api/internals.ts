import type { Client } from "./client";
import { list, optionalText, record, text } from "./decode";
import { decodeNumber, FACE, STAGES, type HouseNumber } from "./register";

/** Parts of an internal, from what lies outside to the door. */
export const INTERNAL_PARTS = ["building", "stair", "floor", "number"] as const;
export type InternalPart = (typeof INTERNAL_PARTS)[number];

/** A door behind a house number (interno): a part that is not there is an empty text. */
export type Internal = Readonly<Record<InternalPart, string>>;

/** What is behind an address: its internals, for whoever keeps its register, and the numbers that are extensions of it. */
export function listInternals(client: Client, address: string, signal?: AbortSignal): Promise<{ internals: Internal[]; extensions: HouseNumber[] }> {
  return client.get(`${FACE}/addresses/${encodeURIComponent(address)}/internals?states=${STAGES.join(",")}`, decodeInternals, signal);
}

export function decodeInternal(value: unknown): Internal {
  const internal = record(value);
  const part = (name: InternalPart): string => optionalText(internal[name]) ?? "";
  return { building: part("building"), stair: part("stair"), floor: part("floor"), number: text(internal["number"]) };
}

function decodeInternals(value: unknown): { internals: Internal[]; extensions: HouseNumber[] } {
  const page = record(value);
  return { internals: list(page["items"], decodeInternal), extensions: list(page["extensions"] ?? [], decodeNumber) };
}
