import type { AddressText, Candidate, CandidateFault, Review } from "../api/records";
import { messageFor, t } from "../i18n/language";

/** Words of records that a person reads; one that is unknown here stands as it came. */
export function kindName({ kind, kindLabel }: Review): string {
  return messageFor(`records.kind.${kind}`) ?? kindLabel;
}

export function sayFault({ token, message }: CandidateFault): string {
  return (token === null ? null : messageFor(`fault.${token}`)) ?? message;
}

/** An address in one line. */
export function inOneLine({ q, street, number, municipality, postcode }: AddressText): string {
  if (q !== undefined) return q;
  return [[street, number].filter(Boolean).join(" "), [postcode, municipality].filter(Boolean).join(" ")].filter((part) => part !== "").join(", ");
}

/** Faults that the level of a place says already. */
const SAID_BY_LEVEL = new Set(["number-nearest", "number-interpolated"]);

/** What a place is, and what of the text does not fit it. */
export function sayCandidate({ level, faults, place }: Candidate): string {
  const words = [t(`level.${level}`), ...faults.filter(({ token }) => token === null || !SAID_BY_LEVEL.has(token)).map(sayFault)];
  return [...words, ...(place === null ? [t("records.notToChoose")] : [])].join("; ");
}
