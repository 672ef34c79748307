// Writes MapLibre's glyph message: fontstack { name, range, glyph { id, bitmap, width, height, left, top, advance } }.

function varint(value) {
  const bytes = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

const zigzag = (value) => (value < 0 ? -2 * value - 1 : 2 * value);
const number = (field, value) => [...varint(field << 3), ...varint(value)];
const bytes = (field, value) => [...varint((field << 3) | 2), ...varint(value.length), ...value];
const text = (field, value) => bytes(field, new TextEncoder().encode(value));

function glyphMessage(glyph) {
  return [
    ...number(1, glyph.id),
    ...(glyph.bitmap ? bytes(2, glyph.bitmap) : []),
    ...number(3, glyph.width),
    ...number(4, glyph.height),
    ...number(5, zigzag(glyph.left)),
    ...number(6, zigzag(glyph.top)),
    ...number(7, glyph.advance),
  ];
}

/** @returns {Uint8Array} the file that stands at `/fonts/{name}/{range}.pbf` */
export function encodeRange(name, range, glyphs) {
  const stack = [...text(1, name), ...text(2, range)];
  for (const glyph of glyphs) {
    for (const byte of bytes(3, glyphMessage(glyph))) stack.push(byte);
  }
  return Uint8Array.from(bytes(1, stack));
}
