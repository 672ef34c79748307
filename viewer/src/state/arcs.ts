import type { Arc, NumberRange } from "../api/arcs";
import type { LonLat } from "../api/geocoder";
import { distanceM } from "./distance";
import type { Course } from "./snapping";

export const SIDES = ["left", "right"] as const;
export type Side = (typeof SIDES)[number];

/** What the register takes. */
const GREATEST_NUMBER = 99_999;
/** The register writes seven decimals of a degree; what differs by less is the same. */
const SAME_DEGREES = 2e-7;

/** A range as somebody writes it; both empty where the side has no numbers. */
export interface WrittenRange {
  from: string;
  to: string;
}

/** A stretch in the table in which stretches are written; its key stays while others come and go. */
export interface Stretch {
  key: number;
  line: readonly LonLat[];
  left: WrittenRange;
  right: WrittenRange;
}

export const RANGE_PROBLEMS = ["open", "number", "backwards"] as const;
/** `open`: one end is missing; `number`: no number that the register takes; `backwards`: the greater first. */
export type RangeProblem = (typeof RANGE_PROBLEMS)[number];

/** A stretch as the register takes it. */
export interface NewArc {
  line: { type: "LineString"; coordinates: LonLat[] };
  left?: NumberRange;
  right?: NumberRange;
}

const NO_NUMBERS: WrittenRange = { from: "", to: "" };

/** Where writing begins: with the stretches that are known, else with the lines of the street's course. A stretch of several lines becomes as many; its numbers stay with the longest. */
export function startOf(arcs: readonly Arc[], course: Course): Stretch[] {
  const known = arcs.flatMap(({ lines, left, right }) => {
    const longest = lines.reduce((best, line, at) => (lengthM(line) > lengthM(lines[best] ?? []) ? at : best), 0);
    return lines.map((line, at) => ({ line, left: at === longest ? written(left) : NO_NUMBERS, right: at === longest ? written(right) : NO_NUMBERS }));
  });
  const all = arcs.length > 0 ? known : course.map((line) => ({ line, left: NO_NUMBERS, right: NO_NUMBERS }));
  return all.map((stretch, key) => ({ ...stretch, key }));
}

export function drawnStretch(key: number, line: readonly LonLat[]): Stretch {
  return { key, line, left: NO_NUMBERS, right: NO_NUMBERS };
}

/** The line the other way round: what was on its left is on its right. */
export function reversed(stretch: Stretch): Stretch {
  return { ...stretch, line: stretch.line.toReversed(), left: stretch.right, right: stretch.left };
}

/** What is wrong with a range as it is written; null where nothing is. */
export function rangeProblem({ from, to }: WrittenRange): RangeProblem | null {
  const [first, last] = [from.trim(), to.trim()];
  if (first === "" && last === "") return null;
  if (first === "" || last === "") return "open";
  if (![first, last].every((number) => /^\d{1,5}$/.test(number) && Number(number) >= 1 && Number(number) <= GREATEST_NUMBER)) return "number";
  return Number(first) > Number(last) ? "backwards" : null;
}

/** How many stretches have a range that is to be mended. */
export function problemCount(stretches: readonly Stretch[]): number {
  return stretches.filter((stretch) => SIDES.some((side) => rangeProblem(stretch[side]) !== null)).length;
}

/** The stretches for the command; null where something is to be mended. */
export function arcsOf(stretches: readonly Stretch[]): NewArc[] | null {
  if (problemCount(stretches) > 0 || stretches.some(({ line }) => !hasLength(line))) return null;
  return stretches.map((stretch) => {
    const [left, right] = [readRange(stretch.left), readRange(stretch.right)];
    return { line: { type: "LineString", coordinates: stretch.line.map(([lon, lat]): LonLat => [lon, lat]) }, ...(left ? { left } : {}), ...(right ? { right } : {}) };
  });
}

/** Stretches with which a stretch shares a number, by their places in the list, and its own place where its sides do: a number is on one side of one stretch. */
export function overlapsOf(stretches: readonly Stretch[]): ReadonlyMap<number, number[]> {
  const ranges = stretches.flatMap((stretch, at) => SIDES.flatMap((side) => {
    const range = rangeOf(stretch[side]);
    return range ? [{ at, range }] : [];
  }));
  const found = ranges.flatMap((one, place) => ranges.filter((other, elsewhere) => elsewhere !== place && overlap(one.range, other.range)).map((other): [number, number] => [one.at, other.at]));
  const shared = new Map<number, number[]>();
  for (const [at, other] of found) shared.set(at, [...new Set([...(shared.get(at) ?? []), other])].sort((a, b) => a - b));
  return shared;
}

/** How two lists of stretches differ: a line that is there in both is the same stretch, whichever way it is drawn. */
export function compareArcs(before: readonly Arc[], after: readonly Arc[]): { added: number; removed: number; changed: number; reordered: boolean } {
  const left = before.map((arc, place) => ({ arc, place }));
  const places: number[] = [];
  let [added, changed] = [0, 0];
  for (const arc of after) {
    const at = left.findIndex((old) => isSameLine(old.arc.lines, arc.lines) || isSameLine(turned(old.arc.lines), arc.lines));
    const [old] = at === -1 ? [] : left.splice(at, 1);
    if (!old) added += 1;
    else if (!isSame(old.arc, arc)) changed += 1;
    if (old) places.push(old.place);
  }
  return { added, removed: left.length, changed, reordered: places.some((place, at) => place < (places[at - 1] ?? 0)) };
}

export function lengthM(line: readonly LonLat[]): number {
  return line.reduce((sum, point, at) => sum + distanceM(line[at - 1] ?? point, point), 0);
}

/** Whether points make a line: two of them lie apart. */
export function hasLength(points: readonly LonLat[]): boolean {
  return points.some(([lon, lat]) => lon !== points[0]?.[0] || lat !== points[0][1]);
}

/** Where the numbers of a line's sides are written: half way along it, and which way it goes there in metres east and north. */
export function halfWay(line: readonly LonLat[]): { point: LonLat; direction: [number, number] } | null {
  let rest = lengthM(line) / 2;
  for (let at = 1; at < line.length; at += 1) {
    const [from, to] = [line[at - 1], line[at]];
    const length = from && to ? distanceM(from, to) : 0;
    if (!from || !to || length === 0) continue;
    if (rest > length) {
      rest -= length;
      continue;
    }
    const share = rest / length;
    const [east, north] = [(to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180), to[1] - from[1]];
    const norm = Math.hypot(east, north);
    return { point: [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share], direction: [east / norm, north / norm] };
  }
  return null;
}

function overlap(one: NumberRange, other: NumberRange): boolean {
  const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
  // Of two neighbours one has the parity that is asked for, if any has.
  return [from, from + 1].some((number) => number <= to && holds(one, number) && holds(other, number));
}

function holds({ from, to }: NumberRange, number: number): boolean {
  return from <= number && number <= to && (from % 2 !== to % 2 || number % 2 === from % 2);
}

function written(range: NumberRange | null): WrittenRange {
  return range === null ? NO_NUMBERS : { from: String(range.from), to: String(range.to) };
}

/** The range of a side, where it is written and can be read. */
export function rangeOf(range: WrittenRange): NumberRange | null {
  return rangeProblem(range) === null ? readRange(range) : null;
}

function readRange({ from, to }: WrittenRange): NumberRange | null {
  return from.trim() === "" ? null : { from: Number(from), to: Number(to) };
}

function isSame(one: Arc, other: Arc): boolean {
  const isSameRange = (a: NumberRange | null, b: NumberRange | null): boolean => a?.from === b?.from && a?.to === b?.to;
  return isSameLine(one.lines, other.lines) && isSameRange(one.left, other.left) && isSameRange(one.right, other.right);
}

function isSameLine(one: Course, other: Course): boolean {
  const near = (a: LonLat, b: LonLat | undefined): boolean => b !== undefined && Math.abs(a[0] - b[0]) < SAME_DEGREES && Math.abs(a[1] - b[1]) < SAME_DEGREES;
  return one.length === other.length && one.every((line, at) => line.length === other[at]?.length && line.every((point, place) => near(point, other[at]?.[place])));
}

function turned(course: Course): Course {
  return course.map((line) => line.toReversed()).toReversed();
}
