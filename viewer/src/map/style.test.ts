import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateStyleMin, type StyleSpecification } from "@maplibre/maplibre-gl-style-spec";
import { describe, expect, it } from "vitest";
import { assignColors, colorIndex } from "./colors";
import { baseStyle, datasetLayers, decodeStyle, onThisHost } from "./style";

/** Written by a test of the styles crate. */
function snapshot(name: string): StyleSpecification {
  const path = join(process.cwd(), "../styles/snapshots", name);
  return decodeStyle(JSON.parse(readFileSync(path, "utf8")));
}

/** As the viewer gives it to MapLibre: with absolute URLs. */
function ready(name: string): StyleSpecification {
  return baseStyle(snapshot(name), "http://localhost").style;
}

describe("styles of the server", () => {
  it.each(["base.it.json", "base.en.json", "dataset.it.json"])("%s follow the specification", (name) => {
    expect(validateStyleMin(ready(name)).map((error) => error.message)).toEqual([]);
  });

  it("keep the braces of their glyph URL", () => {
    expect(ready("base.it.json").glyphs).toBe("http://localhost/fonts/{fontstack}/{range}.pbf");
  });

  it("name places that are asked on the page's own host", () => {
    const asked = onThisHost("https://public.example/tiles/addresses/15/1/2?v=3", "http://10.0.0.2:8080");
    expect(asked).toBe("http://10.0.0.2:8080/tiles/addresses/15/1/2?v=3");
    expect(onThisHost("/fonts/Titillium Web Regular/0-255.pbf", "http://a")).toBe("http://a/fonts/Titillium%20Web%20Regular/0-255.pbf");
  });

  it("are refused without templates of datasets", () => {
    expect(() => baseStyle({ version: 8, sources: {}, layers: [] }, "")).toThrow(TypeError);
  });
});

describe("layers of a dataset", () => {
  const { templates } = baseStyle(snapshot("base.it.json"), "");

  it("are the same that the styles crate makes", () => {
    const crate = snapshot("dataset.it.json").layers.filter((layer) => layer.id.startsWith("rho.parchi/"));
    const color = templates.colors[colorIndex("rho.parchi", templates.colors.length)];
    expect(datasetLayers(templates, "rho.parchi", "mixed", color ?? "")).toEqual(crate);
  });

  it("do not exist for a table", () => {
    expect(datasetLayers(templates, "rho.elenco", "none", "#000000")).toEqual([]);
  });
});

describe("colours", () => {
  const colors = ["red", "green", "blue"];

  it("differ as long as there are enough", () => {
    const assigned = assignColors(["a", "b", "c"], colors);
    expect(new Set(assigned.values()).size).toBe(3);
  });

  it("do not change for datasets that are there already", () => {
    expect(assignColors(["a", "b"], colors).get("a")).toBe(assignColors(["a"], colors).get("a"));
  });

  it("repeat when there are too few", () => {
    expect([...assignColors(["a", "b", "c", "d"], colors).values()]).toHaveLength(4);
  });
});
