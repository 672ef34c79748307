import { isRegister, REGISTER, type Dataset } from "../api/catalog";
import type { ShapeKind } from "../api/processes";
import { language, messageFor, t } from "../i18n/language";
import { groupDatasets } from "../state/catalog-groups";

interface LayerOption {
  id: string;
  title: string;
  /** A layer may be offered twice: the first one counts as chosen. */
  isFirst: boolean;
}

/** What an input can use. */
interface Usable {
  shapes: readonly ShapeKind[];
  /** Whether tables without geometry will do. */
  tables: boolean;
}

/** Layers to choose from: those on the map first, then the register's, then the others by theme. */
export function layerGroups(datasets: readonly Dataset[], onMap: readonly string[], { shapes, tables }: Usable, chosen: string): { title: string; layers: LayerOption[] }[] {
  const fitting = datasets.filter(({ geometry, id }) => shapes.length === 0 || geometry === "mixed" || (tables && geometry === "none") || id === chosen || shapes.some((shape) => shape === geometry));
  const shown = new Set(onMap);
  const option = (dataset: Dataset, isFirst: boolean): LayerOption => ({ id: dataset.id, title: layerTitle(dataset), isFirst });
  const first = { title: t("analysis.layers.onMap"), layers: fitting.filter(({ id }) => shown.has(id)).map((dataset) => option(dataset, true)) };
  const register = { title: t("layers.register"), layers: REGISTER.flatMap((id) => fitting.find((dataset) => dataset.id === id) ?? []).map((dataset) => option(dataset, true)) };
  const themes = groupDatasets(fitting, language()).map(({ theme, enti }) => ({
    title: messageFor(`theme.${theme ?? "none"}`) ?? theme ?? t("theme.none"),
    layers: enti.flatMap((ente) => ente.datasets).map((dataset) => option(dataset, !shown.has(dataset.id))),
  }));
  const groups = [first, register, ...themes].filter(({ layers }) => layers.length > 0);
  // Of another run: a layer that is not in the catalogue, or no longer.
  const isKnown = chosen === "" || fitting.some(({ id }) => id === chosen);
  return isKnown ? groups : [{ title: t("analysis.layers.other"), layers: [{ id: chosen, title: chosen, isFirst: true }] }, ...groups];
}

/** Enti may have layers of the same name. */
export function layerTitle({ id, title, ente }: Dataset): string {
  if (isRegister(id)) return messageFor(`collection.${id}`) ?? title[language()];
  return ente.name === "" ? title[language()] : `${title[language()]} · ${ente.name}`;
}
