import type { Map as MapLibreMap } from "maplibre-gl";
import { datasetLayers, type DatasetTemplates } from "./style";
import type { DrawnDataset } from "./types";

/** Separates the id of a dataset from the name of one of its layers. */
const SEPARATOR = "/";
/** Datasets are drawn below this layer and those above it, so that names stay readable. */
const FIRST_ABOVE = "street-name";

const RANK: Record<DrawnDataset["geometry"], number> = { point: 0, line: 1, mixed: 2, polygon: 3, none: 4 };

/** Keeps the layers of datasets on the map equal to a list. */
export class Datasets {
  private drawn: DrawnDataset[] = [];

  constructor(
    private readonly map: MapLibreMap,
    private readonly templates: DatasetTemplates,
  ) {}

  /** The first is on top among those of its kind: points lie over lines and lines over areas, so that none hides another. */
  set(datasets: readonly DrawnDataset[]): void {
    const wanted = [...datasets].sort((a, b) => RANK[a.geometry] - RANK[b.geometry]);
    if (isSame(wanted, this.drawn)) return;
    const ids = new Set(wanted.map((dataset) => dataset.id));
    for (const dataset of this.drawn) this.removeLayers(dataset.id);
    for (const dataset of this.drawn) if (!ids.has(dataset.id)) this.map.removeSource(dataset.id);
    for (const dataset of [...wanted].reverse()) this.add(dataset);
    this.drawn = wanted;
  }

  reload(): void {
    const { drawn } = this;
    this.set([]);
    this.set(drawn);
  }

  private add(dataset: DrawnDataset): void {
    const layers = datasetLayers(this.templates, dataset.id, dataset.geometry, dataset.color);
    if (layers.length === 0) return;
    if (!this.map.getSource(dataset.id)) this.map.addSource(dataset.id, { type: "vector", url: dataset.tiles });
    const before = this.map.getLayer(FIRST_ABOVE) ? FIRST_ABOVE : undefined;
    for (const layer of layers) this.map.addLayer(layer, before);
  }

  private removeLayers(id: string): void {
    for (const layer of this.map.getStyle().layers) {
      if (layer.id.startsWith(id + SEPARATOR)) this.map.removeLayer(layer.id);
    }
  }
}

function isSame(a: readonly DrawnDataset[], b: readonly DrawnDataset[]): boolean {
  return a.length === b.length && a.every((dataset, at) => dataset.id === b[at]?.id && dataset.color === b[at].color);
}
