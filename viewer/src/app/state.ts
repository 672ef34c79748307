import type { Dataset } from "../api/catalog";
import type { LonLat, Place } from "../api/geocoder";
import type { Item } from "../api/items";
import type { Hit } from "../map/types";

/** What was found where somebody pointed, or the one thing that a search or a link led to. */
export interface Details {
  point: LonLat | null;
  /** Whether somebody pointed at the map, or chose one thing by a search or a link. */
  origin: "pointed" | "chosen";
  /** What the geocoder said: the nearest address to the point, or the answer that was chosen; null without one. */
  near: Place | null;
  hits: Hit[];
  /** Index of the hit that is shown in full; -1 for none. */
  selected: number;
  /** All attributes of the selected feature; null until the server has sent them. */
  item: Item | null;
  itemStatus: "loading" | "ready" | "failed";
}

export interface AppState {
  map: "loading" | "ready" | "failed";
  catalog: "loading" | "ready" | "failed";
  datasets: Dataset[];
  /** Ids of datasets on the map, the latest last. */
  active: string[];
  /** Collections of the base map that are not shown. */
  hidden: string[];
  details: Details | null;
  /** The analysis whose result is shown; the link names it. */
  job: string | null;
  tilesFailed: boolean;
}

export const INITIAL: AppState = {
  map: "loading",
  catalog: "loading",
  datasets: [],
  active: [],
  hidden: [],
  details: null,
  job: null,
  tilesFailed: false,
};
