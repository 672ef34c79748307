import { ApiError, type InputFault } from "../api/client";
import type { NumberInput } from "../api/processes";
import { formatNumber, language, messageFor, t } from "../i18n/language";
import type { InputProblem } from "../state/process-request";
import { errorText } from "../ui/error-text";

const UNITS: Readonly<Record<string, string>> = { m2: "m²", km2: "km²", "1/m2": "1/m²", "1/km2": "1/km²" };

export function unitWords(unit: string | null): string {
  return unit === null ? "" : (UNITS[unit] ?? unit);
}

/** What is wrong with an input, in the person's language. */
export function problemWords({ kind, values }: InputProblem): string {
  return t(`analysis.problem.${kind}`, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === "number" ? formatNumber(value, 6) : value])));
}

/** What the server says of an input, without the name that programs have for it. */
export function faultWords({ input, detail }: InputFault): string {
  const name = `${input}: `;
  if (!detail.startsWith(name)) return detail;
  const rest = detail.slice(name.length);
  return rest.slice(0, 1).toLocaleUpperCase(language()) + rest.slice(1);
}

/** Between which bounds a number lies. */
export function boundsWords({ min, max, unit, aboveMin, most }: NumberInput): string {
  const said = (value: number): string => `${formatNumber(value, 6)}${unit === null ? "" : ` ${unitWords(unit)}`}`;
  const bounds = min === 0 && aboveMin && max !== null ? t("analysis.number.positiveAtMost", { max: said(max) }) : min !== null && max !== null ? t("analysis.number.between", { min: said(min), max: said(max) }) : min !== null && !(aboveMin && min === 0) ? t("analysis.number.atLeast", { min: said(min) }) : min !== null ? t("analysis.number.positive") : max !== null ? t("analysis.number.atMost", { max: said(max) }) : "";
  return [bounds, most > 1 ? t("analysis.number.several") : ""].filter((words) => words !== "").join(" ");
}

/** Whether a column is one that processes add. */
export function isAdded(name: string): boolean {
  return messageFor(`analysis.column.${name}`) !== null;
}

/** Columns that processes add have titles, others keep their names. */
export function columnWords(name: string): string {
  return messageFor(`analysis.column.${name}`) ?? name;
}

/** The words for what the geocoder found, which it says in tokens; null for any other cell. */
export function tokenWords(column: string, value: unknown): string | null {
  return column === "found_level" && typeof value === "string" ? messageFor(`level.${value}`) : null;
}

/** Why a run failed: the server's sentence, else what its status means. */
export function runErrorText(error: unknown): string {
  if (error instanceof ApiError && error.kind === "refused" && error.detail === "") return messageFor(`analysis.error.${error.status}`) ?? errorText(error);
  return errorText(error);
}
