import { describe, expect, it } from "vitest";
import type { Person } from "../api/identity";
import { neededLevel, strongerSignIns, weakRoles } from "./sign-in-level";

const RHO = { code: "015182", name: "Rho", kind: "comune" };

function person(roles: string[], withheld: string[], levels: Person["levels"]): Person {
  return { name: "Anna", account: "anna@example.org", acting: RHO, enti: [RHO], grants: [{ ente: RHO.code, roles }], withheld, levels, expiresAt: null };
}

describe("a stronger sign-in", () => {
  it("is offered once for all roles that ask for the same level", () => {
    const anna = person(["editor", "publisher", "administrator"], ["publish", "administer"], { publish: "L2", administer: "L2" });
    expect(weakRoles(anna)).toEqual(["publisher", "administrator"]);
    expect(strongerSignIns(anna)).toEqual([{ level: "L2", roles: ["publisher", "administrator"] }]);
  });

  it("is offered for each level", () => {
    const anna = person(["records-officer", "administrator"], ["keep-records", "administer"], { keep_records: "L3", administer: "L2" });
    expect(strongerSignIns(anna)).toEqual([
      { level: "L3", roles: ["records-officer"] },
      { level: "L2", roles: ["administrator"] },
    ]);
    expect(neededLevel(anna, "keep-records")).toBe("L3");
  });

  it("is not offered for what the person has no role for", () => {
    expect(strongerSignIns(person(["reader"], ["administer"], { administer: "L2" }))).toEqual([]);
  });

  it("is not offered where the server names no level", () => {
    const anna = person(["administrator"], ["administer"], {});
    expect(neededLevel(anna, "administer")).toBeNull();
    expect(strongerSignIns(anna)).toEqual([]);
  });
});
