import type { Command } from "../api/acts";
import { CONFLICT_KINDS, type Conflict } from "../api/conflicts";
import { formatNumber, t } from "../i18n/language";

/** What two comuni contradict each other about, in a sentence; one of a kind that is not known here is said to be one. */
export function conflictText({ kind, sides: [one, other], metres }: Conflict, nameOf: (code: string) => string): string {
  const values = { comune: nameOf(one.municipality), other: nameOf(other.municipality), metres: metres === null ? "" : formatNumber(metres, metres < 10 ? 1 : 0), kind };
  const known = CONFLICT_KINDS.find((word) => word === kind);
  if (known === undefined) return t("conflict.unknown", values);
  if (metres === null && known === "position-in-other") return t("conflict.position-in-other.somewhere", values);
  return t(`conflict.${known}`, values);
}

/** What a comune may do about it by itself, where it is one of the two sides: say that the other's street is its own too. */
export function remedyOf({ kind, sides: [one, other] }: Conflict, municipality: string): Command | null {
  const [own, twin] = municipality === one.municipality ? [one, other] : [other, one];
  // Whoever has declared already waits for the other.
  if (own.municipality !== municipality || (kind === "twin-not-confirmed" && own === one)) return null;
  if (kind !== "twin-not-confirmed" && kind !== "same-name") return null;
  if (!own.subject || !twin.subject || !("thoroughfare" in own.subject) || !("thoroughfare" in twin.subject)) return null;
  return { type: "declare-twin", thoroughfare: own.subject.thoroughfare, twin: twin.subject.thoroughfare, holds: true };
}
