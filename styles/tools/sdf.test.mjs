import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeRange } from "./pbf.mjs";
import { BUFFER_PX, distanceField } from "./sdf.mjs";

const square = [[[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]];

test("a square is dark inside, light outside and 191 at its edge", () => {
  const field = distanceField(square);
  const columns = field.width + 2 * BUFFER_PX;
  const at = (x, y) => field.bitmap[(BUFFER_PX + 9 - y) * columns + BUFFER_PX + x];
  assert.deepEqual([field.left, field.top, field.width, field.height], [0, 10, 10, 10]);
  assert.equal(at(5, 5), 255);
  assert.equal((at(0, 5) + at(-1, 5)) / 2, 191);
  assert.ok(at(-3, 5) < 191);
});

test("nothing to draw has no field", () => {
  assert.equal(distanceField([]), null);
});

test("a glyph is written as the message that MapLibre reads", () => {
  const space = { id: 32, bitmap: null, width: 0, height: 0, left: 0, top: -25, advance: 5 };
  const file = [...encodeRange("A", "0-255", [space])];
  assert.deepEqual(file, [10, 24, 10, 1, 65, 18, 5, 48, 45, 50, 53, 53, 26, 12, 8, 32, 24, 0, 32, 0, 40, 0, 48, 49, 56, 5]);
});
