import type { Geometry, Position } from "geojson";
import type { LonLat } from "../api/geocoder";

/** Lines that a street follows. */
export type Course = readonly (readonly LonLat[])[];

/** The place on a street that is nearest to a point. */
export interface Foot {
  point: LonLat;
  /** From the point to its foot. */
  distanceM: number;
  /** On which side of the course, in the direction in which it is drawn: 1 left, -1 right. */
  side: 1 | -1;
  /** Direction of the course there, a unit vector east and north. */
  direction: [number, number];
}

/** Mean metres in a degree of latitude; enough for the width of a street, not for surveying. */
const METRES_PER_DEGREE = 111_195;

export function courseOf(geometry: Geometry | null): Course {
  if (geometry?.type === "LineString") return [geometry.coordinates.flatMap(lonLat)].filter(isLine);
  if (geometry?.type === "MultiLineString") return geometry.coordinates.map((line) => line.flatMap(lonLat)).filter(isLine);
  return [];
}

/** Moves a point by metres to the east and to the north. */
export function moved([lon, lat]: LonLat, eastM: number, northM: number): LonLat {
  return [lon + eastM / perDegree(lat), lat + northM / METRES_PER_DEGREE];
}

/** The nearest place on a course; null where the street has none. */
export function footOn(course: Course, point: LonLat): Foot | null {
  let best: Foot | null = null;
  for (const line of course) {
    for (let at = 1; at < line.length; at += 1) {
      const [from, to] = [line[at - 1], line[at]];
      const foot = from && to ? footOnSegment(from, to, point) : null;
      if (foot && (best === null || foot.distanceM < best.distanceM)) best = foot;
    }
  }
  return best;
}

/** A point at a distance from the axis of the street, on the side where it was; the point itself without a course. */
export function snap(course: Course, point: LonLat, offsetM: number): LonLat {
  const foot = footOn(course, point);
  if (!foot) return point;
  const [east, north] = foot.direction;
  return moved(foot.point, -north * offsetM * foot.side, east * offsetM * foot.side);
}

/** How far the accesses of a street usually are from its axis, in half metres: the median. 0 without accesses. */
export function usualOffsetM(course: Course, points: readonly LonLat[]): number {
  const distances = points.flatMap((point) => footOn(course, point)?.distanceM ?? []).sort((a, b) => a - b);
  const median = distances[Math.floor((distances.length - 1) / 2)] ?? 0;
  return Math.round(median * 2) / 2;
}

function footOnSegment(from: LonLat, to: LonLat, point: LonLat): Foot | null {
  const [toE, toN] = metresFrom(from, to);
  const [atE, atN] = metresFrom(from, point);
  const length = Math.hypot(toE, toN);
  if (length === 0) return null;
  const direction: [number, number] = [toE / length, toN / length];
  const along = Math.min(Math.max(atE * direction[0] + atN * direction[1], 0), length);
  const [footE, footN] = [direction[0] * along, direction[1] * along];
  const cross = direction[0] * atN - direction[1] * atE;
  return { point: moved(from, footE, footN), distanceM: Math.hypot(atE - footE, atN - footN), side: cross >= 0 ? 1 : -1, direction };
}

function metresFrom([lon, lat]: LonLat, [toLon, toLat]: LonLat): [number, number] {
  return [(toLon - lon) * perDegree(lat), (toLat - lat) * METRES_PER_DEGREE];
}

/** Metres in a degree of longitude. */
function perDegree(lat: number): number {
  return METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
}

function lonLat([lon, lat]: Position): LonLat[] {
  return lon === undefined || lat === undefined ? [] : [[lon, lat]];
}

function isLine(line: readonly LonLat[]): boolean {
  return line.length > 1;
}
