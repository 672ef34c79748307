import { firstRecords } from "../csv/records";
import { guessDelimiter, guessEncoding, isNoText, type Reading } from "../csv/sniff";
import { guessRoles, type ColumnRole } from "../state/batch-columns";

/** Enough for the guesses and the first rows; of the rest nothing is read before the start. */
const HEAD_BYTES = 256 * 1024;
const PREVIEW_ROWS = 5;
/** Wider tables are no lists of addresses. */
const COLUMNS_MAX = 500;

/** A file that was chosen, with what was found out about it and what a person chose instead. */
export interface Opened extends Reading {
  file: File;
  head: Uint8Array;
  header: string[];
  rows: string[][];
  roles: ColumnRole[];
}

export type OpenProblem = "noText" | "empty" | "tooWide";

/** Reads the beginning of a file and guesses. */
export async function openFile(file: File): Promise<Opened | OpenProblem> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (isNoText(head)) return "noText";
  const encoding = guessEncoding(head);
  return read({ file, head, encoding, delimiter: guessDelimiter(decode(head, encoding), head.length >= file.size), named: true, header: [], rows: [], roles: [] });
}

/** The same file read otherwise; what its columns hold is guessed anew. */
export function reread(opened: Opened, changed: Partial<Reading>): Opened | OpenProblem {
  return read({ ...opened, ...changed });
}

function read(opened: Opened): Opened | OpenProblem {
  const { head, encoding, delimiter, named, file } = opened;
  const records = firstRecords(decode(head, encoding), delimiter, PREVIEW_ROWS + 1, head.length >= file.size);
  const [first] = records;
  if (!first || (named && records.length < 2 && head.length >= file.size)) return "empty";
  if (first.length > COLUMNS_MAX) return "tooWide";
  const header = named ? first.map((name, at) => name.trim() || String(at + 1)) : first.map((_, at) => String(at + 1));
  return { ...opened, header, rows: records.slice(named ? 1 : 0, PREVIEW_ROWS + (named ? 1 : 0)), roles: guessRoles(header) };
}

function decode(head: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(head, { stream: true });
}
