import type { Geometry } from "geojson";
import { courseOf, type Course } from "../state/snapping";
import { optionalNumber, record } from "./decode";

/** House numbers from one to another; where both are of one parity it speaks of that parity only. */
export interface NumberRange {
  from: number;
  to: number;
}

/** A stretch of a street (tratto, arco) with the numbers on its sides, seen along its line. */
export interface Arc {
  lines: Course;
  left: NumberRange | null;
  right: NumberRange | null;
}

export function decodeArc(value: unknown): Arc {
  const arc = record(value);
  return { lines: courseOf(record(arc["line"]) as unknown as Geometry), left: decodeRange(arc["left"]), right: decodeRange(arc["right"]) };
}

function decodeRange(value: unknown): NumberRange | null {
  if (value === null || value === undefined) return null;
  const range = record(value);
  const [from, to] = [optionalNumber(range["from"]), optionalNumber(range["to"])];
  if (from === null || to === null) throw new TypeError("not a range of numbers");
  return { from, to };
}
