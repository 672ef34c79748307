import type { Level } from "../api/geocoder";

/** How near the map goes to an answer: to a fixed zoom, or so that its whole shape fits, up to a zoom. */
export interface Approach {
  zoom: number;
  fits: boolean;
}

export function approach(level: Level): Approach {
  switch (level) {
    case "house-number":
    case "without-exponent":
    case "interpolated":
    case "nearest-number":
      return { zoom: 17, fits: false };
    case "street":
      return { zoom: 15.5, fits: true };
    case "locality":
      return { zoom: 14.5, fits: true };
    case "municipality":
    case "none":
      return { zoom: 13.5, fits: true };
  }
}
