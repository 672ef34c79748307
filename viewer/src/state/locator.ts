/** How an access is told from the others of its street, as the register writes it. */
export type Locator =
  | { kind: "number"; number: number; exponent?: string; specificity?: string; extension?: string }
  | { kind: "kilometric"; metres: number }
  | { kind: "unnumbered"; after: number | null; after_metres?: number; sequence: number };

/** Number, exponent with or without a bar, specificità, extension in brackets: `12/A rosso (N01)`. */
const NUMBER = /^(\d{1,6})\s*(?:\/?\s*([a-z]{1,2}|\d{1,3}(?<=\/\s*\d{1,3})|bis|ter|quater|quinquies|sexies))?(?:\s+(rosso|nero))?(?:\s*\(([a-z0-9]{1,10})\))?$/i;
/** `km 3+200`, `3+200`, `km 3,2`. */
const KILOMETRIC = /^(?:km\s*(\d{1,4})(?:\s*\+\s*(\d{1,3})|[.,](\d{1,3}))?|(\d{1,4})\s*\+\s*(\d{1,3}))$/i;
/** `SNC`, `SNC dopo 12`, `SNC dopo km 3+200`, `SNC dopo 12 n. 2`. */
const UNNUMBERED = /^s\.?n\.?c\.?(?:\s+(?:dopo(?:\s+il)?|after)\s+(\d{1,6}|km\s*\d{1,4}\s*\+\s*\d{1,3}))?(?:\s+n\.?\s*(\d{1,3}))?$/i;

/** Reads what a person writes on a form; null where it is no number of the kinds there are. */
export function parseLocator(written: string): Locator | null {
  const text = written.trim();
  return parseUnnumbered(text) ?? parseKilometric(text) ?? parseNumber(text);
}

function parseNumber(text: string): Locator | null {
  const match = NUMBER.exec(text);
  const number = Number(match?.[1]);
  if (!match || number === 0) return null;
  const [, , exponent, specificity, extension] = match;
  return {
    kind: "number",
    number,
    // As the register writes them.
    ...(exponent === undefined ? {} : { exponent: exponent.toUpperCase() }),
    ...(specificity === undefined ? {} : { specificity: specificity.toLowerCase() }),
    ...(extension === undefined ? {} : { extension: extension.toUpperCase() }),
  };
}

function parseKilometric(text: string): Locator | null {
  const match = KILOMETRIC.exec(text);
  if (!match) return null;
  const kilometres = Number(match[1] ?? match[4]);
  // After a plus metres are written, after a comma a part of the kilometre.
  const metres = match[3] === undefined ? Number(match[2] ?? match[5] ?? 0) : Number(match[3].padEnd(3, "0"));
  return { kind: "kilometric", metres: kilometres * 1000 + metres };
}

function parseUnnumbered(text: string): Locator | null {
  const match = UNNUMBERED.exec(text);
  if (!match) return null;
  const sequence = match[2] === undefined ? 1 : Number(match[2]);
  const after = match[1] === undefined ? null : (parseKilometric(match[1]) ?? Number(match[1]));
  if (sequence === 0) return null;
  if (typeof after === "object" && after?.kind === "kilometric") return { kind: "unnumbered", after: null, after_metres: after.metres, sequence };
  return { kind: "unnumbered", after: typeof after === "number" ? after : null, sequence };
}

/** As on a plate: `12/A rosso (N01)`, `km 3+200`, `SNC`. The server labels addresses the same way. */
export function formatLocator(locator: Locator): string {
  switch (locator.kind) {
    case "number": {
      const { number, exponent, specificity, extension } = locator;
      return `${number}${exponent === undefined ? "" : `/${exponent}`}${specificity === undefined ? "" : ` ${specificity}`}${extension === undefined ? "" : ` (${extension})`}`;
    }
    case "kilometric":
      return `km ${Math.floor(locator.metres / 1000)}+${String(locator.metres % 1000).padStart(3, "0")}`;
    case "unnumbered":
      return "SNC";
  }
}

/** What {@link parseLocator} reads back as the same: for fields to write in. */
export function writeLocator(locator: Locator): string {
  if (locator.kind !== "unnumbered") return formatLocator(locator);
  const { after_metres: metres } = locator;
  const place = metres === undefined ? locator.after : formatLocator({ kind: "kilometric", metres });
  const after = place === null ? "" : ` dopo ${place}`;
  return `SNC${after}${locator.sequence === 1 ? "" : ` n. ${locator.sequence}`}`;
}

/** Whether two accesses of a street would have the same number, whatever the case of letters. */
export function isSameLocator(one: Locator, other: Locator): boolean {
  return writeLocator(one).toUpperCase() === writeLocator(other).toUpperCase();
}

/** The order along a street: by number, then by what follows it. */
export function compareLocators(one: Locator, other: Locator): number {
  return rank(one) - rank(other) || writeLocator(one).localeCompare(writeLocator(other), "it", { numeric: true });
}

function rank(locator: Locator): number {
  switch (locator.kind) {
    case "number":
      return locator.number;
    case "kilometric":
      return locator.metres;
    case "unnumbered":
      return (locator.after ?? locator.after_metres ?? 0) + 0.5;
  }
}
