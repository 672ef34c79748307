/** Numbers apart by semicolons or blanks, with a point or an Italian comma; null where something is none. */
export function numbersOf(written: string): number[] | null {
  const numbers = written.trim().split(/[;\s]+/).filter((part) => part !== "").map((part) => (/^[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d+)?$/i.test(part) ? Number(part.replace(",", ".")) : Number.NaN));
  return numbers.every((number) => Number.isFinite(number)) ? numbers : null;
}
