import { describe, expect, it } from "vitest";
import { bestColumn, colorColumns, legendOf, NO_VALUE, numericColumns } from "./legend";

const rows = (column: string, values: readonly unknown[]): Record<string, unknown>[] => values.map((value) => ({ id: 1, [column]: value }));

describe("a legend", () => {
  it("names what has no value only where there may be such a thing", () => {
    expect(legendOf("hexagons", "count", rows("count", [1, 2, 2]), true)).toMatchObject({ kind: "values", none: null });
    expect(legendOf("hexagons", "count", rows("count", [1, 2, 2]))).toMatchObject({ kind: "values", none: NO_VALUE });
    expect(legendOf("hexagons", "count", [...rows("count", [1, 2]), {}], true)).toMatchObject({ kind: "values", none: NO_VALUE });
  });

  it("of a density has classes with as many cells each", () => {
    const data = rows("density", Array.from({ length: 100 }, (_, at) => at));
    const legend = legendOf("kernel-density", bestColumn("kernel-density", data), data);
    expect(legend).toMatchObject({ kind: "steps", property: "density", breaks: [20, 40, 60, 80], least: 0, most: 99 });
  });

  it("of skewed values makes no class twice, and of one value one class", () => {
    const skewed = legendOf("kernel-density", "density", rows("density", [0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 9]));
    expect(skewed.kind === "steps" && new Set(skewed.breaks).size === skewed.breaks.length && skewed.colors.length === skewed.breaks.length + 1).toBe(true);
    expect(legendOf("x", "n", rows("n", [4, 4]))).toMatchObject({ kind: "values", entries: [{ value: 4 }] });
  });

  it("of hot spots has all seven classes, cold to hot, whatever occurs", () => {
    const data = [{ z: 2.1, p: 0.03, class: 2 }, { z: 0.1, p: 0.9, class: 0 }];
    expect(bestColumn("hot-spots", data)).toBe("class");
    const legend = legendOf("hot-spots", "class", data);
    expect(legend.kind === "values" && legend.entries.map(({ value }) => value)).toEqual([3, 2, 1, 0, -1, -2, -3]);
  });

  it("of clusters has a colour for the largest, one for the others, and grey for noise", () => {
    const data = rows("cluster", [...Array.from({ length: 12 }, (_, at) => Array.from({ length: 20 - at }, () => at)).flat(), null]);
    const legend = legendOf("dbscan", bestColumn("dbscan", data), data);
    expect(legend.kind === "values" && [legend.entries.length, legend.entries[0]?.value, legend.entries.at(-1)?.value]).toEqual([10, 0, 9]);
  });

  it("of service areas goes from the near limit to the far one", () => {
    const legend = legendOf("service-area", "limit", rows("limit", [15, 5, 10, 5]));
    expect(legend.kind === "values" && legend.entries.map(({ value }) => value)).toEqual([5, 10, 15]);
  });

  it("of anything else takes a column that measures something, never a code", () => {
    const data = [{ codice_istat: 15146, id: 3, nome: "x", abitanti: 12, area_m2: 4.5 }];
    expect(numericColumns(data)).toEqual(["area_m2", "abitanti"]);
    expect(bestColumn("union", data)).toBe("area_m2");
    expect(colorColumns("union", data)).toEqual(["area_m2", "abitanti"]);
    expect(legendOf("union", bestColumn("buffer", [{ nome: "x" }]), [{ nome: "x" }])).toEqual({ kind: "single", color: "#7a2e8e" });
  });

  it("of kinds told in words has a colour for each", () => {
    const legend = legendOf("change", bestColumn("change", rows("change", ["added", "removed"])), rows("change", ["added", "removed", "added"]));
    expect(legend).toMatchObject({ kind: "values", property: "change", entries: [{ value: "added" }, { value: "removed" }] });
  });
});
