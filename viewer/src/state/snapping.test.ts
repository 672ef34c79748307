import { describe, expect, it } from "vitest";
import type { LonLat } from "../api/geocoder";
import { distanceM } from "./distance";
import { courseOf, footOn, moved, snap, usualOffsetM, type Course } from "./snapping";

const START: LonLat = [9.04, 45.53];
/** A street 100 m to the east, then 100 m to the north. */
const CORNER = moved(START, 100, 0);
const COURSE: Course = [[START, CORNER, moved(CORNER, 0, 100)]];

describe("snapping to a street", () => {
  it("finds the nearest place, its distance and its side", () => {
    const left = footOn(COURSE, moved(START, 40, 6));
    expect(left?.distanceM).toBeCloseTo(6, 1);
    expect(left?.side).toBe(1);
    expect(distanceM(left?.point ?? [0, 0], moved(START, 40, 0))).toBeLessThan(0.1);
    expect(footOn(COURSE, moved(START, 40, -6))?.side).toBe(-1);
  });

  it("takes the part of the street that is nearer", () => {
    expect(footOn(COURSE, moved(CORNER, -3, 60))?.direction[1]).toBeCloseTo(1, 3);
    expect(footOn(COURSE, moved(START, -20, 0))?.distanceM).toBeCloseTo(20, 1);
  });

  it("puts the point at the distance asked for, on the side where it was", () => {
    expect(distanceM(snap(COURSE, moved(START, 40, -11), 6), moved(START, 40, -6))).toBeLessThan(0.1);
    expect(distanceM(snap(COURSE, moved(START, 40, 3), 6), moved(START, 40, 6))).toBeLessThan(0.1);
    expect(distanceM(snap(COURSE, moved(START, 40, 3), 0), moved(START, 40, 0))).toBeLessThan(0.1);
  });

  it("leaves the point where it is when the street has no course", () => {
    expect(snap([], START, 5)).toEqual(START);
    expect(footOn([], START)).toBeNull();
  });

  it("knows how far the accesses usually are", () => {
    const accesses = [7, 7.2, 20].map((north) => moved(START, 50, north));
    expect(usualOffsetM(COURSE, accesses)).toBe(7);
    expect(usualOffsetM(COURSE, [])).toBe(0);
  });

  it("reads lines and nothing else as a course", () => {
    expect(courseOf({ type: "LineString", coordinates: [[9, 45], [9.1, 45]] })).toHaveLength(1);
    expect(courseOf({ type: "MultiLineString", coordinates: [[[9, 45]], [[9, 45], [9.1, 45]]] })).toHaveLength(1);
    expect(courseOf({ type: "Point", coordinates: [9, 45] })).toEqual([]);
    expect(courseOf(null)).toEqual([]);
  });
});
