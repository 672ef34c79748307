// Signed distance fields of glyph outlines, exact to the segment rather than sampled from a bitmap.

/** Pixels of the em square, and of the margin around each glyph: MapLibre expects exactly these. */
export const SIZE_PX = 24;
export const BUFFER_PX = 3;
/** Distance in pixels that the 256 values span, and the share of it that lies inside the outline. */
const RADIUS_PX = 8;
const CUTOFF = 0.25;

/**
 * @param {[number, number][][]} rings closed rings in pixels, y upwards
 * @returns {{left: number, top: number, width: number, height: number, bitmap: Uint8Array} | null}
 *   `left` and `top` are the box's corner relative to the origin on the baseline; null where there is nothing to draw
 */
export function distanceField(rings) {
  if (rings.length === 0) return null;
  const xs = rings.flat().map((p) => p[0]);
  const ys = rings.flat().map((p) => p[1]);
  const left = Math.floor(Math.min(...xs));
  const top = Math.ceil(Math.max(...ys));
  const width = Math.ceil(Math.max(...xs)) - left;
  const height = top - Math.floor(Math.min(...ys));
  const columns = width + 2 * BUFFER_PX;
  const rows = height + 2 * BUFFER_PX;
  const bitmap = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = left - BUFFER_PX + column + 0.5;
      const y = top + BUFFER_PX - row - 0.5;
      bitmap[row * columns + column] = value(signedDistance(rings, x, y));
    }
  }
  return { left, top, width, height, bitmap };
}

function value(distance) {
  return Math.max(0, Math.min(255, Math.round(255 - 255 * (distance / RADIUS_PX + CUTOFF))));
}

/** Negative inside, by the non-zero winding rule, since outlines of a font may overlap. */
function signedDistance(rings, x, y) {
  let nearest = Infinity;
  let winding = 0;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i += 1) {
      const [ax, ay] = ring[i - 1];
      const [bx, by] = ring[i];
      nearest = Math.min(nearest, squaredDistance(ax, ay, bx, by, x, y));
      if (ay <= y !== by <= y) {
        const crossing = ax + ((y - ay) / (by - ay)) * (bx - ax);
        if (crossing > x) winding += by > ay ? 1 : -1;
      }
    }
  }
  return winding === 0 ? Math.sqrt(nearest) : -Math.sqrt(nearest);
}

function squaredDistance(ax, ay, bx, by, x, y) {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2;
}
