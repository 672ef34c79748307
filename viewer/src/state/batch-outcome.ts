import { LEVELS, type Level } from "../api/geocoder";

/** Columns that the server adds to a table, in its order. */
export const RESULT_COLUMNS = [
  "latitude", "longitude", "result_label", "result_score", "result_score_next", "result_type", "result_id", "result_housenumber", "result_street",
  "result_city", "result_citycode", "result_postcode", "result_state", "result_uncertainty_m", "result_ambiguous", "result_faults", "result_method", "result_anncsu_street", "result_anncsu_access",
  "result_certification", "result_seq", "result_error",
] as const;
export type ResultColumn = (typeof RESULT_COLUMNS)[number];
export type ResultCells = Readonly<Record<ResultColumn, string>>;

/** What became of a row: found, found with something to look at, or not found. */
export type Verdict = "matched" | "check" | "missing";

/** Why somebody should look at a row; a fault is one of the geocoder's own words. */
export type Reason = { kind: "error"; text: string } | { kind: "none" | "ambiguous" | "score" } | { kind: "level"; level: Level } | { kind: "fault"; fault: string };

/** All that the geocoder finds fault with (`FaultKind` of the server). */
export const FAULTS = [
  "kind-missing", "kind-different", "name-typo", "name-partial", "name-initial", "name-extra", "name-order", "name-alias", "number-not-found",
  "number-interpolated", "number-nearest", "number-range", "exponent-not-found", "exponent-added", "municipality-typo", "municipality-partial",
  "municipality-missing", "municipality-different", "postcode-different", "text-ignored", "text-unknown", "not-current",
] as const;

/** Faults after which the place may be another than the one meant. */
const GRAVE: ReadonlySet<string> = new Set([
  "number-not-found", "number-interpolated", "number-nearest", "number-range", "exponent-not-found", "exponent-added", "municipality-different", "postcode-different", "text-ignored", "not-current",
]);
/** Below this an answer is looked at, whatever its faults. */
const SCORE_MIN = 0.8;

/** Judges what a row got; a street is all right only where no number was asked for. */
export function judge(cells: ResultCells, numberAsked: boolean): { verdict: Verdict; reasons: Reason[] } {
  if (cells.result_error !== "") return { verdict: "missing", reasons: [{ kind: "error", text: cells.result_error }] };
  const level = LEVELS.find((known) => known === cells.result_type) ?? "none";
  if (level === "none" || pointOf(cells) === null) return { verdict: "missing", reasons: [{ kind: "none" }] };
  const faults = cells.result_faults.split(/\s+/).filter((fault) => fault !== "");
  const said = faults.map((fault): Reason => ({ kind: "fault", fault }));
  // Its comune alone is no answer to somebody who asks for a street.
  if (faults.includes("street-not-found")) return { verdict: "missing", reasons: said };
  const ambiguous: Reason[] = cells.result_ambiguous === "true" ? [{ kind: "ambiguous" }] : [];
  const exact = level === "house-number" || (level === "street" && !numberAsked);
  const low = Number(cells.result_score) < SCORE_MIN;
  if (exact && !low && !faults.some((fault) => GRAVE.has(fault))) return { verdict: ambiguous.length > 0 ? "check" : "matched", reasons: ambiguous };
  const otherwise: Reason = exact ? { kind: "score" } : { kind: "level", level };
  return { verdict: "check", reasons: [...ambiguous, ...(said.length > 0 ? said : [otherwise])] };
}

/** Where the row is; null for nowhere. */
export function pointOf({ latitude, longitude }: ResultCells): [number, number] | null {
  if (latitude === "" || longitude === "") return null;
  const [lon, lat] = [Number(longitude), Number(latitude)];
  return Number.isFinite(lon) && Number.isFinite(lat) ? [lon, lat] : null;
}

/** The cells of a row that got no answer at all. */
export function emptyCells(error = ""): ResultCells {
  return { ...(Object.fromEntries(RESULT_COLUMNS.map((column) => [column, ""])) as Record<ResultColumn, string>), result_error: error };
}
