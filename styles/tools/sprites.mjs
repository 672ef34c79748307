// Draws the icons of sprites/icons/*.svg side by side into one sheet, at one and at two pixels per unit.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Resvg } from "@resvg/resvg-js";

/** Transparent pixels around each icon, so that a neighbour never bleeds in when the sheet is scaled. */
const GAP_PX = 2;

/** @returns {[string, Uint8Array][]} paths relative to `styles/`, with their contents */
export function spriteFiles(root) {
  const icons = readIcons(join(root, "sprites/icons"));
  return [1, 2].flatMap((ratio) => {
    const name = ratio === 1 ? "sprites/base" : `sprites/base@${ratio}x`;
    return [
      [`${name}.png`, new Resvg(sheet(icons), { fitTo: { mode: "zoom", value: ratio } }).render().asPng()],
      [`${name}.json`, new TextEncoder().encode(`${JSON.stringify(index(icons, ratio), null, 2)}\n`)],
    ];
  });
}

function readIcons(folder) {
  let x = GAP_PX;
  return readdirSync(folder)
    .filter((file) => file.endsWith(".svg"))
    .sort()
    .map((file) => {
      const svg = readFileSync(join(folder, file), "utf8");
      const [, width, height] = /<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
      if (!width) throw new Error(`${file}: the svg element must begin with its namespace, width and height in whole units`);
      const icon = { id: basename(file, ".svg"), svg, x, width: Number(width), height: Number(height) };
      x += icon.width + GAP_PX;
      return icon;
    });
}

function sheet(icons) {
  const last = icons[icons.length - 1];
  const width = last.x + last.width + GAP_PX;
  const height = Math.max(...icons.map((icon) => icon.height)) + 2 * GAP_PX;
  const nested = icons.map((icon) => icon.svg.replace("<svg ", `<svg x="${icon.x}" y="${GAP_PX}" `)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${nested}</svg>`;
}

function index(icons, ratio) {
  return Object.fromEntries(
    icons.map((icon) => [
      icon.id,
      {
        x: icon.x * ratio,
        y: GAP_PX * ratio,
        width: icon.width * ratio,
        height: icon.height * ratio,
        pixelRatio: ratio,
      },
    ]),
  );
}
