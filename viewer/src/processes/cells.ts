import { formatNumber, t } from "../i18n/language";

/** Measures are rounded to be read; the downloads have every digit. */
export function cellNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 1 ? formatNumber(value, 3) : String(Number(value.toPrecision(4)));
}

/** The words of a cell. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  return typeof value === "string" ? value : JSON.stringify(value);
}
