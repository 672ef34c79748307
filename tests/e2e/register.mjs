/** People at work on the register of Rho: the panel, and what the register says to everybody. */
import assert from "node:assert/strict";
import { me, RHO, signIn } from "./identity.mjs";
import { get } from "./server.mjs";

/** @typedef {import("./browser.mjs").Visit} Visit */

/** Proposes streets and numbers: her group at the provider gives her the role. */
export const CLERK = "Carla Esempio";
/** Decides about them. */
export const APPROVER = "Gina Esempio";
const FACE = "/rest/toponymy/v1";

/** Signs in and opens the panel. @param {Visit} visit @param {string} person @param {string} [place] camera of the map */
export async function openRegister(visit, person, place = "15/45.53200/9.05050", lang = "en") {
  await signIn(visit, person);
  await showRegister(visit, place, lang);
}

/** Opens the panel as whoever is signed in. @param {Visit} visit @param {string} [place] camera of the map */
export async function showRegister(visit, place = "15/45.53200/9.05050", lang = "en") {
  await visit.open(`/#map=${place}&lang=${lang}`);
  await visit.element("tab-register").click();
  await visit.element("street-search").waitFor();
}

/** Opens a street in the panel, by its name, with the keyboard. @param {Visit} visit @param {string} name */
export async function openStreet(visit, name) {
  await visit.element("street-search").focus();
  await visit.page.keyboard.type(name);
  await visit.element("street-found").first().filter({ hasText: name }).waitFor();
  await visit.page.keyboard.press("Enter");
  await visit.element("register-title").filter({ hasText: name }).waitFor();
  await visit.element("history").waitFor();
}

/** Goes to the element by the keyboard's way in, and presses the enter key. @param {Visit} visit @param {string} id */
export async function press(visit, id) {
  await visit.element(id).focus();
  await visit.page.keyboard.press("Enter");
}

/** Writes into a field of the form, whatever stood there. @param {Visit} visit @param {string} id @param {string} text */
export async function write(visit, id, text) {
  await visit.element(id).focus();
  await visit.page.keyboard.press("ControlOrMeta+a");
  await visit.page.keyboard.type(text);
}

/** The data of an act. @param {Visit} visit @param {string} protocol */
export async function fillLegalAct(visit, protocol) {
  await visit.element("legal-act-kind").selectOption("delibera");
  await visit.element("legal-act-date").fill("2026-01-15");
  await visit.element("legal-act-protocol").fill(protocol);
}

/** A street of Rho in force. @param {string} label @returns {Promise<any>} */
export async function street(label) {
  const { items } = await get(`${FACE}/thoroughfares?municipality=${RHO}&limit=1000&states=current,proposed`);
  const found = items.find((/** @type {any} */ item) => `${item.kind} ${item.name}`.trim() === label);
  if (!found) throw new Error(`Rho has no ${label}`);
  return found;
}

/** A number of a street, whatever became of it. @param {string} id @param {string} label @returns {Promise<any>} */
export async function number(id, label) {
  const { items } = await get(`${FACE}/thoroughfares/${id}/addresses?states=current,proposed,retired`);
  return items.find((/** @type {any} */ item) => item.label === label) ?? null;
}

/** What happened in Rho after an event of the register. @param {number} seq @returns {Promise<any[]>} */
export async function changesAfter(seq) {
  return (await get(`${FACE}/changes?municipality=${RHO}&after=${seq}&limit=1000`)).items;
}

/** The number of the last event. @returns {Promise<number>} */
export async function lastEvent() {
  return (await get(`${FACE}/thoroughfares?municipality=${RHO}&limit=1`)).known_seq;
}

/** Asks the register for something as the person of a page, beside the panel. @param {Visit} visit @param {object} body */
export async function request(visit, body) {
  const { csrf } = await me(visit);
  return visit.page.evaluate(async ([token, text]) => {
    const headers = { "content-type": "application/json", "x-csrf-token": token };
    const response = await fetch("/rest/toponymy/v1/acts", { method: "POST", headers, body: text });
    return { status: response.status, body: await response.json() };
  }, [csrf, JSON.stringify(body)]);
}

/** A street in force with numbers in force, made by two people who are signed in and have no panel open; its id. @param {Visit} clerk @param {Visit} approver @param {string} name @param {number[]} numbers */
export async function makeStreet(clerk, approver, name, numbers) {
  const done = async (/** @type {Visit} */ visit, /** @type {object} */ command, more = {}) => {
    const { status, body } = await request(visit, { command, ...more });
    assert.equal(status, 201, JSON.stringify(body));
    return body.events[0].subject;
  };
  const legalAct = { kind: "delibera", date: "2026-01-15", protocol: "GC 1/2026" };
  const id = await done(clerk, { type: "propose-thoroughfare", municipality: RHO, kind: "Via", name });
  await done(approver, { type: "approve", thoroughfare: id }, { legal_act: legalAct });
  for (const number of numbers) {
    const address = await done(clerk, { type: "propose-address", thoroughfare: id, locator: { kind: "number", number } });
    await done(approver, { type: "approve", address });
  }
  return id;
}

/** Opens what is asked for some times a year, and one of its forms. @param {Visit} visit @param {string} form */
export async function pressRare(visit, form) {
  await press(visit, "more-actions");
  await press(visit, `action-${form}`);
  await visit.element(`form-${form}`).waitFor();
}
