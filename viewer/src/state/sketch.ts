import type { Geometry } from "geojson";
import type { LonLat } from "../api/geocoder";
import { SHAPES, type ShapeKind } from "../api/processes";
import { hasLength } from "./arcs";
import { distanceM } from "./distance";

/** How many points a shape needs at least. */
const POINTS_MIN: Readonly<Record<ShapeKind, number>> = { point: 1, line: 2, polygon: 3 };

/** The shape that points make; null where they are too few, or all the same. */
export function shapeOf(kind: ShapeKind, points: readonly LonLat[]): Geometry | null {
  const [first] = points;
  if (first === undefined || points.length < POINTS_MIN[kind]) return null;
  if (kind === "point") return { type: "Point", coordinates: [...first] };
  if (!hasLength(points)) return null;
  const line = points.map((point) => [...point]);
  if (kind === "line") return { type: "LineString", coordinates: line };
  return areaM2(points) === 0 ? null : { type: "Polygon", coordinates: [[...line, [...first]]] };
}

/** What kind of shape a geometry is; null for a mixture. */
export function kindOf(geometry: Geometry): ShapeKind | null {
  switch (geometry.type) {
    case "Point":
    case "MultiPoint":
      return "point";
    case "LineString":
    case "MultiLineString":
      return "line";
    case "Polygon":
    case "MultiPolygon":
      return "polygon";
    case "GeometryCollection":
      return null;
  }
}

/** Whether something that takes these kinds, or any where it names none, takes a geometry. */
export function accepts(shapes: readonly ShapeKind[], geometry: Geometry): boolean {
  const kind = kindOf(geometry);
  return shapes.length === 0 || (kind !== null && shapes.includes(kind));
}

/** Those that can be drawn. */
export function drawable(shapes: readonly ShapeKind[]): readonly ShapeKind[] {
  return shapes.length === 0 ? SHAPES : shapes;
}

/** Square metres within a ring, on a plane through its first point; near enough to say how large a drawing is. */
export function areaM2(ring: readonly LonLat[]): number {
  const [origin] = ring;
  if (origin === undefined) return 0;
  const flat = ring.map(([lon, lat]): [number, number] => [
    Math.sign(lon - origin[0]) * distanceM([origin[0], lat], [lon, lat]),
    Math.sign(lat - origin[1]) * distanceM([origin[0], origin[1]], [origin[0], lat]),
  ]);
  const twice = flat.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = flat[(at + 1) % flat.length] ?? [0, 0];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}
