import { afterEach, describe, expect, it } from "vitest";
import type { Internal } from "../api/internals";
import { setLanguage } from "../i18n/language";
import { compareInternals, inOrder, internalName, internalsOf, problemsOf, seriesOf, type InternalLine } from "./internals";

const door = (number: string, more: Partial<Internal> = {}): Internal => ({ building: "", stair: "", floor: "", number, ...more });
const lines = (...doors: Internal[]): InternalLine[] => doors.map((internal, key) => ({ ...internal, key }));

afterEach(() => setLanguage("it"));

describe("internals", () => {
  it("are said from what lies outside to the door", () => {
    expect(internalName(door("3", { stair: "A", floor: "1" }))).toBe("scala A, piano 1, int. 3");
    setLanguage("en");
    expect(internalName(door("3", { building: "2" }))).toBe("building 2, unit 3");
  });

  it("are sent in capitals, without blanks and without parts that are not there; empty lines are none", () => {
    expect(internalsOf(lines(door(" 3  bis ", { stair: "a" }), door("")))).toEqual([{ stair: "A", number: "3 BIS" }]);
    expect(internalsOf([])).toEqual([]);
  });

  it("are mended first where a number is missing, stands twice or cannot be written", () => {
    const wrong = lines(door("1", { stair: "a" }), door("1", { stair: "A", floor: "2" }), door("", { stair: "B" }), door("1;2"), door("1", { stair: "B" }));
    expect([...problemsOf(wrong)]).toEqual([[0, "taken"], [1, "taken"], [2, "missing"], [3, "unwritable"]]);
    expect(internalsOf(wrong)).toBeNull();
    expect(internalsOf(lines(...Array.from({ length: 2001 }, (_, at) => door(String(at)))))).toBeNull();
  });

  it("come as a series, without those that are there", () => {
    const series = { building: "", stair: "b", floor: "2", from: 3, to: 5 };
    expect(seriesOf(series, [door("4", { stair: "B" })]).map(internalName)).toEqual(["scala B, piano 2, int. 3", "scala B, piano 2, int. 5"]);
    expect(seriesOf({ ...series, from: 5, to: 3 }, [])).toEqual([]);
    expect(seriesOf({ ...series, from: 1, to: 1e9 }, [])).toHaveLength(2000);
  });

  it("differ by what tells a door from the others, which the floor does not", () => {
    const { added, removed, moved } = compareInternals([door("1", { floor: "T" }), door("2")], [door("1", { floor: "1" }), door("3")]);
    expect([added, removed, moved]).toEqual([[door("3")], [door("2")], [door("1", { floor: "1" })]]);
  });

  it("stand in the order of a house", () => {
    expect(inOrder([door("10"), door("2", { stair: "B" }), door("2")]).map(internalName)).toEqual(["int. 2", "int. 10", "scala B, int. 2"]);
  });
});
