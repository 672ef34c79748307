import { isRegister, type Dataset } from "../api/catalog";

export interface EnteGroup {
  name: string;
  datasets: Dataset[];
}

export interface ThemeGroup {
  /** null: datasets without a theme. */
  theme: string | null;
  enti: EnteGroup[];
  count: number;
}

/** Lower case without accents, so that `citta` finds `Città`. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();
}

/** Datasets in which every word of the filter occurs somewhere: title in either language, ente, theme or id. */
export function filterDatasets(datasets: readonly Dataset[], filter: string): Dataset[] {
  const words = fold(filter).split(/\s+/).filter((word) => word !== "");
  return datasets.filter((dataset) => {
    const text = fold([dataset.title.it, dataset.title.en, dataset.ente.name, dataset.theme ?? "", dataset.id].join(" "));
    return words.every((word) => text.includes(word));
  });
}

/** Groups by theme, then by ente, each in alphabetical order; what has no theme comes last. The register is not among them. */
export function groupDatasets(datasets: readonly Dataset[], language: "it" | "en"): ThemeGroup[] {
  const themes = new Map<string | null, Map<string, Dataset[]>>();
  for (const dataset of datasets) {
    if (isRegister(dataset.id)) continue;
    const enti = getOrInsert(themes, dataset.theme, () => new Map<string, Dataset[]>());
    getOrInsert(enti, dataset.ente.name, () => []).push(dataset);
  }
  const collator = new Intl.Collator(language);
  const groups = [...themes].map(([theme, enti]) => themeGroup(theme, enti, collator, language));
  return groups.sort((a, b) => Number(a.theme === null) - Number(b.theme === null) || collator.compare(a.theme ?? "", b.theme ?? ""));
}

function themeGroup(
  theme: string | null,
  enti: Map<string, Dataset[]>,
  collator: Intl.Collator,
  language: "it" | "en",
): ThemeGroup {
  const groups = [...enti].map(([name, datasets]) => ({
    name,
    datasets: datasets.sort((a, b) => collator.compare(a.title[language], b.title[language])),
  }));
  groups.sort((a, b) => collator.compare(a.name, b.name));
  return { theme, enti: groups, count: groups.reduce((sum, ente) => sum + ente.datasets.length, 0) };
}

function getOrInsert<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
