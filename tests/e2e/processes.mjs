/** People at the panel of analyses, and what the server says of its processes. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { signIn } from "./identity.mjs";
import { link } from "./map.mjs";
import { dataset, get } from "./server.mjs";

/** @typedef {import("./browser.mjs").Visit} Visit */

/** May read what is Rho's, and run analyses in the name of Rho. */
export const PLANNER = "Anna Esempio";
export const PARKS = "rho.parchi";
export const RESULT = "civico-result";

/**
 * The name of the first input of a process that is of a kind: tests do not depend on what the server calls it.
 * @param {string} process @param {(input: any) => boolean} fits @returns {Promise<string>}
 */
export async function inputOf(process, fits) {
  const { inputs } = await get(`/ogc/processes/${process}?lang=en`);
  const found = Object.entries(inputs).find(([, input]) => fits(input));
  assert.ok(found, `${process} has such an input`);
  return found[0];
}

/** @param {any} input */
export const takesFeatures = (input) => input["x-civico"]?.kind === "features";
/** @param {any} input */
export const takesGeometry = (input) => input["x-civico"]?.kind === "geometry";
/** @param {any} input */
export const takesMetres = (input) => ["number", "integer"].includes(input.schema.type) && input["x-civico"]?.unit === "m";

/** The middle of the parks of Rho. @returns {Promise<[number, number]>} */
export async function parks() {
  const [west, south, east, north] = (await dataset(PARKS)).bounds;
  return [(west + east) / 2, (south + north) / 2];
}

/** Opens the map over the parks of Rho, and the panel by the keyboard. @param {Visit} visit */
export async function openAnalysis(visit, lang = "en", zoom = 14) {
  await visit.open(link(zoom, await parks(), `&layers=${PARKS}&lang=${lang}`));
  await visit.element("civico-analysis-open").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("process-drill-through").waitFor();
  assert.equal(await focused(visit), "analysis-heading", "the panel has the focus");
}

/** Chooses a process, and waits for its form. @param {Visit} visit @param {string} process */
export async function choose(visit, process) {
  await visit.element(`process-${process}`).focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("process-form").waitFor();
}

/** As somebody who works for Rho, at the panel. @param {Visit} visit */
export async function asPlanner(visit, lang = "en") {
  await signIn(visit, PLANNER);
  await openAnalysis(visit, lang);
}

/** Runs a process on the parks of Rho, up to the click. @param {Visit} visit */
export async function bufferParks(visit, metres = 50) {
  const [features, distance] = [await inputOf("buffer", takesFeatures), await inputOf("buffer", takesMetres)];
  await choose(visit, "buffer");
  await visit.element(`input-${features}-0-collection`).selectOption(PARKS);
  await visit.element(`input-${distance}`).fill(String(metres));
  await visit.element("run").click();
  return { features, distance };
}

/** The id or test id of what has the focus. @param {Visit} visit */
export function focused(visit) {
  return visit.page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("data-testid"));
}

/** What a button gives to be saved. @param {Visit} visit @param {string} id */
export async function saved(visit, id) {
  const [download] = await Promise.all([visit.page.waitForEvent("download"), visit.element(id).click()]);
  return { name: download.suggestedFilename(), text: (await readFile(await download.path())).toString("utf8") };
}

/** Requests to run something. @param {Visit} visit */
export function executions(visit) {
  return visit.requests.filter(({ method, url }) => method === "POST" && url.includes("/execution"));
}

/** Waits until features of the result are on the map. @param {Visit} visit @param {string} layer */
export async function resultDrawn(visit, layer) {
  await visit.page.waitForFunction((id) => Boolean(window.civico.map.getLayer(id)) && !window.civico.map.isMoving(), `${RESULT}-${layer}`);
  await visit.drawn();
  await visit.page.waitForFunction((id) => window.civico.map.queryRenderedFeatures({ layers: [id] }).length > 0, `${RESULT}-${layer}`);
}
