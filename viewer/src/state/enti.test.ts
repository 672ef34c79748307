import { expect, it } from "vitest";
import type { EnteRecord } from "../api/enti";
import { ALL_ENTI, enteName, filterEnti, zonesOf } from "./enti";

function ente(code: string, name: string, kind: EnteRecord["kind"], zone: string | null = null): EnteRecord {
  return { code, name, kind, zone, slug: null, cadastralCode: null, ipaCode: null, validFrom: null, validTo: null, successor: null };
}

const ZONE = ente("zona-nord-ovest", "Nord Ovest", "homogeneous-zone");
const RHO = ente("015182", "Rho", "comune", "zona-nord-ovest");
const CORSICO = ente("015093", "Corsico", "comune", "zona-sud-ovest");
const CITY = ente("cm-milano", "Città metropolitana di Milano", "metropolitan-city");
const ENTI = [ZONE, RHO, CORSICO, CITY];
const codes = (enti: EnteRecord[]): string[] => enti.map(({ code }) => code);

it("enti are found by zone, by kind, by both", () => {
  expect(filterEnti(ENTI, ALL_ENTI)).toEqual(ENTI);
  expect(codes(filterEnti(ENTI, { ...ALL_ENTI, zone: "zona-nord-ovest" }))).toEqual(["015182"]);
  expect(codes(filterEnti(ENTI, { ...ALL_ENTI, kind: "comune" }))).toEqual(["015182", "015093"]);
  expect(filterEnti(ENTI, { ...ALL_ENTI, kind: "other", zone: "zona-nord-ovest" })).toEqual([]);
});

it("enti are found by words of the name without accents, or by code", () => {
  expect(codes(filterEnti(ENTI, { ...ALL_ENTI, text: " MILANO citta " }))).toEqual(["cm-milano"]);
  expect(codes(filterEnti(ENTI, { ...ALL_ENTI, text: "0151" }))).toEqual(["015182"]);
});

it("the zones are enti themselves, and a code that is none stands as it is", () => {
  expect(codes(zonesOf(ENTI))).toEqual(["zona-nord-ovest"]);
  expect(enteName(ENTI, "015182")).toBe("Rho");
  expect(enteName(ENTI, "gone")).toBe("gone");
  expect(enteName(ENTI, null)).toBe("");
});
