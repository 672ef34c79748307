import { describe, expect, it } from "vitest";
import { decodeDataset, type Dataset } from "../api/catalog";
import { filterDatasets, fold, groupDatasets } from "./catalog-groups";

function dataset(id: string, ente: string, theme: string | null, it: string, en = it): Dataset {
  return decodeDataset({ id, title: { it, en }, ente: { code: "0", name: ente }, geometry: "point", theme });
}

const DATASETS = [
  dataset("municipalities", "Città metropolitana", null, "Comuni"),
  dataset("rho.scuole", "Rho", "scuole", "Scuole", "Schools"),
  dataset("arese.scuole", "Arese", "scuole", "Scuole", "Schools"),
  dataset("rho.parchi", "Rho", "ambiente", "Parchi", "Parks"),
  dataset("rho.alberi", "Rho", "ambiente", "Alberi", "Trees"),
  dataset("rho.vari", "Rho", null, "Varie"),
];

describe("groups of the catalogue", () => {
  it("go by theme, then by ente, then by title; no theme comes last", () => {
    const groups = groupDatasets(DATASETS, "it");
    expect(groups.map((group) => [group.theme, group.count])).toEqual([["ambiente", 2], ["scuole", 2], [null, 1]]);
    expect(groups[0]?.enti[0]?.datasets.map((one) => one.id)).toEqual(["rho.alberi", "rho.parchi"]);
    expect(groups[1]?.enti.map((ente) => ente.name)).toEqual(["Arese", "Rho"]);
  });

  it("leave the register out", () => {
    const ids = groupDatasets(DATASETS, "it").flatMap((group) => group.enti).flatMap((ente) => ente.datasets).map((one) => one.id);
    expect(ids).not.toContain("municipalities");
  });

  it("sort titles in the language of the page", () => {
    const english = groupDatasets(DATASETS, "en")[0]?.enti[0]?.datasets.map((one) => one.title.en);
    expect(english).toEqual(["Parks", "Trees"]);
  });
});

describe("the filter", () => {
  it("looks for every word in title, ente, theme and id", () => {
    expect(filterDatasets(DATASETS, "rho sch").map((one) => one.id)).toEqual(["rho.scuole"]);
    expect(filterDatasets(DATASETS, "trees").map((one) => one.id)).toEqual(["rho.alberi"]);
  });

  it("does not care for accents and case", () => {
    expect(fold("Città MOBILITÀ")).toBe("citta mobilita");
    expect(filterDatasets(DATASETS, "CITTA").map((one) => one.id)).toEqual(["municipalities"]);
  });

  it("keeps everything when it is empty", () => {
    expect(filterDatasets(DATASETS, "  ")).toHaveLength(DATASETS.length);
  });
});
