import { firstRecords } from "./records";

/** Encodings that offices' programs write; the names are those of the Encoding Standard. */
export const ENCODINGS = ["utf-8", "windows-1252", "iso-8859-15", "utf-16le"] as const;
export type EncodingName = (typeof ENCODINGS)[number];

export const DELIMITERS = [";", ",", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** How a table of text is read. */
export interface Reading {
  encoding: EncodingName;
  delimiter: Delimiter;
  /** Whether its first row names the columns. */
  named: boolean;
}

/** Lines that are looked at. */
const LINES = 50;

/** How archives of files (XLSX, ODS), old Excel files and PDF begin. */
const NO_TEXT = ["504b0304", "d0cf11e0", "25504446"];

/** Whether these are the first bytes of something else than text. */
export function isNoText(head: Uint8Array): boolean {
  const start = [...head.slice(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return NO_TEXT.includes(start) || (!isWide(head) && head.includes(0));
}

/** A byte order mark decides, else UTF-8 where the bytes are that, else what Windows writes in Italy. */
export function guessEncoding(head: Uint8Array): EncodingName {
  if (isWide(head)) return "utf-16le";
  try {
    // With `stream` a letter that is cut off at the end is no fault.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}

/** The delimiter that parts the first lines into as many cells as the header, and into most of those where several do. */
export function guessDelimiter(text: string, isWhole: boolean): Delimiter {
  const scored = DELIMITERS.map((delimiter) => {
    const rows = firstRecords(text, delimiter, LINES, isWhole);
    const width = rows[0]?.length ?? 0;
    const alike = rows.filter((row) => row.length === width).length / Math.max(rows.length, 1);
    return { delimiter, score: width > 1 ? alike * 1000 + width : 0 };
  });
  return scored.reduce((best, other) => (other.score > best.score ? other : best)).delimiter;
}

function isWide(head: Uint8Array): boolean {
  return head[0] === 0xff && head[1] === 0xfe;
}
