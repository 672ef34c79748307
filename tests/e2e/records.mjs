/** Records of Rho: the service that registers them with a key, and the officer who reviews them. */
import assert from "node:assert/strict";
import { ORIGIN } from "./browser.mjs";
import { administer, me, signIn } from "./identity.mjs";

/** @typedef {import("./browser.mjs").Visit} Visit */

/** Reviews records, and does nothing else. */
export const OFFICER = "Olga Esempio";
const ADMINISTRATOR = "Anna Esempio";
const A_DAY_MS = 86_400_000;
const RECORDS = "/rest/records/v1/records";

/** A key for a service that registers records of Rho, made by its administrator. @param {Visit} visit @returns {Promise<string>} */
export async function makeKey(visit) {
  await administer(visit, ADMINISTRATOR, "/account/keys?lang=en");
  const { csrf } = await me(visit);
  const key = { label: "Social services", purpose: "their records on the map", roles: ["records-writer"], routes: ["records"], expires_at: new Date(Date.now() + A_DAY_MS).toISOString() };
  return visit.page.evaluate(async ([token, body]) => {
    const headers = { "content-type": "application/json", "x-csrf-token": token };
    return (await (await fetch("/rest/identity/v1/keys", { method: "POST", headers, body })).json()).key;
  }, [csrf, JSON.stringify(key)]);
}

/** Registers a record, as a service does. @param {string} key @param {string} reference @param {object} place @returns {Promise<any>} */
export async function register(key, reference, place) {
  const { status, body } = await send(key, "POST", RECORDS, { kind: "social-service", reference, ...place });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

/** What the service sees of a record. @param {string} key @param {{ id: string }} record @returns {Promise<any>} */
export async function readRecord(key, { id }) {
  return (await send(key, "GET", `${RECORDS}/${id}`)).body;
}

/** Another address for a record. @param {string} key @param {{ id: string }} record @param {object} place */
export async function putRecord(key, { id }, place) {
  const { status, body } = await send(key, "PUT", `${RECORDS}/${id}`, place);
  assert.equal(status, 200, JSON.stringify(body));
}

/** @param {string} key @param {string} method @param {string} path @param {object} [body] */
async function send(key, method, path, body) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const response = await fetch(ORIGIN + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  return { status: response.status, body: await response.json() };
}

/** Signs in as the officer and opens the panel. @param {Visit} visit @param {string} [lang] */
export async function openRecords(visit, lang = "en") {
  await signIn(visit, OFFICER);
  await visit.open(`/#map=14/45.53200/9.05050&lang=${lang}`);
  await visit.element("tab-records").click();
  await visit.element("records-title").waitFor();
}

/** Says yes to what is asked. @param {Visit} visit @param {string} button */
export async function confirm(visit, button) {
  await visit.element(button).focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("confirm").click();
}

/** Whatever the browser keeps beyond the page. @param {Visit} visit @returns {Promise<string>} */
export async function keptByBrowser(visit) {
  const cookies = JSON.stringify(await visit.context.cookies());
  return cookies + (await visit.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, document.title])));
}
