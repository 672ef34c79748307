import type { LonLat } from "../api/geocoder";

const EARTH_RADIUS_M = 6_371_009;

/** Metres between two points on the mean sphere (haversine formula); near enough for "how far from here". */
export function distanceM([lonA, latA]: LonLat, [lonB, latB]: LonLat): number {
  const radians = Math.PI / 180;
  const half = (degrees: number): number => Math.sin((degrees * radians) / 2) ** 2;
  const h = half(latB - latA) + Math.cos(latA * radians) * Math.cos(latB * radians) * half(lonB - lonA);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(h));
}
