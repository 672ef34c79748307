import type { Client } from "./client";
import { list, optionalNumber, record } from "./decode";
import { decodeFeature, type ResultFeature } from "./jobs";
import { nextOf } from "./links";

/** One answer of items. */
export interface ItemsPage {
  features: ResultFeature[];
  /** How many there are in all, where the server says. */
  matched: number | null;
  /** The path of the next page. */
  next: string | null;
}

/** What of a large result is looked at for its legend: pages from all of it, since features often lie in an order. */
const SAMPLES = 4;
/** The server's own cap. */
const PAGE = 10_000;
const PAGES_MAX = 200;

export function listItems(client: Client, collection: string, limit: number, offset: number, signal?: AbortSignal): Promise<ItemsPage> {
  return client.get(`${itemsPath(collection)}?f=json&limit=${limit}${offset === 0 ? "" : `&offset=${offset}`}`, decodePage, signal);
}

/** The first features, and of a collection that is larger a sample of the others. */
export async function sampleItems(client: Client, collection: string, first: number, signal?: AbortSignal): Promise<{ features: ResultFeature[]; sample: ResultFeature[]; matched: number }> {
  const page = await listItems(client, collection, first, 0, signal);
  const matched = page.matched ?? page.features.length;
  if (matched <= page.features.length) return { features: page.features, sample: page.features, matched };
  const size = Math.ceil(first / SAMPLES);
  const offsets = Array.from({ length: SAMPLES }, (_, at) => Math.floor(((at + 1) * (matched - size)) / SAMPLES)).map((offset) => Math.min(offset, 1_000_000));
  const others = await Promise.all(offsets.map((offset) => listItems(client, collection, size, offset, signal)));
  return { features: page.features, sample: [...page.features.slice(0, size), ...others.flatMap(({ features }) => features)], matched };
}

/** All features, page after page. */
export async function allItems(client: Client, collection: string, each: (features: ResultFeature[]) => void): Promise<void> {
  let path: string | null = `${itemsPath(collection)}?f=json&limit=${PAGE}`;
  for (let page = 0; path !== null && page < PAGES_MAX; page += 1) {
    const answer: ItemsPage = await client.get(path, decodePage);
    each(answer.features);
    path = answer.next;
  }
}

function itemsPath(collection: string): string {
  return `/ogc/collections/${encodeURIComponent(collection)}/items`;
}

function decodePage(value: unknown): ItemsPage {
  const page = record(value);
  return { features: list(page["features"], (feature) => feature).map(decodeFeature), matched: optionalNumber(page["numberMatched"]), next: nextOf(page["links"]) };
}
