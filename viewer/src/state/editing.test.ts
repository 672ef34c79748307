import { describe, expect, it } from "vitest";
import type { Person } from "../api/identity";
import { allowed, editable, mediating } from "./editing";

function person(roles: string[], more: Partial<Person> = {}): Person {
  const acting = { code: "015182", name: "Rho", kind: "comune" };
  return { name: "Anna", account: "a", acting, enti: [acting], grants: [{ ente: "015182", roles }], withheld: [], levels: {}, expiresAt: null, ...more };
}

describe("who edits the register", () => {
  it("is who proposes and who approves, for a comune", () => {
    expect(editable(person(["editor"]))).toEqual([{ municipality: "015182", mayEdit: true, mayApprove: false }]);
    expect(editable(person(["approver"]))[0]?.mayApprove).toBe(true);
    expect(editable(person(["reader", "publisher", "administrator"]))).toEqual([]);
    expect(editable(person(["editor"], { grants: [{ ente: "cm-milano", roles: ["editor"] }] }))).toEqual([]);
  });

  it("is nobody whose sign-in is too weak", () => {
    expect(editable(person(["editor", "approver"], { withheld: ["approve"] }))).toEqual([{ municipality: "015182", mayEdit: true, mayApprove: false }]);
    expect(editable(person(["editor"], { withheld: ["edit"] }))).toEqual([]);
  });

  it("is whom a comune delegated, its own comune first", () => {
    const grants = [{ ente: "015205", roles: ["editor"] }, { ente: "015182", roles: ["editor"] }];
    expect(editable(person([], { grants })).map(({ municipality }) => municipality)).toEqual(["015182", "015205"]);
  });

  it("has commands happen or wait by role", () => {
    const [editor, approver] = [{ municipality: "015182", mayEdit: true, mayApprove: false }, { municipality: "015182", mayEdit: false, mayApprove: true }];
    expect([allowed(editor, "propose-address"), allowed(editor, "retire"), allowed(approver, "propose-address"), allowed(approver, "retire")]).toEqual(["apply", "submit", "nothing", "apply"]);
  });
});

describe("who mediates between comuni", () => {
  const above = (kind: string, roles: string[], more: Partial<Person> = {}): Person => person(roles, { acting: { code: "z1", name: "Zona", kind }, grants: [{ ente: "z1", roles }], ...more });

  it("keeps registers for the metropolitan city, or for a zone", () => {
    expect(mediating(above("metropolitan-city", ["approver"]))).toEqual({ zone: null });
    expect(mediating(above("homogeneous-zone", ["editor"]))).toEqual({ zone: "z1" });
  });

  it("is nobody else", () => {
    expect(mediating(above("metropolitan-city", ["administrator", "publisher"]))).toBeNull();
    expect(mediating(above("metropolitan-city", ["editor"], { withheld: ["edit"] }))).toBeNull();
    expect(mediating(person(["approver"]))).toBeNull();
  });
});
