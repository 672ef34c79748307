import type { Column } from "../api/columns";
import { numbersOf } from "./numbers";

/** A column, and what it has to be equal to. */
export interface Condition {
  /** Empty until one is chosen. */
  column: string;
  /** What its cells are; null while that is not known. */
  type: Column["type"] | null;
  value: string;
}

/** The server's own caps: conditions of a layer, and characters of a value. */
export const CONDITIONS_MAX = 20;
export const CONDITION_LENGTH_MAX = 1_000;

export const NO_CONDITION: Condition = { column: "", type: null, value: "" };

export type ConditionProblem = "filter" | "filterNumber" | "filterTwice";

/** What keeps conditions from being sent; null where nothing does. */
export function conditionsProblem(conditions: readonly Condition[]): ConditionProblem | null {
  if (conditions.some(({ column, value }) => column === "" || value.trim() === "")) return "filter";
  if (conditions.some((condition) => sentValue(condition) === null)) return "filterNumber";
  return new Set(conditions.map(({ column }) => column)).size < conditions.length ? "filterTwice" : null;
}

/** Conditions as the server takes them: all have to hold. */
export function sentFilter(conditions: readonly Condition[]): Record<string, string> {
  return Object.fromEntries(conditions.map((condition) => [condition.column, sentValue(condition) ?? condition.value]));
}

/** The conditions of a run that is repeated. */
export function conditionsOf(filter: unknown): Condition[] {
  if (typeof filter !== "object" || filter === null) return [];
  return Object.entries(filter).map(([column, value]) => ({ column, type: null, value: String(value) }));
}

/** Columns that a condition may be about: each is asked once. */
export function freeColumns(columns: readonly Column[], conditions: readonly Condition[], own: Condition): Column[] {
  const taken = new Set(conditions.map(({ column }) => column));
  return columns.filter(({ name }) => name === own.column || !taken.has(name));
}

/** A number is written in either language and sent with a point; null where it is none. */
function sentValue({ type, value }: Condition): string | null {
  if (type !== "number") return value.trim();
  const numbers = numbersOf(value);
  return numbers?.length === 1 ? String(numbers[0]) : null;
}
