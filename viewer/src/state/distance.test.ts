import { expect, it } from "vitest";
import { distanceM } from "./distance";

it("measures a minute of latitude as a nautical mile", () => {
  expect(distanceM([9, 45], [9, 45 + 1 / 60])).toBeCloseTo(1853, -1);
});

it("measures nothing between a point and itself", () => {
  expect(distanceM([9.19, 45.46], [9.19, 45.46])).toBe(0);
});
