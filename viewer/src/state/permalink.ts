import type { FeatureRef } from "../api/items";
import { isLanguage, type Language } from "../i18n/language";

export interface Camera {
  zoom: number;
  lat: number;
  lon: number;
}

/** What a link says of the page: ids only, never what a person typed. */
export interface Permalink {
  camera: Camera | null;
  layers: string[];
  hidden: string[];
  selection: FeatureRef | null;
  /** An analysis whose result is shown. */
  job: string | null;
  language: Language | null;
}

/** Ids of collections and items: what the server itself gives out. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:~-]{0,127}$/;
const LAYERS_MAX = 100;

/** Reads `#map=z/lat/lon&layers=a,b&hide=c&sel=addresses/ID&job=ID&lang=it`; parts that make no sense count as absent. */
export function parsePermalink(hash: string): Permalink {
  const parts = new Map<string, string>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const at = part.indexOf("=");
    if (at > 0) parts.set(part.slice(0, at), decode(part.slice(at + 1)));
  }
  const language = parts.get("lang");
  return {
    camera: parseCamera(parts.get("map")),
    layers: parseIds(parts.get("layers")),
    hidden: parseIds(parts.get("hide")),
    selection: parseSelection(parts.get("sel")),
    job: parseIds(parts.get("job"))[0] ?? null,
    language: isLanguage(language) ? language : null,
  };
}

export function formatPermalink(link: Permalink): string {
  const parts: string[] = [];
  if (link.camera) parts.push(`map=${formatCamera(link.camera)}`);
  if (link.layers.length > 0) parts.push(`layers=${link.layers.join(",")}`);
  if (link.hidden.length > 0) parts.push(`hide=${link.hidden.join(",")}`);
  if (link.selection) parts.push(`sel=${link.selection.collection}/${link.selection.id}`);
  if (link.job !== null) parts.push(`job=${link.job}`);
  if (link.language) parts.push(`lang=${link.language}`);
  return `#${parts.join("&")}`;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return "";
  }
}

function parseCamera(value: string | undefined): Camera | null {
  const numbers = (value ?? "").split("/").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [zoom, lat, lon] = numbers;
  if (numbers.length !== 3 || zoom === undefined || lat === undefined || lon === undefined) return null;
  const sound = zoom >= 0 && zoom <= 24 && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return sound ? { zoom, lat, lon } : null;
}

/** Five decimals of a degree are about a metre. */
function formatCamera({ zoom, lat, lon }: Camera): string {
  return [Number(zoom.toFixed(2)), Number(lat.toFixed(5)), Number(lon.toFixed(5))].join("/");
}

function parseIds(value: string | undefined): string[] {
  const ids = (value ?? "").split(",").filter((id) => ID.test(id));
  return [...new Set(ids)].slice(0, LAYERS_MAX);
}

function parseSelection(value: string | undefined): FeatureRef | null {
  const [collection, id, ...rest] = (value ?? "").split("/");
  if (collection === undefined || id === undefined || rest.length > 0) return null;
  return ID.test(collection) && ID.test(id) ? { collection, id } : null;
}
