import type { Column } from "../api/columns";
import type { Process, PropertyInput } from "../api/processes";
import type { ColumnRole } from "./batch-columns";
import type { InputProblem } from "./process-request";
import type { Source, Value, Values } from "./process-values";

/** The values with the columns of a file that was just read: those that it does not have are dropped, those of an address are recognised. */
export function withColumns({ inputs }: Process, values: Values, of: string, source: Source): Values {
  if (source.from !== "file" || source.file === null) return values;
  const { columns, address } = source.file;
  const has = (word: string): boolean => columns.some(({ name }) => name === word);
  const chosen = (input: PropertyInput): Value => {
    const own = wordsOf(values[input.name]).filter(has);
    const recognised = address[input.name as ColumnRole];
    return { kind: "words", words: own.length > 0 || recognised === undefined || !has(recognised) ? own : [recognised] };
  };
  const properties = inputs.filter((input) => input.kind === "property").filter((input) => input.of === of);
  return { ...values, ...Object.fromEntries(properties.map((input) => [input.name, chosen(input)])) };
}

/** Columns that were chosen of other data than those that are chosen now; `columnsOf` tells those of an input, null where they are not known. */
export function columnProblems({ inputs }: Process, values: Values, columnsOf: (name: string) => readonly Column[] | null): ReadonlyMap<string, InputProblem> {
  const problems = new Map<string, InputProblem>();
  for (const input of inputs) {
    if (input.kind !== "property") continue;
    const columns = columnsOf(input.of);
    const missing = columns === null ? undefined : wordsOf(values[input.name]).find((word) => columns.every(({ name }) => name !== word));
    if (missing !== undefined) problems.set(input.name, { kind: "column", values: { column: missing } });
  }
  return problems;
}

function wordsOf(value: Value | undefined): readonly string[] {
  return value?.kind === "words" ? value.words : [];
}
