import { fit, records, UnclosedQuote } from "../csv/records";
import type { Reading } from "../csv/sniff";
import { textOf } from "../csv/text";
import { openFile, reread, type Opened } from "../geocode/opened";
import type { ColumnRole } from "../state/batch-columns";
import { BODY_MAX, contentOfGeoJson, contentOfTable, FEATURES_MAX, type FeatureFile, type FileProblem } from "../state/feature-file";

/** How text begins that is JSON, whatever its name. */
const JSON_BEGIN = /^\uFEFF?\s*[{[]/;
const BEGIN_BYTES = 256;

/** Reads a file of the person's own: GeoJSON, or a table where tables are taken; `reading` is how a person wants it read. */
export async function readFile(file: File, takesTables: boolean, reading: Reading | null = null): Promise<FeatureFile | FileProblem> {
  try {
    if (file.size > BODY_MAX) return "tooLarge";
    if (JSON_BEGIN.test(await file.slice(0, BEGIN_BYTES).text())) return await readGeoJson(file, takesTables);
    return takesTables ? await readTable(file, reading) : "noTable";
  } catch (error) {
    // A folder that was dropped, or a file that is gone: it cannot be read.
    return error instanceof UnclosedQuote ? "unclosed" : "unreadable";
  }
}

async function readGeoJson(file: File, takesTables: boolean): Promise<FeatureFile | FileProblem> {
  const content = contentOfGeoJson(await file.text());
  if (typeof content === "string") return content;
  if (!takesTables && content.features.every(({ geometry }) => geometry === null)) return "noPlaces";
  return { ...content, file, reading: null, address: {} };
}

async function readTable(file: File, reading: Reading | null): Promise<FeatureFile | FileProblem> {
  const guessed = await openFile(file);
  if (typeof guessed === "string") return guessed;
  // A first row of numbers names no columns.
  const named = !guessed.header.every((name) => name !== "" && Number.isFinite(Number(name)));
  const opened = reread(guessed, reading ?? { named });
  if (typeof opened === "string") return opened;
  const rows = await rowsOf(opened);
  const content = rows === null ? "tooMany" : contentOfTable(opened.header, rows);
  if (typeof content === "string") return content;
  const { encoding, delimiter } = opened;
  return { ...content, file, reading: { encoding, delimiter, named: opened.named }, address: addressOf(opened) };
}

/** All rows of a table; null where there are more than may be sent. */
async function rowsOf({ file, encoding, delimiter, named, header }: Opened): Promise<string[][] | null> {
  const rows: string[][] = [];
  for await (const piece of records(textOf(file.stream(), encoding), delimiter)) {
    for (const row of piece) rows.push(fit(row, header.length, delimiter));
    if (rows.length > FEATURES_MAX + 1) return null;
  }
  return named ? rows.slice(1) : rows;
}

function addressOf({ header, roles }: Opened): FeatureFile["address"] {
  const only = (role: ColumnRole): string | null => (roles.filter((own) => own === role).length === 1 ? (header[roles.indexOf(role)] ?? null) : null);
  return Object.fromEntries(roles.flatMap((role) => (role === "none" || only(role) === null ? [] : [[role, only(role)]])));
}
