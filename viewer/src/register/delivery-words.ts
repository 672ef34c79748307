import type { Entry, Smell } from "../api/deliveries";
import { formatNumber, messageFor } from "../i18n/language";

/** What smells, in a sentence; a token that is unknown here stands as it came. */
export function smellWords({ token, values }: Smell): string {
  const words = messageFor(`delivery.smell.${token}`);
  return words === null ? token : filled(words, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, formatNumber(value, name.endsWith("_m") ? 2 : 0)])));
}

/** A line of the report of an import; one that is unknown here stands as it came. */
export function noticeWords({ notice: { id, args } }: Entry): string {
  const words = messageFor(`notice.${id}`);
  return words === null ? [id, ...Object.values(args)].join(" · ") : filled(words, args);
}

export function layoutName(layout: string): string {
  return messageFor(`delivery.layout.${layout}`) ?? layout;
}

export function layerName(layer: string): string {
  return messageFor(`delivery.layer.${layer}`) ?? layer;
}

function filled(words: string, values: Readonly<Record<string, string>>): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
