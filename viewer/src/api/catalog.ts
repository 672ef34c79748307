import { noAnswer, type Client } from "./client";
import { list, oneOf, optionalBounds, optionalNumber, optionalText, record, text, type Bounds } from "./decode";

export const GEOMETRIES = ["point", "line", "polygon", "mixed", "none"] as const;
export type Geometry = (typeof GEOMETRIES)[number];

export const VISIBILITIES = ["public", "shared", "private"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** One collection of the catalogue: a dataset of an ente or a live part of the register. */
export interface Dataset {
  id: string;
  title: { it: string; en: string };
  ente: { code: string; name: string };
  geometry: Geometry;
  visibility: Visibility;
  /** Codes of the enti that it is shared with; null where the server does not say. */
  sharedWith: string[] | null;
  count: number | null;
  bounds: Bounds | null;
  updated: string | null;
  theme: string | null;
  license: string | null;
  attribution: string | null;
  tiles: string;
  items: string;
}

/** The collections of the register, which the base map draws. */
export const REGISTER = ["municipalities", "thoroughfares", "addresses", "localities"] as const;

export function isRegister(id: string): boolean {
  return REGISTER.some((collection) => collection === id);
}

/** Collections of the register that can be had as they were on a day. */
export function hasHistory(id: string): boolean {
  return isRegister(id) && id !== "municipalities";
}

const PAGE_SIZE = 1000;
const PAGES_MAX = 20;

interface Page {
  items: Dataset[];
  next: string | null;
}

/** The whole catalogue that this person may see, page after page. */
export async function listDatasets(client: Client, signal?: AbortSignal): Promise<Dataset[]> {
  const datasets: Dataset[] = [];
  let path: string | null = `/rest/catalog/v1/datasets?limit=${PAGE_SIZE}`;
  for (let page = 0; path !== null && page < PAGES_MAX; page += 1) {
    const answer: Page = await client.get(path, decodePage, signal);
    datasets.push(...answer.items);
    path = answer.next === null ? null : nextPath(answer.next);
  }
  return datasets;
}

/** Says who sees a dataset; `sharedWith` takes the place of all that it was shared with before. */
export function setVisibility(client: Client, id: string, visibility: Visibility, sharedWith: readonly string[]): Promise<void> {
  const body = { visibility, shared_with: sharedWith };
  return client.write("PATCH", `/rest/catalog/v1/datasets/${encodeURIComponent(id)}`, body, noAnswer);
}

/** `next` is a cursor or a URL of our own; of a URL only path and query count. */
function nextPath(next: string): string {
  if (!next.includes("/")) return `/rest/catalog/v1/datasets?limit=${PAGE_SIZE}&cursor=${encodeURIComponent(next)}`;
  const url = new URL(next, "http://localhost");
  return url.pathname + url.search;
}

function decodePage(value: unknown): Page {
  const page = record(value);
  return { items: list(page["items"], decodeDataset), next: optionalText(page["next"]) };
}

export function decodeDataset(value: unknown): Dataset {
  const item = record(value);
  const id = text(item["id"]);
  return {
    id,
    title: decodeTitle(item["title"], id),
    ente: decodeEnte(item["ente"]),
    geometry: oneOf(item["geometry"], GEOMETRIES, "mixed"),
    visibility: oneOf(item["visibility"], VISIBILITIES, "public"),
    sharedWith: Array.isArray(item["shared_with"]) ? list(item["shared_with"], text) : null,
    count: optionalNumber(item["count"]),
    bounds: optionalBounds(item["bounds"]),
    updated: optionalText(item["updated"]),
    theme: optionalText(item["theme"]),
    license: optionalText(item["license"]),
    attribution: optionalText(item["attribution"]),
    tiles: optionalText(item["tiles"]) ?? `/tiles/${id}`,
    items: optionalText(item["items"]) ?? `/ogc/collections/${id}/items`,
  };
}

/** A dataset without a title in one language is shown with the other's, at last with its id. */
function decodeTitle(value: unknown, id: string): Dataset["title"] {
  if (typeof value === "string") return { it: value, en: value };
  const title = typeof value === "object" && value !== null ? record(value) : {};
  const italian = optionalText(title["it"]);
  const english = optionalText(title["en"]);
  return { it: italian ?? english ?? id, en: english ?? italian ?? id };
}

function decodeEnte(value: unknown): Dataset["ente"] {
  if (typeof value !== "object" || value === null) return { code: "", name: "" };
  const ente = record(value);
  return { code: optionalText(ente["code"]) ?? "", name: optionalText(ente["name"]) ?? "" };
}
