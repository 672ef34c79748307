import type { Client } from "./client";
import { list, optionalNumber, optionalText, record, text, type Properties } from "./decode";
import { decodeSubject, FACE, type SubjectRef } from "./register";

/** Kinds of conflict that have words of their own; the server may know others. */
export const CONFLICT_KINDS = ["same-name", "twin-not-confirmed", "position-in-other", "number-claimed-twice"] as const;

/** One of the two sides of a conflict: a comune, and its thing that the conflict is about. */
export interface Side {
  municipality: string;
  /** Null where the comune has nothing there. */
  subject: SubjectRef | null;
  label: string;
}

/** What two comuni contradict each other about at their boundary. */
export interface Conflict {
  kind: string;
  /** The first is the one that the conflict is told from. */
  sides: readonly [Side, Side];
  /** How far outside of its comune it is, or how far the two are from each other, in metres. */
  metres: number | null;
}

/** Whose conflicts: those of a comune, of the comuni of a zone, or all. */
export type Territory = { municipality: string } | { zone: string } | { everywhere: true };

/** A page of conflicts after another, and where the next begins. */
export async function listConflicts(client: Client, territory: Territory, limit: number, cursor: string | null, signal?: AbortSignal): Promise<{ conflicts: Conflict[]; next: string | null }> {
  const query = new URLSearchParams({ ...("everywhere" in territory ? {} : territory), limit: String(limit), ...(cursor === null ? {} : { cursor }) });
  return client.get(`${FACE}/conflicts?${query}`, (value) => {
    const page = record(value);
    return { conflicts: list(page["items"], decodeConflict), next: optionalText(page["next"]) };
  }, signal);
}

function decodeConflict(value: unknown): Conflict {
  const conflict = record(value);
  const subject = decodeSubject(record(conflict["subject"]));
  return {
    kind: text(conflict["conflict"] ?? conflict["kind"]),
    sides: [
      { municipality: text(conflict["municipality"]), subject, label: optionalText(conflict["label"]) ?? "" },
      { municipality: text(conflict["other_municipality"]), subject: otherOf(conflict["other"], subject), label: optionalText(conflict["other_label"]) ?? "" },
    ],
    metres: optionalNumber(conflict["outside_m"]) ?? optionalNumber(conflict["distance_m"]),
  };
}

/** The other side's thing is named as the first is, or by its identifier alone: then it is of the same kind. */
function otherOf(other: unknown, subject: SubjectRef | null): SubjectRef | null {
  if (typeof other === "object" && other !== null) return decodeSubject(other as Properties);
  const id = optionalText(other);
  if (id === null || subject === null) return null;
  if ("address" in subject) return { address: id };
  return "locality" in subject ? { locality: id } : { thoroughfare: id };
}
