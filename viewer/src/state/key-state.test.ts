import { describe, expect, it } from "vitest";
import { dayAfter, endOfDay, keyState } from "./key-state";

const NOON = Date.parse("2026-11-22T12:00:00Z");

describe("a key", () => {
  it("works until it expires or is revoked", () => {
    expect(keyState({ revokedAt: null, expiresAt: "2026-11-22T12:00:01Z" }, NOON)).toBe("active");
    expect(keyState({ revokedAt: null, expiresAt: "2026-11-22T12:00:00Z" }, NOON)).toBe("expired");
    expect(keyState({ revokedAt: null, expiresAt: null }, NOON)).toBe("active");
  });

  it("is called revoked even when it has expired too", () => {
    expect(keyState({ revokedAt: "2026-11-01T00:00:00Z", expiresAt: "2026-11-02T00:00:00Z" }, NOON)).toBe("revoked");
  });

  it("works on the whole of its last day", () => {
    expect(endOfDay("2027-01-31")).toMatch(/^2027-0[12]-\d\dT\d\d:\d\d:59Z$/);
    expect(new Date(endOfDay("2027-01-31")).getDate()).toBe(31);
  });

  it("may end next year, over the end of a month", () => {
    expect(dayAfter(NOON, 365)).toBe("2027-11-22");
    expect(dayAfter(NOON, 9)).toBe("2026-12-01");
  });
});
