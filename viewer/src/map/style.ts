import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Decode } from "../api/client";
import { record } from "../api/decode";
import { GEOMETRIES, type Geometry } from "../api/catalog";

/** Layers of a dataset with `@id` and `@color` still open, as the base style carries them in its metadata. */
export interface DatasetTemplates {
  colors: string[];
  layers: Record<Exclude<Geometry, "none">, LayerSpecification[]>;
}

export interface BaseStyle {
  style: StyleSpecification;
  templates: DatasetTemplates;
}

/** Checks as much of a style as the viewer itself relies on; MapLibre checks the rest. */
export const decodeStyle: Decode<StyleSpecification> = (value) => {
  const style = record(value);
  if (style["version"] !== 8 || !Array.isArray(style["layers"])) throw new TypeError("not a style");
  return value as StyleSpecification;
};

export function baseStyle(style: StyleSpecification, origin: string): BaseStyle {
  return { style: absolute(style, origin), templates: readTemplates(style) };
}

/**
 * The same path on the host of this page. The server writes its public name into styles and TileJSON,
 * and may be reached by another (a tunnel, an internal name): the page still asks only where it came from.
 */
export function onThisHost(url: string, origin: string): string {
  const { pathname, search } = new URL(url, origin);
  return origin + pathname + search;
}

/** Glyphs and sprite must have absolute URLs; braces in them must stay as they are. */
function absolute(style: StyleSpecification, origin: string): StyleSpecification {
  const full = (url: string): string => (url.startsWith("/") ? origin + url : url);
  return {
    ...style,
    ...(style.glyphs === undefined ? {} : { glyphs: full(style.glyphs) }),
    ...(typeof style.sprite === "string" ? { sprite: full(style.sprite) } : {}),
  };
}

function readTemplates(style: StyleSpecification): DatasetTemplates {
  const metadata = record(style.metadata ?? {});
  const templates = record(metadata["civico:dataset"]);
  const layers = record(templates["layers"]);
  const kinds = GEOMETRIES.filter((kind) => kind !== "none");
  if (!Array.isArray(templates["colors"]) || kinds.some((kind) => !Array.isArray(layers[kind]))) {
    throw new TypeError("the base style has no templates of datasets");
  }
  return templates as unknown as DatasetTemplates;
}

/** Layers of one dataset: the same that `dataset_layers` of the styles crate makes. */
export function datasetLayers(
  templates: DatasetTemplates,
  id: string,
  geometry: Geometry,
  color: string,
): LayerSpecification[] {
  if (geometry === "none") return [];
  return templates.layers[geometry].map((layer) => fill(layer, id, color) as LayerSpecification);
}

function fill(value: unknown, id: string, color: string): unknown {
  if (value === "@color") return color;
  if (typeof value === "string") return value.startsWith("@id") ? id + value.slice("@id".length) : value;
  if (Array.isArray(value)) return value.map((item) => fill(item, id, color));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, id, color)]));
}
