import { describe, expect, it } from "vitest";
import type { Person } from "../api/identity";
import { access, allowedPages, rolesNow } from "./permissions";

const RHO = { code: "015182", name: "Rho", kind: "comune" };
const MILANO = { code: "015146", name: "Milano", kind: "comune" };
const CITY = { code: "cm-milano", name: "Città metropolitana di Milano", kind: "metropolitan-city" };

function person(acting: Person["acting"], grants: Person["grants"]): Person {
  return { name: "Anna", account: "anna@example.org", acting, enti: [RHO, MILANO], grants, withheld: [], levels: {}, expiresAt: null };
}

describe("the menu of the account", () => {
  it("holds every page for an administrator of the ente acted for", () => {
    const anna = person(RHO, [{ ente: "015182", roles: ["editor", "administrator"] }]);
    expect(allowedPages(anna)).toEqual(["overview", "roles", "keys", "audit", "data"]);
  });

  it.each(["reader", "editor", "approver", "records-officer", "unknown"])("holds no administration for the role %s", (role) => {
    expect(allowedPages(person(RHO, [{ ente: "015182", roles: [role] }]))).toEqual(["overview"]);
  });

  it("holds the datasets for a publisher", () => {
    expect(allowedPages(person(RHO, [{ ente: "015182", roles: ["publisher"] }]))).toEqual(["overview", "datasets"]);
  });

  it("holds the list of enti for an administrator of the metropolitan city alone", () => {
    const elena = person(CITY, [{ ente: "cm-milano", roles: ["administrator"] }]);
    expect(allowedPages(elena)).toContain("enti");
    expect(access({ ...elena, withheld: ["administer"] }, "enti")).toBe("weak");
    expect(access(person(CITY, [{ ente: "cm-milano", roles: ["publisher"] }]), "enti")).toBe("refused");
    expect(access(person(RHO, [{ ente: "015182", roles: ["administrator"] }]), "enti")).toBe("refused");
  });

  it("does not go by a role for another ente", () => {
    const anna = person(MILANO, [{ ente: "015182", roles: ["administrator"] }, { ente: "015146", roles: ["reader"] }]);
    expect(rolesNow(anna)).toEqual(["reader"]);
    expect(access(anna, "keys")).toBe("refused");
  });

  it("holds no administration after a sign-in that is too weak for it", () => {
    const anna = { ...person(RHO, [{ ente: "015182", roles: ["administrator"] }]), withheld: ["administer"] };
    expect(allowedPages(anna)).toEqual(["overview"]);
    expect(access(anna, "keys")).toBe("weak");
  });

  it("holds one page for somebody without any ente", () => {
    expect(allowedPages(person(null, []))).toEqual(["overview"]);
  });
});
