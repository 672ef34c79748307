import { isRegister, type Dataset } from "../api/catalog";
import type { Language } from "../i18n/language";

/** The datasets of an ente by title: not those that others let it see, nor the register, which is everybody's. */
export function ownDatasets(datasets: readonly Dataset[], ente: string, language: Language): Dataset[] {
  const collator = new Intl.Collator(language);
  return datasets
    .filter((dataset) => dataset.ente.code === ente && ente !== "" && !isRegister(dataset.id))
    .sort((a, b) => collator.compare(a.title[language], b.title[language]));
}
