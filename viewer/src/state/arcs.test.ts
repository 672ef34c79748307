import { describe, expect, it } from "vitest";
import { decodeArc, type Arc } from "../api/arcs";
import type { LonLat } from "../api/geocoder";
import { arcsOf, compareArcs, drawnStretch, halfWay, hasLength, lengthM, overlapsOf, problemCount, rangeProblem, reversed, startOf, type Stretch } from "./arcs";

const A: LonLat = [9.04, 45.53];
const B: LonLat = [9.041, 45.53];
const C: LonLat = [9.043, 45.53];
const arc = (more: Partial<Arc> = {}): Arc => ({ lines: [[A, B]], left: { from: 1, to: 9 }, right: null, ...more });
const stretch = (key: number, left: string, right = ""): Stretch => {
  const range = (text: string): Stretch["left"] => ({ from: text.split("-")[0] ?? "", to: text.split("-")[1] ?? "" });
  return { key, line: [A, B], left: range(left), right: range(right) };
};

describe("stretches that are written", () => {
  it("start from those that are known, the numbers of one with several lines on the longest", () => {
    const known = decodeArc({ line: { type: "MultiLineString", coordinates: [[A, B], [B, C]] }, left: { from: 1, to: 9 } });
    expect(startOf([known], [[A, C]]).map(({ key, line, left, right }) => [key, line.length, left.from, right.from])).toEqual([[0, 2, "", ""], [1, 2, "1", ""]]);
  });

  it("start from the course where no stretch is known, and from nothing without one", () => {
    expect(startOf([], [[A, B], [B, C]])).toEqual([drawnStretch(0, [A, B]), drawnStretch(1, [B, C])]);
    expect(startOf([], [])).toEqual([]);
  });

  it("are sent with the ranges that are there", () => {
    expect(arcsOf([stretch(0, "1-9"), stretch(1, "", " 2-8 ")])).toEqual([
      { line: { type: "LineString", coordinates: [A, B] }, left: { from: 1, to: 9 } },
      { line: { type: "LineString", coordinates: [A, B] }, right: { from: 2, to: 8 } },
    ]);
    expect(arcsOf([])).toEqual([]);
  });

  it("are not sent while a range is open, backwards or no number, nor without a line", () => {
    expect(["", "1-9", "9-9", "1-", "-9", "9-1", "0-4", "x-4", "1-100000", "1.5-3"].map((text) => rangeProblem(stretch(0, text).left))).toEqual([null, null, null, "open", "open", "backwards", "number", "number", "number", "number"]);
    const wrong = [stretch(0, "9-1"), stretch(1, "1-9")];
    expect([problemCount(wrong), arcsOf(wrong)]).toEqual([1, null]);
    expect(arcsOf([drawnStretch(0, [A])])).toBeNull();
    expect([hasLength([]), hasLength([A]), hasLength([A, A]), hasLength([A, B])]).toEqual([false, false, false, true]);
  });

  it("turn round with their sides", () => {
    const turned = reversed(stretch(3, "1-9", "2-8"));
    expect(turned).toEqual({ key: 3, line: [B, A], left: { from: "2", to: "8" }, right: { from: "1", to: "9" } });
    expect(reversed(turned)).toEqual(stretch(3, "1-9", "2-8"));
  });

  it("share numbers as the rule of the register has it: of one parity only that parity", () => {
    expect(overlapsOf([stretch(0, "1-9", "2-8"), stretch(1, "11-19", "10-20")]).size).toBe(0);
    expect([...overlapsOf([stretch(0, "1-9"), stretch(1, "9-21"), stretch(2, "1-10")])]).toEqual([[0, [1, 2]], [1, [0, 2]], [2, [0, 1]]]);
    expect([...overlapsOf([stretch(0, "1-9", "1-9"), stretch(1, "9-1")])]).toEqual([[0, [0]]]);
  });
});

describe("two lists of stretches", () => {
  it("differ by what came, what is gone and what has other numbers or turned round", () => {
    const more = arc({ lines: [[B, C]] });
    expect(compareArcs([arc()], [arc(), more])).toEqual({ added: 1, removed: 0, changed: 0, reordered: false });
    expect(compareArcs([arc(), more], [more])).toEqual({ added: 0, removed: 1, changed: 0, reordered: false });
    expect(compareArcs([arc(), more], [more, arc({ right: { from: 2, to: 8 } })])).toEqual({ added: 0, removed: 0, changed: 1, reordered: true });
    expect(compareArcs([arc()], [arc({ lines: [[B, A]], left: null, right: { from: 1, to: 9 } })]).changed).toBe(1);
  });

  it("are the same where they differ by less than is written", () => {
    const sent = (arcsOf(startOf([arc()], [])) ?? []).map(decodeArc);
    const near = arc({ lines: [[[9.04000001, 45.53], B]] });
    expect(compareArcs([near], sent)).toEqual({ added: 0, removed: 0, changed: 0, reordered: false });
  });
});

describe("a line", () => {
  it("is as long as it is on the ground, and goes some way at its half", () => {
    expect(lengthM([A, B, C])).toBeCloseTo(233.7, 0);
    expect(lengthM([A])).toBe(0);
    const half = halfWay([A, A, B, C]);
    expect(half?.point[0]).toBeCloseTo(9.0415, 5);
    expect(half?.direction).toEqual([1, 0]);
    expect(halfWay([A])).toBeNull();
  });
});
