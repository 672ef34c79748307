import type { Map as MapLibreMap, MapMouseEvent, RequestParameters } from "maplibre-gl";
import type { Bounds } from "../api/decode";
import type { LonLat } from "../api/geocoder";
import type { Camera } from "../state/permalink";
import { BatchLayers } from "./batch-points";
import { CandidateLayers } from "./candidates";
import { Datasets } from "./datasets";
import { HighlightLayers } from "./highlight";
import { identify } from "./identify";
import { LineEditor } from "./line-edit";
import maplibregl from "./maplibre";
import { PointEditor } from "./point-edit";
import { ProposedLayers } from "./proposed";
import { RegisterTiles } from "./register-tiles";
import { ResultLayers } from "./result-layers";
import { onThisHost, type BaseStyle } from "./style";
import type { CandidatePoint, DrawnDataset, DrawnResult, FoundPoint, Highlight, Insets, LinesEdit, MapEvents, MapPort, PointEdit, ProposedNumber } from "./types";

const ZOOM_MIN = 6;
const ZOOM_MAX = 21;
const MARGIN_PX = 40;
/** MapLibre hands this on to `fetch`, which knows `omit` too; only the type does not. */
const ANONYMOUS = { credentials: "omit" } as unknown as Pick<RequestParameters, "credentials">;

export interface Start {
  container: HTMLElement;
  base: BaseStyle;
  camera: Camera | null;
  bounds: Bounds;
  events: MapEvents;
  /** Asks for tiles, glyphs and sprites without the session: for the map in other sites' pages. */
  anonymous: boolean;
}

/** Owns the MapLibre map; the rest of the viewer sees only {@link MapPort}. */
export class MapView implements MapPort {
  private insets: Insets = { top: 0, bottom: 0 };
  private readonly point: PointEditor;
  private readonly lines: LineEditor;
  private readonly register: RegisterTiles;
  private readonly proposed: ProposedLayers;
  private readonly batch: BatchLayers;
  private readonly candidates: CandidateLayers;
  private readonly result: ResultLayers;

  private constructor(
    /** For reading only: browser tests ask it what is drawn. */
    readonly map: MapLibreMap,
    private readonly datasets: Datasets,
    private readonly highlight: HighlightLayers,
    private readonly base: BaseStyle,
    anonymous: boolean,
  ) {
    this.point = new PointEditor(map);
    this.lines = new LineEditor(map);
    this.register = new RegisterTiles(map, anonymous);
    this.proposed = new ProposedLayers(map);
    this.batch = new BatchLayers(map);
    this.candidates = new CandidateLayers(map);
    this.result = new ResultLayers(map);
  }

  static async open(start: Start): Promise<MapView> {
    const map = new maplibregl.Map({
      container: start.container,
      style: start.base.style,
      ...initialView(start),
      minZoom: ZOOM_MIN,
      maxZoom: ZOOM_MAX,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      refreshExpiredTiles: false,
      transformRequest: (url) => ({ url: onThisHost(url, location.origin), ...(start.anonymous ? ANONYMOUS : {}) }),
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibregl.ScaleControl({ unit: "metric" }), "bottom-left");
    await new Promise<void>((resolve) => map.once("style.load", () => resolve()));
    const view = new MapView(map, new Datasets(map, start.base.templates), new HighlightLayers(map), start.base, start.anonymous);
    view.listen(start.events);
    return view;
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    return { zoom: this.map.getZoom(), lat, lon: lng };
  }

  bounds(): Bounds {
    const { clientWidth, clientHeight } = this.map.getContainer();
    const { top, bottom } = this.insets;
    const [from, to] = [this.map.unproject([0, top]), this.map.unproject([clientWidth, clientHeight - bottom])];
    return [from.lng, to.lat, to.lng, from.lat];
  }

  middle(): LonLat {
    const { clientWidth, clientHeight } = this.map.getContainer();
    const { top, bottom } = this.insets;
    const { lng, lat } = this.map.unproject([clientWidth / 2, top + (clientHeight - top - bottom) / 2]);
    return [lng, lat];
  }

  jumpTo({ zoom, lat, lon }: Camera): void {
    this.map.jumpTo({ center: [lon, lat], zoom });
  }

  flyTo(point: LonLat, zoom: number): void {
    const offset: [number, number] = [0, (this.insets.top - this.insets.bottom) / 2];
    // For people who want no motion `flyTo` jumps, and forgets the offset.
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.map.easeTo({ center: point, zoom, offset, duration: 0 });
      return;
    }
    this.map.flyTo({ center: point, zoom, offset, speed: 2.2, maxDuration: 2500 });
  }

  fit(bounds: Bounds, zoomMax: number): void {
    const { top, bottom } = this.insets;
    const padding = { top: top + MARGIN_PX, bottom: bottom + MARGIN_PX, left: MARGIN_PX, right: MARGIN_PX };
    this.map.fitBounds(bounds, { padding, maxZoom: zoomMax, speed: 2.2, maxDuration: 2500 });
  }

  zoomBy(steps: number): void {
    this.map.zoomTo(this.map.getZoom() + steps);
  }

  colors(): readonly string[] {
    return this.base.templates.colors;
  }

  setDatasets(datasets: readonly DrawnDataset[]): void {
    this.datasets.set(datasets);
  }

  reloadDatasets(): void {
    this.datasets.reload();
  }

  setHidden(collections: readonly string[]): void {
    for (const layer of this.base.style.layers) {
      if (!("source" in layer)) continue;
      const visibility = collections.includes(layer.source) ? "none" : "visible";
      if (this.map.getLayoutProperty(layer.id, "visibility") !== visibility) {
        this.map.setLayoutProperty(layer.id, "visibility", visibility);
      }
    }
  }

  setHighlight(highlight: Highlight): void {
    this.highlight.set(highlight);
  }

  editPoint(edit: PointEdit | null): void {
    this.point.set(edit);
  }

  editLines(edit: LinesEdit | null): void {
    this.lines.set(edit);
  }

  setProposed(numbers: readonly ProposedNumber[]): void {
    this.proposed.set(numbers);
  }

  setBatch(points: readonly FoundPoint[]): void {
    this.batch.set(points);
  }

  setCandidates(candidates: readonly CandidatePoint[]): void {
    this.candidates.set(candidates);
  }

  setResult(result: DrawnResult | null): void {
    this.result.set(result);
  }

  reloadRegister(seq: number, collections: readonly string[]): Promise<void> {
    return this.register.reload(seq, collections);
  }

  setTitle(title: string): void {
    this.map.getCanvas().setAttribute("aria-label", title);
  }

  setInsets(insets: Insets): void {
    this.insets = insets;
  }

  /** The drawing buffer is only readable in the frame that drew it. */
  picture(): Promise<Blob | null> {
    return new Promise((resolve) => {
      this.map.once("render", () => this.map.getCanvas().toBlob(resolve));
      this.map.triggerRepaint();
    });
  }

  private listen(events: MapEvents): void {
    const { map } = this;
    map.on("moveend", () => events.moved());
    map.on("error", () => events.failed());
    map.on("click", (event: MapMouseEvent) => {
      if (this.lines.click(event)) return;
      events.pointed([event.lngLat.lng, event.lngLat.lat], identify(map, event.point));
    });
    map.on("mousemove", (event: MapMouseEvent) => {
      const things = identify(map, event.point).filter((hit) => hit.collection !== "municipalities");
      map.getCanvas().classList.toggle("over-feature", things.length > 0);
    });
    map.getCanvas().addEventListener("keydown", (event) => {
      // Of a line that is being drawn the enter key is the end.
      if (event.key !== "Enter" || event.defaultPrevented) return;
      const centre = map.getCenter();
      events.pointed([centre.lng, centre.lat], identify(map, map.project(centre)));
    });
  }
}

function initialView({ camera, bounds }: Start): object {
  if (camera) return { center: [camera.lon, camera.lat], zoom: camera.zoom };
  return { bounds, fitBoundsOptions: { padding: MARGIN_PX } };
}
