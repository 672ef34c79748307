import { listDatasets, REGISTER, type Dataset } from "../api/catalog";
import { isAbort, type Client } from "../api/client";
import { collectionOf, reverse, type LonLat, type Place } from "../api/geocoder";
import { getItem, type FeatureRef, type Item } from "../api/items";
import { language, setLanguage, type Language } from "../i18n/language";
import { assignColors } from "../map/colors";
import type { Hit, MapEvents, MapPort } from "../map/types";
import { formatPermalink, parsePermalink, type Permalink } from "../state/permalink";
import { boundsOf, isPoint, territory } from "./bounds";
import { INITIAL, type AppState, type Details } from "./state";
import { approach } from "./zoom";

/** What the controller needs of the page: its address. */
export interface Address {
  read(): string;
  write(hash: string): void;
}

/** How the map is opened: only `src/map/` knows. */
export type OpenMap = (link: Permalink, bounds: ReturnType<typeof territory>, events: MapEvents) => Promise<MapPort>;

/** The viewer without its looks: holds the state, and keeps map, server and address bar in step with it. */
export class Controller {
  state: AppState = INITIAL;
  map: MapPort | null = null;
  private request = new AbortController();

  constructor(
    private readonly client: Client,
    private readonly address: Address,
    private readonly openMap: OpenMap,
    private readonly changed: () => void,
  ) {}

  /** Loads catalogue and map; may be called again after a failure. */
  async start(): Promise<void> {
    const link = parsePermalink(this.address.read());
    if (link.language) setLanguage(link.language);
    this.set({ active: link.layers, hidden: link.hidden, job: link.job });
    await this.loadCatalog();
    if (!this.map) await this.loadMap(link);
  }

  async loadCatalog(): Promise<void> {
    this.set({ catalog: "loading" });
    try {
      const datasets = await listDatasets(this.client);
      this.set({ catalog: "ready", datasets, active: this.state.active.filter((id) => isDrawable(datasets, id)) });
      this.draw();
    } catch {
      this.set({ catalog: "failed" });
    }
  }

  /** Loads again what depends on who is signed in, and for whom that person acts. */
  async reload(): Promise<void> {
    await this.loadCatalog();
    this.map?.reloadDatasets();
    this.writeLink();
  }

  /** Follows a link whose address was changed by hand or by the back button. */
  async follow(): Promise<void> {
    const link = parsePermalink(this.address.read());
    if (link.language) setLanguage(link.language);
    this.set({ active: link.layers.filter((id) => isDrawable(this.state.datasets, id)), hidden: link.hidden, job: link.job });
    this.draw();
    if (link.camera) this.map?.jumpTo(link.camera);
    if (link.selection) await this.showFeature(link.selection, link.camera === null);
    else this.closeDetails();
  }

  toggleDataset(id: string): void {
    const { active } = this.state;
    this.set({ active: active.includes(id) ? active.filter((other) => other !== id) : [...active, id] });
    this.draw();
    this.writeLink();
  }

  removeAllDatasets(): void {
    this.set({ active: [] });
    this.draw();
    this.writeLink();
  }

  toggleRegister(id: string): void {
    const { hidden } = this.state;
    this.set({ hidden: hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id] });
    this.draw();
    this.writeLink();
  }

  zoomToDataset(id: string): void {
    const bounds = this.dataset(id)?.bounds;
    if (bounds) this.map?.fit(bounds, 16);
  }

  showTerritory(): void {
    this.map?.fit(territory(this.state.datasets), 16);
  }

  dataset(id: string): Dataset | null {
    return this.state.datasets.find((dataset) => dataset.id === id) ?? null;
  }

  /** The colour that a dataset has on the map, or would have. */
  colorOf(id: string): string {
    const colors = this.map?.colors() ?? [];
    const { active } = this.state;
    const assigned = assignColors(active.includes(id) ? active : [...active, id], colors);
    return assigned.get(id) ?? "#5b6f82";
  }

  /** Goes to an answer of the geocoder, with a pin and the feature it stands for. */
  async choose(place: Place): Promise<void> {
    const collection = collectionOf(place.level);
    const approached = approach(place.level);
    this.map?.setHighlight({ shape: null, pin: { point: place.point, label: place.label } });
    if (!approached.fits) this.map?.flyTo(place.point, approached.zoom);
    if (!collection || place.id === null) {
      this.set({ details: { ...emptyDetails(place.point, "chosen"), near: place, itemStatus: "ready" } });
      this.writeLink();
      return;
    }
    const pin = { point: place.point, label: place.label };
    const item = await this.select({ collection, id: place.id }, pin, place);
    if (!approached.fits) return;
    const bounds = item?.geometry ? boundsOf(item.geometry) : null;
    if (bounds && !isPoint(bounds)) this.map?.fit(bounds, approached.zoom);
    else this.map?.flyTo(place.point, approached.zoom);
  }

  /** Shows what is drawn where somebody pointed, and the nearest address. */
  async identify(point: LonLat, hits: Hit[]): Promise<void> {
    const signal = this.newRequest();
    this.set({ details: { ...emptyDetails(point, "pointed"), hits } });
    const near = this.findNear(point, signal);
    await this.showHit(0);
    await near;
  }

  async showHit(index: number): Promise<void> {
    const { details } = this.state;
    const hit = details?.hits[index];
    if (!details) return;
    if (!hit) {
      this.patchDetails({ selected: -1, item: null, itemStatus: "ready" });
      this.map?.setHighlight({ shape: null, pin: null });
      this.writeLink();
      return;
    }
    this.patchDetails({ selected: index, item: null, itemStatus: "loading" });
    this.map?.setHighlight({ shape: hit.shape, pin: null });
    this.writeLink();
    await this.loadItem(hit, null, hit.shape);
  }

  closeDetails(): void {
    this.newRequest();
    this.set({ details: null });
    this.map?.setHighlight({ shape: null, pin: null });
    this.writeLink();
  }

  changeLanguage(next: Language): void {
    setLanguage(next);
    this.writeLink();
    this.changed();
  }

  /** An analysis of which the link tells from now on; null for none. */
  showJob(job: string | null): void {
    if (job === this.state.job) return;
    this.set({ job });
    this.writeLink();
  }

  clearNotice(): void {
    this.set({ tilesFailed: false });
  }

  private async loadMap(link: Permalink): Promise<void> {
    this.set({ map: "loading" });
    const events: MapEvents = {
      moved: () => this.writeLink(),
      pointed: (point, hits) => void this.identify(point, hits),
      failed: () => this.set({ tilesFailed: true }),
    };
    try {
      this.map = await this.openMap(link, territory(this.state.datasets), events);
    } catch {
      this.set({ map: "failed" });
      return;
    }
    this.set({ map: "ready" });
    this.draw();
    if (link.selection) await this.showFeature(link.selection, link.camera === null);
  }

  /** Shows the feature that a link names; goes there if the link says no camera. */
  private async showFeature(ref: FeatureRef, goThere: boolean): Promise<void> {
    const item = await this.select(ref, null);
    const bounds = item?.geometry ? boundsOf(item.geometry) : null;
    if (!bounds || !goThere) return;
    if (isPoint(bounds)) this.map?.flyTo([bounds[0], bounds[1]], 17);
    else this.map?.fit(bounds, 17);
  }

  private async select(ref: FeatureRef, pin: { point: LonLat; label: string } | null, near: Place | null = null): Promise<Item | null> {
    this.newRequest();
    const point = pin?.point ?? null;
    const shape = { type: "Point" as const, coordinates: point ?? [] };
    const hit: Hit = { ...ref, properties: {}, shape };
    this.set({ details: { ...emptyDetails(point, "chosen"), near, hits: [hit], selected: 0, itemStatus: "loading" } });
    this.writeLink();
    return this.loadItem(ref, pin, null);
  }

  private async loadItem(ref: FeatureRef, pin: { point: LonLat; label: string } | null, drawn: Hit["shape"] | null): Promise<Item | null> {
    const { signal } = this.request;
    try {
      const item = await getItem(this.client, ref, signal);
      if (!this.isShown(ref)) return null;
      this.patchDetails({ item, itemStatus: "ready" });
      this.map?.setHighlight({ shape: item.geometry ?? drawn, pin });
      return item;
    } catch (error) {
      if (!isAbort(error) && this.isShown(ref)) this.patchDetails({ itemStatus: "failed" });
      return null;
    }
  }

  private isShown(ref: FeatureRef): boolean {
    const hit = this.state.details?.hits[this.state.details.selected];
    return hit?.collection === ref.collection && hit.id === ref.id;
  }

  private async findNear(point: LonLat, signal: AbortSignal): Promise<void> {
    try {
      const near = await reverse(this.client, point, language(), signal);
      if (!signal.aborted) this.patchDetails({ near });
    } catch {
      // Without the geocoder the panel still says what is drawn here.
    }
  }

  private newRequest(): AbortSignal {
    this.request.abort();
    this.request = new AbortController();
    return this.request.signal;
  }

  private draw(): void {
    const { map, state } = this;
    if (!map) return;
    const colors = assignColors(state.active, map.colors());
    const drawn = state.active.flatMap((id) => {
      const dataset = this.dataset(id);
      return dataset ? [{ id, geometry: dataset.geometry, tiles: dataset.tiles, color: colors.get(id) ?? "" }] : [];
    });
    map.setDatasets(drawn.reverse());
    map.setHidden(state.hidden.filter((id) => REGISTER.some((known) => known === id)));
  }

  private writeLink(): void {
    if (!this.map) return;
    const { active, hidden, details, job } = this.state;
    const hit = details?.hits[details.selected];
    const selection = hit ? { collection: hit.collection, id: hit.id } : null;
    const link = { camera: this.map.camera(), layers: active, hidden, selection, job, language: language() };
    this.address.write(formatPermalink(link));
  }

  private patchDetails(patch: Partial<Details>): void {
    if (this.state.details) this.set({ details: { ...this.state.details, ...patch } });
  }

  private set(patch: Partial<AppState>): void {
    this.state = { ...this.state, ...patch };
    this.changed();
  }
}

function emptyDetails(point: LonLat | null, origin: Details["origin"]): Details {
  return { point, origin, near: null, hits: [], selected: -1, item: null, itemStatus: "loading" };
}

function isDrawable(datasets: readonly Dataset[], id: string): boolean {
  return datasets.some((dataset) => dataset.id === id && dataset.geometry !== "none");
}
