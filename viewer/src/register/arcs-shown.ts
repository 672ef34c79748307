import type { MultiLineString } from "geojson";
import type { Arc, NumberRange } from "../api/arcs";
import { formatNumber, t } from "../i18n/language";
import type { ShownLine } from "../map/types";
import { lengthM, type Side } from "../state/arcs";
import type { Course } from "../state/snapping";

/** A stretch as the map shows it, named by its place in the list. */
export function shownArc({ lines, left, right }: Arc, at: number): ShownLine {
  return { lines, name: String(at + 1), left: beside("left", left), right: beside("right", right) };
}

/** All lines of stretches together. */
export function shapeOf(arcs: readonly Arc[]): MultiLineString {
  return { type: "MultiLineString", coordinates: arcs.flatMap(({ lines }) => lines.map((line) => line.map((point) => [...point]))) };
}

export function metres(lines: Course): string {
  return t("arcs.metres", { metres: formatNumber(lines.reduce((sum, line) => sum + lengthM(line), 0), 0) });
}

/** `1–19`; one number alone where the range is no longer. */
export function rangeWords({ from, to }: NumberRange): string {
  return from === to ? String(from) : `${from}–${to}`;
}

/** `S 1–19`: what is written beside a line on the map. */
function beside(side: Side, range: NumberRange | null): string {
  return range === null ? "" : `${t(`arcs.${side}.short`)} ${rangeWords(range)}`;
}
