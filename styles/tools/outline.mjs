// Turns a glyph of a font into closed rings of straight segments, in pixels with y upwards.

/** Steps per curve; at 24 px a curve is never longer than about 20 px, so a step is about one pixel or less. */
const STEPS = 16;

/**
 * @param {{commands: {type: string, x?: number, y?: number, x1?: number, y1?: number, x2?: number, y2?: number}[]}} path
 *   an opentype.js path, whose y grows downwards
 * @returns {[number, number][][]} rings; the last point of each is its first
 */
export function rings(path) {
  const out = [];
  let ring = [];
  let at = [0, 0];
  const close = () => {
    if (ring.length > 2) out.push([...ring, ring[0]]);
    ring = [];
  };
  for (const c of path.commands) {
    if (c.type === "Z") {
      close();
      continue;
    }
    const to = [c.x, -c.y];
    if (c.type === "M") {
      close();
      ring = [to];
    } else if (c.type === "L") {
      ring.push(to);
    } else {
      ring.push(...curve(at, controls(c), to));
    }
    at = to;
  }
  close();
  return out;
}

function controls(c) {
  const first = [c.x1, -c.y1];
  return c.type === "Q" ? [first] : [first, [c.x2, -c.y2]];
}

function curve(from, inner, to) {
  const points = [];
  for (let step = 1; step <= STEPS; step += 1) {
    points.push(deCasteljau([from, ...inner, to], step / STEPS));
  }
  return points;
}

function deCasteljau(points, t) {
  let row = points;
  while (row.length > 1) {
    row = row.slice(1).map((p, i) => [row[i][0] + (p[0] - row[i][0]) * t, row[i][1] + (p[1] - row[i][1]) * t]);
  }
  return row[0];
}
