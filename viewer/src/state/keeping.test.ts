import { describe, expect, it } from "vitest";
import type { Grant, Person } from "../api/identity";
import { isTooWeak, kept } from "./keeping";

function person(grants: Grant[], withheld: string[] = []): Person {
  const acting = { code: "015182", name: "Rho", kind: "comune" };
  return { name: "Olga", account: "o", acting, enti: [acting, { code: "015205", name: "Segrate" }], grants, withheld, levels: {}, expiresAt: null };
}

describe("who reviews records", () => {
  it("is their officer, not who registers or administers them", () => {
    expect(kept(person([{ ente: "015182", roles: ["records-officer"] }]))).toEqual([{ code: "015182", name: "Rho" }]);
    expect(kept(person([{ ente: "015182", roles: ["records-writer", "administrator", "approver"] }]))).toEqual([]);
  });

  it("is whom another ente delegated, the own one first", () => {
    const grants = ["cm-milano", "015205", "015182"].map((ente) => ({ ente, roles: ["records-officer"] }));
    expect(kept(person(grants)).map(({ name }) => name)).toEqual(["Rho", "cm-milano", "Segrate"]);
  });

  it("may have to sign in more strongly first", () => {
    expect([isTooWeak(person([], ["keep-records"])), isTooWeak(person([], ["administer"]))]).toEqual([true, false]);
  });
});
