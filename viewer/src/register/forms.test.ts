import { html } from "lit";
import { describe, expect, it } from "vitest";
import type { Locality } from "../api/localities";
import type { HouseNumber, RegisterEvent, Street } from "../api/register";
import { correctDetails, correctStage, readDetails } from "./forms-corrections";
import { endTwin, readMerge, readSplit, readTwin } from "./forms-streets";
import { mergeMunicipality, readMergeMunicipality } from "./forms-municipality";
import { approve, newStreet, retire, subjectOfLocality, subjectOfNumber, subjectOfStreet } from "./forms";
import { readArcs, recordArcs } from "./forms-arcs";
import { readInternals } from "./forms-internals";
import { assignLocality, correctLocalityName, newLocality, renameLocality } from "./forms-localities";
import { Unreadable } from "./form-spec";

const filled = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
};
const STREET = { seq: 7, id: "s1", kind: "Via", name: "Dante", label: "Via Dante", stage: "current" } as Street;
const NUMBER = { seq: 9, id: "a1", street: "s1", details: { postcode: null, censusSection: null, block: null, parcels: [], mainAddress: null } } as unknown as HouseNumber;

const PLACE: Locality = { seq: 8, id: "l1", label: "Passirana", stage: "current", municipality: "015182", aliases: [] };

describe("the command of a form", () => {
  it("splits a street with its name, its code and those that go", () => {
    const numbers = [{ address: "a1", locator: { kind: "number", number: 2 } }];
    expect(readSplit("s1", filled({ kind: "Via", name: "Nuova", "local-code": " 77 ", numbers: JSON.stringify(numbers) }))).toEqual({
      type: "split", thoroughfare: "s1", kind: "Via", name: "Nuova", local_code: "77", numbers,
    });
  });

  it("splits no street of which no number goes", () => {
    expect(() => readSplit("s1", filled({ kind: "Via", name: "Nuova", numbers: "" }))).toThrow(Unreadable);
  });

  it("merges a comune only into one that was chosen, with its act, and sums up what would pass", () => {
    expect(() => readMergeMunicipality("015155", filled({ into: "" }))).toThrow(Unreadable);
    expect(readMergeMunicipality("015155", filled({ into: "015062" }))).toEqual({ type: "merge-municipality", municipality: "015155", into: "015062" });
    const form = mergeMunicipality(["015155", "Nosate"], [["015062", "Castano Primo"]]);
    expect([form.legalAct, form.previewed, form.dated]).toEqual(["required", true, true]);
    const events = ["municipality", "thoroughfare", "thoroughfare", "address"].map((subjectKind) => ({ subjectKind, after: { successor: "015062" } }) as unknown as RegisterEvent);
    expect(form.summary?.(events, { type: "merge-municipality" })).toBe("Nosate confluisce in Castano Primo. Passano: vie 2, numeri 1, località 0. Restano gli stessi identificativi.");
  });

  it("merges only once the street that stays is chosen and its numbers are known", () => {
    expect(() => readMerge("s1", filled({}))).toThrow(Unreadable);
    expect(() => readMerge("s1", filled({ into: "s2", numbers: "" }))).toThrow(Unreadable);
    expect(readMerge("s1", filled({ into: "s2", numbers: "[]" }))).toEqual({ type: "merge", thoroughfare: "s1", into: "s2", numbers: [] });
  });

  it("declares a twin that is chosen, and takes back the one that it is about", () => {
    expect(() => readTwin("s1", filled({ twin: "" }))).toThrow(Unreadable);
    expect(readTwin("s1", filled({ twin: "s9" }))).toEqual({ type: "declare-twin", thoroughfare: "s1", twin: "s9", holds: true });
    const form = endTwin(subjectOfStreet(STREET), "s9", "Via Dante (Pero)");
    expect(form.read(filled({}))).toEqual({ type: "declare-twin", thoroughfare: "s1", twin: "s9", holds: false });
    expect([form.command, form.seen, form.dated]).toEqual(["declare-twin", 7, false]);
  });

  it("corrects a stage: for a street with its act, always with a reason, and never on a day to come", () => {
    const [street, number] = [correctStage(subjectOfStreet(STREET), "current"), correctStage(subjectOfNumber(NUMBER, "Via Dante 1"), "retired")];
    expect([street.legalAct, street.reason, street.dated, number.legalAct]).toEqual(["required", "required", false, "optional"]);
    expect(number.read(filled({ stage: "current" }))).toEqual({ type: "correct-stage", address: "a1", stage: "current" });
    expect(() => number.read(filled({ stage: "" }))).toThrow(Unreadable);
  });

  it("corrects details by saying all of them: what is left empty is none any more", () => {
    expect(readDetails("a1", filled({ postcode: "20017", block: "", "census-section": "", parcels: " A/12/345 \n\nA/12/346", "main-address": "a0" }))).toEqual({
      type: "correct-details", address: "a1", postcode: "20017", parcels: ["A/12/345", "A/12/346"], main_address: "a0",
    });
    expect(readDetails("a1", filled({ postcode: "", parcels: "" }))).toEqual({ type: "correct-details", address: "a1" });
  });

  it("proposes, names and names anew a place", () => {
    const place = subjectOfLocality(PLACE);
    const named = filled({ name: "Cascina Nuova" });
    expect(newLocality("015182").read(named)).toEqual({ type: "propose-locality", municipality: "015182", name: "Cascina Nuova" });
    expect(renameLocality(place).read(named)).toEqual({ type: "rename-locality", locality: "l1", name: "Cascina Nuova" });
    expect(correctLocalityName(place).read(named)).toEqual({ type: "correct-locality-name", locality: "l1", name: "Cascina Nuova" });
    expect([renameLocality(place).legalAct, correctLocalityName(place).legalAct, renameLocality(place).seen]).toEqual(["required", "none", 8]);
  });

  it("approves and ends by an act what has a name of its own, and a number without one", () => {
    const [street, place, number] = [subjectOfStreet(STREET), subjectOfLocality(PLACE), subjectOfNumber(NUMBER, "1")];
    expect([street, place, number].map((subject) => approve(subject).legalAct)).toEqual(["required", "required", "optional"]);
    expect([street, place, number].map((subject) => retire(subject).legalAct)).toEqual(["required", "required", "optional"]);
    expect(retire(place).read(filled({}))).toEqual({ type: "retire", locality: "l1" });
  });

  it("puts a street into a named place, or takes it out", () => {
    const form = assignLocality(subjectOfStreet(STREET), "l1", [PLACE]);
    expect(form.read(filled({ locality: "l1" }))).toEqual({ type: "assign-locality", thoroughfare: "s1", locality: "l1" });
    expect(form.read(filled({ locality: "" }))).toEqual({ type: "assign-locality", thoroughfare: "s1" });
    const proposed = filled({ kind: "Via", name: "Nuova", locality: "l1" });
    expect(newStreet("015182", () => html``).read(proposed)).toEqual({ type: "propose-thoroughfare", municipality: "015182", kind: "Via", name: "Nuova", locality: "l1" });
  });

  it("records all internals of a number, none too, and nothing where a line is to be mended", () => {
    expect(readInternals("a1", filled({ internals: "[]" }))).toEqual({ type: "record-internals", address: "a1", internals: [] });
    expect(() => readInternals("a1", filled({ internals: "" }))).toThrow(Unreadable);
  });

  it("records all stretches of a street, none too, and nothing while one is drawn or is to be mended", () => {
    expect(readArcs("s1", filled({ arcs: "[]", drawing: "" }))).toEqual({ type: "record-arcs", thoroughfare: "s1", arcs: [] });
    expect(() => readArcs("s1", filled({ arcs: "[]", drawing: "yes" }))).toThrow("non è finito");
    expect(() => readArcs("s1", filled({ arcs: "", drawing: "" }))).toThrow(Unreadable);
    const form = recordArcs(subjectOfStreet(STREET), [], () => html``);
    const arcs = [{ line: { type: "LineString", coordinates: [[9, 45], [9.1, 45]] }, left: { from: 1, to: 9 } }];
    expect([form.previewed, form.seen, form.summary?.([], { type: "record-arcs", arcs })]).toEqual([true, 7, "Tratti: aggiunti 1. In tutto saranno 1."]);
  });

  it("shows what will change before any of these happens", () => {
    const forms = [correctStage(subjectOfStreet(STREET), "current"), correctDetails(subjectOfNumber(NUMBER, "1"), NUMBER, () => []), endTwin(subjectOfStreet(STREET), "s9", "")];
    expect(forms.every(({ previewed }) => previewed)).toBe(true);
  });
});
