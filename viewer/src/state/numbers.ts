import { language } from "../i18n/language";

/** Numbers as the language of the page writes them, to be changed in a field. */
export function writtenNumbers(numbers: readonly number[]): string {
  return numbers.map((number) => (language() === "it" ? String(number).replace(".", ",") : String(number))).join("; ");
}

/** Numbers apart by semicolons or blanks, with a point or an Italian comma; null where something is none. */
export function numbersOf(written: string): number[] | null {
  const numbers = written.trim().split(/[;\s]+/).filter((part) => part !== "").map((part) => (/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i.test(part) ? Number(part.replace(",", ".")) : Number.NaN));
  return numbers.every((number) => Number.isFinite(number)) ? numbers : null;
}
