// Makes the glyph ranges of the two faces from the WOFF files of an npm package pinned in package-lock.json.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import opentype from "opentype.js";
import { rings } from "./outline.mjs";
import { encodeRange } from "./pbf.mjs";
import { distanceField, SIZE_PX } from "./sdf.mjs";

const require = createRequire(import.meta.url);
const FACES = [
  { name: "Titillium Web Regular", weight: 400 },
  { name: "Titillium Web SemiBold", weight: 600 },
];
/** Latin with its extensions, modifiers, punctuation, currency, letter-like signs, arrows and ligatures, as far as the face has them. */
const RANGE_STARTS = [0, 256, 512, 768, 7680, 8192, 8448, 64256];
/**
 * Where MapLibre's box puts the baseline below its top. It centres a line of text 17 px below that top,
 * so 25 centres the digits and capitals of this face (17 px high) on their anchor.
 */
const ASCENT_PX = 25;

/** @returns {[string, Uint8Array][]} paths relative to `styles/`, with their contents */
export function glyphFiles() {
  return FACES.flatMap((face) => {
    const fonts = ["latin", "latin-ext"].map((subset) => loadFont(subset, face.weight));
    return RANGE_STARTS.map((start) => [start, glyphsOfRange(fonts, start)])
      .filter(([, glyphs]) => glyphs.length > 0)
      .map(([start, glyphs]) => {
        const range = `${start}-${start + 255}`;
        return [`glyphs/${face.name}/${range}.pbf`, encodeRange(face.name, range, glyphs)];
      });
  });
}

/** @returns {[string, Uint8Array]} the licence of the face, which must lie beside what is made from it */
export function licenceFile() {
  return ["glyphs/OFL.txt", readFileSync(require.resolve("@fontsource/titillium-web/LICENSE"))];
}

function loadFont(subset, weight) {
  const file = `@fontsource/titillium-web/files/titillium-web-${subset}-${weight}-normal.woff`;
  const data = readFileSync(require.resolve(file));
  return opentype.parse(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
}

function glyphsOfRange(fonts, start) {
  const glyphs = [];
  for (let id = start; id < start + 256; id += 1) {
    const character = String.fromCodePoint(id);
    const font = fonts.find((candidate) => candidate.charToGlyphIndex(character) > 0);
    if (font) glyphs.push(glyph(font, font.charToGlyph(character), id));
  }
  return glyphs;
}

function glyph(font, outline, id) {
  const advance = Math.round((outline.advanceWidth * SIZE_PX) / font.unitsPerEm);
  const field = distanceField(rings(outline.getPath(0, 0, SIZE_PX)));
  if (!field) return { id, bitmap: null, width: 0, height: 0, left: 0, top: -ASCENT_PX, advance };
  return { id, ...field, top: field.top - ASCENT_PX, advance };
}
