import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap, Marker } from "maplibre-gl";
import type { LonLat } from "../api/geocoder";
import maplibregl from "./maplibre";
import type { PointEdit } from "./types";

const SOURCE = "civico-point-edit";
const COLOR = "#d6006c";

const LAYERS = [
  {
    id: "civico-point-edit-course",
    type: "line",
    source: SOURCE,
    filter: ["==", ["get", "role"], "course"],
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": COLOR, "line-width": 3, "line-opacity": 0.55 },
  },
  {
    id: "civico-point-edit-leader",
    type: "line",
    source: SOURCE,
    filter: ["==", ["get", "role"], "leader"],
    paint: { "line-color": COLOR, "line-width": 1.5, "line-dasharray": [2, 2] },
  },
] as const;

/** How far an arrow key moves the point, in metres; with the shift key the second. */
const STEP_M = 0.5;
const LONG_STEP_M = 5;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** A point that a person drags, or moves with the arrow keys; the street that it belongs to is drawn with it. */
export class PointEditor {
  private marker: Marker | null = null;
  private edit: PointEdit | null = null;

  constructor(private readonly map: MapLibreMap) {
    map.addSource(SOURCE, { type: "geojson", data: collection(null) });
    for (const layer of LAYERS) map.addLayer(layer as unknown as LayerSpecification);
  }

  set(edit: PointEdit | null): void {
    this.edit = edit;
    this.map.getSource<GeoJSONSource>(SOURCE)?.setData(collection(edit));
    if (!edit?.point) {
      this.marker?.remove();
      this.marker = null;
      return;
    }
    this.marker ??= this.makeMarker(edit.point);
    this.marker.setLngLat(edit.point);
    this.marker.getElement().setAttribute("aria-label", edit.label);
  }

  private makeMarker(point: LonLat): Marker {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "civico-point-marker";
    element.dataset["testid"] = "point-marker";
    element.addEventListener("keydown", this.onKey);
    // A click on the point is no click on the map below it.
    element.addEventListener("click", (event) => event.stopPropagation());
    const marker = new maplibregl.Marker({ element, draggable: true }).setLngLat(point).addTo(this.map);
    marker.on("dragend", () => {
      const { lng, lat } = marker.getLngLat();
      this.edit?.moved([lng, lat]);
    });
    return marker;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    // The map would move under the point.
    event.stopPropagation();
    const step = event.shiftKey ? LONG_STEP_M : STEP_M;
    this.edit?.nudged(arrow[0] * step, arrow[1] * step);
  };
}

function collection(edit: PointEdit | null): FeatureCollection {
  if (!edit) return { type: "FeatureCollection", features: [] };
  const course = edit.course.map((line) => ({ role: "course", line }));
  const leader = edit.point && edit.foot ? [{ role: "leader", line: [edit.point, edit.foot] }] : [];
  const features = [...course, ...leader].map(({ role, line }) => ({
    type: "Feature" as const,
    geometry: { type: "LineString" as const, coordinates: line.map((point) => [...point]) },
    properties: { role },
  }));
  return { type: "FeatureCollection", features };
}
