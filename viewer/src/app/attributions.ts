import type { Dataset } from "../api/catalog";

/** Who the data on the map are from, each once. */
export function attributionsOf(datasets: readonly Dataset[], active: readonly string[]): string[] {
  const shown = ["municipalities", ...active];
  const used = datasets.filter((dataset) => shown.includes(dataset.id));
  return [...new Set(used.map((dataset) => dataset.attribution ?? dataset.ente.name).filter((text) => text !== ""))];
}
