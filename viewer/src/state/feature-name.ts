import type { Properties } from "../api/decode";
import type { FeatureRef } from "../api/items";

/** Columns that usually hold what people call a thing. */
const NAME_COLUMNS = ["label", "name", "nome", "denominazione", "titolo", "title", "descrizione", "number"];

/** What people are likely to call a feature; its id where nothing looks like a name. */
export function featureName(properties: Properties, ref: FeatureRef): string {
  const street = properties["street"];
  const number = properties["number"];
  if (ref.collection === "addresses" && typeof street === "string" && number !== undefined) return `${street} ${String(number)}`;
  const texts = Object.entries(properties).filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "");
  const named = NAME_COLUMNS.flatMap((column) => texts.find(([name]) => name.toLowerCase() === column) ?? []);
  const first = texts.find(([name]) => !/(^|_)(id|cod|codice|fid)/i.test(name));
  return named[1] ?? first?.[1] ?? ref.id;
}
