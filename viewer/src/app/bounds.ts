import type { Geometry, Position } from "geojson";
import type { Dataset } from "../api/catalog";
import type { Bounds } from "../api/decode";

/** The territory of the Città metropolitana di Milano, for as long as the catalogue is not there. */
export const TERRITORY: Bounds = [8.7, 45.16, 9.56, 45.65];

/** Where the register's comuni lie, else everything published, else the metropolitan territory. */
export function territory(datasets: readonly Dataset[]): Bounds {
  const register = datasets.find((dataset) => dataset.id === "municipalities")?.bounds;
  if (register) return register;
  const known = datasets.flatMap((dataset) => (dataset.bounds ? [dataset.bounds] : []));
  return known.length === 0 ? TERRITORY : known.reduce(union);
}

function union(a: Bounds, b: Bounds): Bounds {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** The box around a geometry; null for an empty one. */
export function boundsOf(geometry: Geometry): Bounds | null {
  let bounds: Bounds | null = null;
  for (const [lon, lat] of positions(geometry)) {
    if (lon === undefined || lat === undefined) continue;
    const point: Bounds = [lon, lat, lon, lat];
    bounds = bounds ? union(bounds, point) : point;
  }
  return bounds;
}

export function isPoint(bounds: Bounds): boolean {
  return bounds[0] === bounds[2] && bounds[1] === bounds[3];
}

function positions(geometry: Geometry): Position[] {
  switch (geometry.type) {
    case "Point":
      return [geometry.coordinates];
    case "MultiPoint":
    case "LineString":
      return geometry.coordinates;
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates.flat();
    case "MultiPolygon":
      return geometry.coordinates.flat(2);
    case "GeometryCollection":
      return geometry.geometries.flatMap(positions);
  }
}
