import Papa from "papaparse";

/** A record that is longer was opened by a quote that nobody closed. */
const LONGEST_RECORD = 1_000_000;

/** The text opens a quote and does not close it. */
export class UnclosedQuote extends Error {}

/** Records of CSV (RFC 4180) from text that comes in pieces; holds no more than a piece and one record. Blank lines are none. */
export async function* records(pieces: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[][]> {
  let pending = "";
  for await (const piece of pieces) {
    pending += piece;
    // A return at the end may be half of an end of line.
    const whole = pending.endsWith("\r") ? pending.slice(0, -1) : pending;
    const text = withLineFeeds(whole);
    const { rows, read } = parse(text, delimiter, true);
    pending = text.slice(read) + pending.slice(whole.length);
    if (pending.length > LONGEST_RECORD) throw new UnclosedQuote();
    if (rows.length > 0) yield rows;
  }
  const { rows } = parse(withLineFeeds(pending), delimiter, false);
  if (rows.length > 0) yield rows;
}

/** The first records of a text that may be cut off anywhere; a text that is whole has them all. */
export function firstRecords(text: string, delimiter: string, count: number, isWhole: boolean): string[][] {
  return parse(withLineFeeds(text), delimiter, !isWhole).rows.slice(0, count);
}

/** One line of CSV, with quotes where a cell needs them. */
export function writeRecord(cells: readonly string[], delimiter: string): string {
  return cells.map((cell) => (needsQuotes(cell, delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter);
}

/** Cells of a record in a table of so many columns: too few are filled up, too many go into the last. */
export function fit(cells: readonly string[], width: number, delimiter: string): string[] {
  if (cells.length <= width) return [...cells, ...Array.from({ length: width - cells.length }, () => "")];
  return [...cells.slice(0, width - 1), cells.slice(width - 1).join(delimiter)];
}

function parse(text: string, delimiter: string, ignoreLast: boolean): { rows: string[][]; read: number } {
  const parsed = new Papa.Parser({ delimiter, newline: "\n" }).parse(text, 0, ignoreLast) as { data: string[][]; meta: { cursor: number } };
  const rows = parsed.data.filter((row) => row.length > 1 || (row[0] ?? "") !== "");
  return { rows, read: parsed.meta.cursor };
}

function withLineFeeds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function needsQuotes(cell: string, delimiter: string): boolean {
  return cell.includes(delimiter) || /["\n\r]/.test(cell);
}
