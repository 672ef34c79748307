import { describe, expect, it } from "vitest";
import type { LonLat } from "../api/geocoder";
import { accepts, areaM2, drawable, shapeOf } from "./sketch";

const A: LonLat = [9, 45.5];
const B: LonLat = [9.001, 45.5];
const C: LonLat = [9.001, 45.501];

describe("a drawing", () => {
  it("becomes a shape when it has points enough that lie apart", () => {
    expect(shapeOf("point", [])).toBeNull();
    expect(shapeOf("point", [A])).toEqual({ type: "Point", coordinates: A });
    expect(shapeOf("line", [A])).toBeNull();
    expect(shapeOf("line", [A, A])).toBeNull();
    expect(shapeOf("line", [A, B])).toEqual({ type: "LineString", coordinates: [A, B] });
    expect(shapeOf("polygon", [A, B])).toBeNull();
    expect(shapeOf("polygon", [A, B, A])).toBeNull();
    expect(shapeOf("polygon", [A, B, C])).toEqual({ type: "Polygon", coordinates: [[A, B, C, A]] });
  });

  it("has an area in square metres, whichever way it goes round", () => {
    // 78.0 m by 111.2 m, by half.
    expect(areaM2([A, B, C])).toBeGreaterThan(4_300);
    expect(areaM2([A, B, C])).toBeLessThan(4_370);
    expect(areaM2([C, B, A])).toBeCloseTo(areaM2([A, B, C]), 3);
  });

  it("is taken by what takes its kind, or any kind", () => {
    expect(accepts(["point"], { type: "MultiPoint", coordinates: [] })).toBe(true);
    expect(accepts(["line"], { type: "Point", coordinates: [] })).toBe(false);
    expect(accepts([], { type: "GeometryCollection", geometries: [] })).toBe(true);
    expect(accepts(["point"], { type: "GeometryCollection", geometries: [] })).toBe(false);
    expect(drawable([])).toEqual(["point", "line", "polygon"]);
  });
});
