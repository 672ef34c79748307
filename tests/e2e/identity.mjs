/** People at the door: signing in through the provider or with a password, and what the server says of them. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ORIGIN } from "./browser.mjs";
import { SECOND } from "./second-server.mjs";

/** @typedef {import("./browser.mjs").Visit} Visit */

/** Where the provider of the tests is; `provider/` says what it can do. */
export const PROVIDER = process.env.CIVICO_E2E_PROVIDER ?? "";
/** The account that `run.sh` made with a password. */
export const LOCAL = { account: "lia@example.org", password: process.env.CIVICO_E2E_PASSWORD ?? "" };
export const RHO = "015182";
/** Chromium itself notes on the console that an answer was a refusal. */
export const REFUSAL = /status of 40[13]/;
/** A removed right or key acts within this time. */
const AT_ONCE_MS = 1_000;
const COOKIE = "__Host-civico";

/**
 * Says how the provider behaves from now on, and what it adds to what it tells of people.
 * @param {string} [mode] @param {Record<string, unknown>} [claims]
 */
export async function behave(mode = "good", claims = { acr: "L2" }) {
  const response = await fetch(`${PROVIDER}/behaviour`, { method: "PUT", body: JSON.stringify({ mode, claims }) });
  assert.equal(response.status, 204);
}

/** From the sign-in page to the provider and back, as one of its people; an empty name refuses. @param {Visit} visit @param {string} person */
export async function throughProvider(visit, person, origin = ORIGIN) {
  await visit.element("sign-in-provider").click();
  await visit.page.waitForURL(`${PROVIDER}/**`);
  await visit.page.getByRole("button", { name: person === "" ? "Refuse" : person }).click();
  await visit.page.waitForURL(`${origin}/**`);
}

/** Signs in through the provider and comes to a page of the account. @param {Visit} visit @param {string} person */
export async function signIn(visit, person, path = "/account/overview?lang=en") {
  await visit.open(`/account/sign-in?${new URLSearchParams({ lang: "en", return_to: path })}`, { map: false });
  await throughProvider(visit, person);
  await visit.element("account").filter({ hasText: person }).waitFor();
}

/** Goes through the provider on the second server. @param {Visit} visit @param {string} person */
export async function throughSecond(visit, person) {
  await visit.page.goto(`${SECOND}/account/sign-in?lang=en&return_to=%2Faccount%2Foverview`);
  await throughProvider(visit, person, `${SECOND}/account`);
}

/** Chooses the ente to act for, in the menu of the header. @param {Visit} visit @param {string} code */
export async function actFor(visit, code) {
  await visit.element("account").click();
  await visit.element("acting-select").selectOption(code);
  await until(async () => (await me(visit)).acting?.code === code);
  await visit.page.keyboard.press("Escape");
}

/** Opens a page of the account as somebody who is signed in for Rho. @param {Visit} visit @param {string} person @param {string} path */
export async function administer(visit, person, path) {
  await signIn(visit, person);
  if ((await me(visit)).acting?.code !== RHO) await actFor(visit, RHO);
  await visit.open(path, { map: false });
}

/** What the server says to the page's own browser. @param {Visit} visit @param {string} path @returns {Promise<{ status: number, body: any }>} */
export function ask(visit, path) {
  return visit.page.evaluate(async (url) => {
    const response = await fetch(url, { headers: { accept: "application/json" } });
    return { status: response.status, body: await response.json() };
  }, path);
}

/** @param {Visit} visit */
export async function me(visit) {
  return (await ask(visit, "/rest/identity/v1/me")).body;
}

/** The session's cookie, which no script can read. @param {Visit} visit */
export async function sessionCookie(visit) {
  return (await visit.context.cookies()).find(({ name }) => name === COOKIE);
}

/** Asks as a program with a key does. @param {string} path @param {string} key */
export async function askWithKey(path, key) {
  const response = await fetch(ORIGIN + path, { headers: { authorization: `Bearer ${key}` } });
  await response.arrayBuffer();
  return response.status;
}

/** Waits until something holds; fails after a while. @param {() => Promise<boolean>} condition */
export async function until(condition, limitMs = 30_000) {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    assert.ok(performance.now() < end, `holds within ${limitMs} ms`);
    await sleep(20);
  }
}

/** @param {() => Promise<boolean>} condition */
export function atOnce(condition) {
  return until(condition, AT_ONCE_MS);
}
