// Writes styles/glyphs and styles/sprites; with --verify writes nothing and fails where a committed file differs.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { glyphFiles, licenceFile } from "./glyphs.mjs";
import { spriteFiles } from "./sprites.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const files = [...glyphFiles(), licenceFile(), ...spriteFiles(root)];

if (process.argv.includes("--verify")) {
  const stale = files.filter(([path, data]) => !Buffer.from(data).equals(readFileSync(join(root, path))));
  for (const [path] of stale) console.error(`differs from what the build makes: ${path}`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [path, data] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), data);
  }
}
console.log(`${files.length} files`);
