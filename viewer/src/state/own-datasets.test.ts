import { expect, it } from "vitest";
import { decodeDataset } from "../api/catalog";
import { ownDatasets } from "./own-datasets";

const RHO = { code: "015182", name: "Rho" };
const dataset = (id: string, ente: object | null, title: string) => decodeDataset({ id, ente, title: { it: title, en: title }, visibility: "public" });

it("the datasets of an ente are its own by title, without the register and without those of others", () => {
  const all = [dataset("addresses", null, "Civici"), dataset("rho.verde", RHO, "Verde"), dataset("segrate.parchi", { code: "015205", name: "Segrate" }, "Parchi"), dataset("rho.aree", RHO, "Aree")];
  expect(ownDatasets(all, "015182", "it").map(({ id }) => id)).toEqual(["rho.aree", "rho.verde"]);
  expect(ownDatasets(all, "", "it"), "whoever acts for nobody owns nothing").toEqual([]);
});
