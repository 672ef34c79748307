import type { Details } from "../app/state";
import { featureName } from "./feature-name";
import type { Selected } from "./process-values";

/** What somebody looks at now, as something to analyse; null for nothing, or for what has no shape. */
export function selectedOf(details: Details | null): Selected | null {
  const hit = details?.hits[details.selected];
  if (!details || !hit) return null;
  const { item } = details;
  const isItem = item !== null && item.collection === hit.collection && item.id === hit.id;
  const geometry = isItem && item.geometry ? item.geometry : hit.shape;
  // A link or a search names a thing before its shape is known.
  if ("coordinates" in geometry && geometry.coordinates.length === 0) return null;
  const properties = isItem ? item.properties : hit.properties;
  return { collection: hit.collection, id: hit.id, title: featureName(properties, hit), properties, geometry };
}
