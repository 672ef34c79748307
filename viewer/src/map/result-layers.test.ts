import { createExpression } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { legendOf, NO_VALUE, type Legend } from "../state/legend";
import { colorOf } from "./result-layers";

const rows = (column: string, values: readonly unknown[]): Record<string, unknown>[] => values.map((value) => ({ [column]: value }));

/** What MapLibre makes of a legend for a feature. */
function drawn(legend: Legend, properties: Record<string, unknown>): string {
  const color = colorOf(legend);
  if (typeof color === "string") return color;
  const parsed = createExpression(color);
  if (parsed.result === "error") throw new Error(parsed.value.map(({ message }) => message).join());
  return String(parsed.value.evaluate({ zoom: 12 }, { type: 1, properties } as never));
}

describe("the colour of a feature of a result", () => {
  it("is that of its class, whose lower end belongs to it", () => {
    const legend = legendOf("kernel-density", "density", rows("density", Array.from({ length: 100 }, (_, at) => at)));
    expect([19.9, 20, 99].map((density) => drawn(legend, { density }))).toEqual(["#fed976", "#feb24c", "#bd0026"]);
  });

  it("is that of its value, as number and as text alike", () => {
    const legend = legendOf("hot-spots", "class", []);
    expect([3, "3", -3, 0].map((value) => drawn(legend, { class: value }))).toEqual(["#b2182b", "#b2182b", "#2166ac", "#d8dde2"]);
  });

  it("is grey without a value, and one for all values that the legend does not list", () => {
    const legend = legendOf("dbscan", "cluster", rows("cluster", Array.from({ length: 12 }, (_, at) => Array.from({ length: 20 - at }, () => at)).flat()));
    expect([drawn(legend, { cluster: null }), drawn(legend, {})]).toEqual([NO_VALUE, NO_VALUE]);
    expect([drawn(legend, { cluster: 0 }), drawn(legend, { cluster: 11 })]).toEqual(["#0072b2", "#5b6f82"]);
  });
});
