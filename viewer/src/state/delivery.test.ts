import { describe, expect, it } from "vitest";
import type { Changes, Delivery, Entry, Report } from "../api/deliveries";
import { choicesFor, endingOf, isSame, LARGEST, moved, ordered, parseEpsg, rejectsOf, remarksOf, ROWS_SHOWN, sendingProblem } from "./delivery";
import type { Editable } from "./editing";

const NONE: Changes = { added: 0, absent: 0, restaged: 0, retired: 0, renamed: 0, moved: 0, movedFar: 0 };
const files = (...names: string[]): { name: string; size: number }[] => names.map((name) => ({ name, size: 10 }));
const entry = (severity: Entry["severity"], row: number | null): Entry => ({ severity, row, field: null, notice: { id: "x", args: {} } });
const report = (more: Partial<Report> = {}): Report => ({ unchanged: false, layers: [], difference: null, events: null, ...more });
const delivery = (more: Partial<Delivery> = {}): Delivery => ({ id: "d", layout: "generic", state: "previewed", needsSecond: false, report: report(), createdAt: "", decidedAt: null, files: [], ...more });
const CLERK: Editable = { municipality: "015182", mayEdit: true, mayApprove: false };
const APPROVER: Editable = { ...CLERK, mayEdit: false, mayApprove: true };

describe("files that are to be sent", () => {
  it("are as many as the layout takes; ANNCSU does without streets", () => {
    expect(sendingProblem("anncsu", files("INDIR.csv"), "")).toBeNull();
    expect(sendingProblem("generic", files("civici.csv"), "")).toBe("few");
    expect(sendingProblem("milano", files("a", "b", "c"), "")).toBe("many");
    expect([files(), files("grafo.gpkg"), files("a", "b")].map((of) => sendingProblem("arcs", of, ""))).toEqual(["few", null, "many"]);
  });

  it("have names of their own that the server takes, and are not too large", () => {
    expect(sendingProblem("generic", files("a.csv", "a.csv"), "")).toBe("twice");
    expect(sendingProblem("generic", files(".a", "b"), "")).toBe("name");
    expect(sendingProblem("generic", files("è".repeat(101), "b"), "")).toBe("name");
    expect(sendingProblem("generic", [{ name: "a", size: LARGEST }, { name: "b", size: 1 }], "")).toBe("large");
  });

  it("come with an EPSG code as people write it, or with none", () => {
    expect(["32632", " epsg:32632 ", "EPSG 3003", "", "UTM32", "32632x"].map(parseEpsg)).toEqual(["EPSG:32632", "EPSG:32632", "EPSG:3003", null, null, null]);
    expect([sendingProblem("generic", files("a", "b"), "UTM"), sendingProblem("generic", files("a", "b"), " ")]).toEqual(["crs", null]);
  });

  it("are put in the order of the layout as far as their names tell, and else stay as they were", () => {
    const names = (layout: Parameters<typeof ordered>[0], ...given: string[]): string[] => ordered(layout, files(...given)).map(({ name }) => name);
    expect(names("generic", "civici.csv", "strade.geojson.gz")).toEqual(["strade.geojson.gz", "civici.csv"]);
    expect(names("anncsu", "STRAD_H264.csv", "INDIR_H264.csv")).toEqual(["INDIR_H264.csv", "STRAD_H264.csv"]);
    expect(names("milano", "b.csv", "a.csv")).toEqual(["b.csv", "a.csv"]);
  });

  it("change places, but not over an end", () => {
    expect([moved(["a", "b", "c"], 1, -1), moved(["a", "b"], 0, 1), moved(["a", "b"], 0, -1), moved(["a", "b"], 1, 1)]).toEqual([["b", "a", "c"], ["b", "a"], ["a", "b"], ["a", "b"]]);
  });
});

describe("a report", () => {
  it("says how many would end: what is absent, and what the files call retired", () => {
    const difference = { streets: { ...NONE, absent: 2 }, addresses: { ...NONE, absent: 3, restaged: 5, retired: 4 }, smells: [] };
    expect(endingOf(difference)).toEqual({ streets: 2, addresses: 7 });
    expect([isSame(difference), isSame({ streets: NONE, addresses: NONE, smells: [] })]).toEqual([false, true]);
  });

  it("shows the first rows that were left out, with the layer, and counts all", () => {
    const entries = [entry("warning", 1), ...Array.from({ length: 60 }, (_, at) => entry("rejected", at + 2))];
    const { shown, count } = rejectsOf(report({ layers: [{ name: "addresses", rows: 9, rejected: 2000, entries }] }));
    expect([shown.length, shown[0]?.row, shown[0]?.layer, count]).toEqual([ROWS_SHOWN, 2, "addresses", 2000]);
  });

  it("shows what is said of whole files before what is said of rows", () => {
    const entries = [...Array.from({ length: 60 }, (_, at) => entry("repaired", at)), entry("assumption", null)];
    const { shown, count } = remarksOf(report({ layers: [{ name: "addresses", rows: 9, rejected: 0, entries }] }));
    expect([shown[0]?.severity, shown.length, count]).toEqual(["assumption", ROWS_SHOWN, 61]);
  });
});

describe("the decision about a delivery", () => {
  it("is an approver's; who sends may take it back", () => {
    expect(choicesFor(delivery(), CLERK, true)).toEqual({ publish: false, discard: true, hint: "approver" });
    expect(choicesFor(delivery(), APPROVER, false)).toEqual({ publish: true, discard: true, hint: null });
  });

  it("about one that smells is somebody else's than who sent it", () => {
    const smelling = delivery({ needsSecond: true });
    expect(choicesFor(smelling, { ...APPROVER, mayEdit: true }, true)).toEqual({ publish: false, discard: true, hint: "second" });
    expect(choicesFor(smelling, APPROVER, false)).toEqual({ publish: true, discard: true, hint: "second" });
  });

  it("is none where nothing changed, or where it was taken", () => {
    expect(choicesFor(delivery({ report: report({ unchanged: true }) }), APPROVER, false)).toEqual({ publish: false, discard: true, hint: "nothing" });
    expect(choicesFor(delivery({ state: "published" }), APPROVER, false)).toEqual({ publish: false, discard: false, hint: null });
  });
});
