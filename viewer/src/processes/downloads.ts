import type { Client } from "../api/client";
import type { Outcome, ResultFeature } from "../api/jobs";
import { allItems } from "../api/result-items";
import { writeRecord } from "../csv/records";
import { language } from "../i18n/language";

export const FORMATS = ["geojson", "csv", "json"] as const;
export type Format = (typeof FORMATS)[number];

const BYTE_ORDER_MARK = "\uFEFF";

/** What a result can be had as. */
export function formatsOf(outcome: Outcome): readonly Format[] {
  return outcome.kind === "json" ? ["json"] : ["geojson", "csv"];
}

/** The whole result as a file. */
export async function fileOf(client: Client, outcome: Outcome, format: Format): Promise<Blob> {
  if (outcome.kind === "json") return new Blob([JSON.stringify(outcome.value, null, 2)], { type: "application/json" });
  const pages: ResultFeature[][] = [];
  if (outcome.kind === "features") pages.push(outcome.features);
  else await allItems(client, outcome.collection, (features) => pages.push(features));
  return format === "csv" ? csvOf(pages.flat()) : geoJsonOf(pages);
}

function geoJsonOf(pages: readonly ResultFeature[][]): Blob {
  const parts = pages.filter((page) => page.length > 0).map((page) => page.map(({ id, properties, geometry }) => JSON.stringify({ type: "Feature", id, geometry, properties })).join(",\n"));
  return new Blob(['{"type":"FeatureCollection","features":[\n', parts.join(",\n"), "\n]}\n"], { type: "application/geo+json" });
}

/** With the mark and the separator that spreadsheets of the language look for; of points the place as well. */
export function csvOf(features: readonly ResultFeature[]): Blob {
  const delimiter = language() === "it" ? ";" : ",";
  const columns = [...new Set(features.flatMap(({ properties }) => Object.keys(properties)))];
  const arePoints = features.some(({ geometry }) => geometry?.type === "Point");
  const header = ["id", ...columns, ...(arePoints ? ["longitude", "latitude"] : [])];
  const line = (cells: readonly string[]): string => `${writeRecord(cells, delimiter)}\r\n`;
  const rows = features.map(({ id, properties, geometry }) => {
    const place = geometry?.type === "Point" ? geometry.coordinates.slice(0, 2).map(String) : ["", ""];
    return line([id, ...columns.map((column) => cellOf(properties[column])), ...(arePoints ? place : [])]);
  });
  return new Blob([BYTE_ORDER_MARK, line(header), ...rows], { type: "text/csv;charset=utf-8" });
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
