import { records, writeRecord } from "../csv/records";
import { textOf } from "../csv/text";
import type { QuestionField } from "../state/batch-columns";
import { emptyCells, RESULT_COLUMNS, type ResultCells } from "../state/batch-outcome";
import { ApiError, isAbort, type Client } from "./client";

const BATCH = "/rest/geocoder/v1/batch";
/** The column by which an answer finds its row again. */
const ROW = "row";

/** Some rows of a file: only what is asked of them, under names of ours, so that nothing of the file is in an address. */
export interface Slice {
  fields: readonly QuestionField[];
  questions: readonly (readonly string[])[];
}

/** What one row of a slice got. */
export interface SliceResult {
  at: number;
  cells: ResultCells;
}

/** Asks for some rows; the answers come as the server finds them. */
export async function geocodeSlice(client: Client, { fields, questions }: Slice, signal: AbortSignal, each: (results: SliceResult[]) => void): Promise<void> {
  const lines = questions.map((cells, at) => writeRecord([String(at), ...cells], ","));
  const body = `${[ROW, ...fields].join(",")}\n${lines.join("\n")}\n`;
  const said = fields.map((field): [string, string] => (field === "q" ? ["columns", "q"] : [field, field]));
  const query = new URLSearchParams([["delimiter", ","], ["encoding", "utf-8"], ...said]);
  const answer = await client.postText(`${BATCH}?${query}`, "text/csv", body, signal);
  let count = 0;
  for await (const results of resultsOf(answer)) {
    count += results.length;
    each(results);
  }
  // An answer that ends before its last row was cut off on its way.
  if (count < questions.length) throw new ApiError("unreachable", 0, "");
}

async function* resultsOf(answer: ReadableStream<Uint8Array>): AsyncGenerator<SliceResult[]> {
  let header: string[] | null = null;
  try {
    for await (const rows of records(textOf(answer, "utf-8"), ",")) {
      const found = header ? rows : rows.slice(1);
      header ??= rows[0] ?? [];
      const results = found.flatMap((row) => result(header ?? [], row) ?? []);
      if (results.length > 0) yield results;
    }
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError("unreachable", 0, "");
  }
}

function result(header: readonly string[], row: readonly string[]): SliceResult | null {
  const cell = (name: string): string => row[header.indexOf(name)] ?? "";
  const at = Number(cell(ROW) === "" ? Number.NaN : cell(ROW));
  if (!Number.isInteger(at)) return null;
  return { at, cells: { ...emptyCells(), ...Object.fromEntries(RESULT_COLUMNS.map((column) => [column, cell(column)])) } };
}
