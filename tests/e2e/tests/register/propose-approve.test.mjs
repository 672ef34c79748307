import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, ORIGIN, Visit } from "../../browser.mjs";
import { atOnce, behave, PROVIDER, until } from "../../identity.mjs";
import { drawn } from "../../map.mjs";
import { APPROVER, changesAfter, CLERK, lastEvent, number, openRegister, openStreet, press, street, write } from "../../register.mjs";
import { geocode } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const STREET = "Corso Milano";
const NUMBER = "501/A";
const DONE = { through: PROVIDER };

/** An approval has to be on the map, in the search and in the feed within a second. */
const LONGEST_MS = 1_000;

/** Whether a number is drawn as one in force. @param {Visit} visit @param {string} id */
async function isDrawn(visit, id) {
  return (await drawn(visit, ["address-dot"])).some(({ properties }) => properties.id === id);
}

/** Waits until a number is drawn; the map is asked where it is, with each of its frames. @param {Visit} visit @param {string} id */
async function drawnSoon(visit, id) {
  const isThere = (/** @type {string} */ wanted) =>
    window.civico.map.queryRenderedFeatures({ layers: ["address-dot"], filter: ["==", ["get", "id"], wanted] }).length > 0;
  await visit.page.waitForFunction(isThere, id, { timeout: LONGEST_MS });
}

test("a_number_is_proposed_approved_and_then_on_the_map_in_the_search_and_in_the_feed", async (context) => {
  const { id: streetId } = await street(STREET);
  const clerk = await Visit.begin(browser);
  await openRegister(clerk, CLERK);
  await openStreet(clerk, STREET);
  await clerk.drawn();

  // All by the keyboard: the form, the place on the map, the sending.
  await press(clerk, "action-new-number");
  await write(clerk, "locator", NUMBER);
  await press(clerk, "place-centre");
  await clerk.element("snap-state").filter({ hasText: "Snapped" }).waitFor();
  assert.equal(await clerk.page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "point-marker", "the point has the focus");
  const before = await clerk.element("position-lon").inputValue();
  await clerk.page.keyboard.press("Shift+ArrowRight");
  await clerk.page.keyboard.press("ArrowUp");
  await clerk.page.waitForFunction((lon) => document.querySelector("#position-lon")?.value !== lon, before);
  await clerk.screenshot("register-new-number");
  await press(clerk, "form-apply");
  await clerk.element("register-done").filter({ hasText: `${STREET} ${NUMBER}` }).waitFor();
  await clerk.element(`number-${NUMBER}`).waitFor();
  const { id, stage, positions } = await number(streetId, NUMBER);
  assert.equal(stage, "proposed");
  assert.equal(await isDrawn(clerk, id), false, "what is proposed is not in force");
  assert.equal((await geocode(`${STREET} ${NUMBER} Rho`))[0]?.properties.id === id, false);
  await clerk.end({ ...DONE, typed: [NUMBER] });

  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER, `18/${positions[0].lat}/${positions[0].lon}`);
  await approver.element("worklist.numbers").waitFor();
  const all = approver.element("worklist.numbers-all");
  if (await all.count()) await all.click();
  await approver.element("worklist-row").filter({ hasText: `${STREET} ${NUMBER}` }).focus();
  await approver.page.keyboard.press("Enter");
  await approver.element("action-approve").waitFor();
  await approver.drawn();
  await press(approver, "action-approve");
  await approver.element("form-approve").waitFor();
  await approver.screenshot("register-approve");

  const seq = await lastEvent();
  const answered = approver.page.waitForResponse((response) => response.url() === `${ORIGIN}/rest/toponymy/v1/acts` && response.status() === 201);
  await press(approver, "form-apply");
  await answered;
  const start = performance.now();
  const timed = async (/** @type {string} */ what, /** @type {Promise<void>} */ seen) => {
    await seen;
    context.diagnostic(`${what}: ${Math.round(performance.now() - start)} ms after the approval`);
  };
  await Promise.all([
    timed("map", drawnSoon(approver, id)),
    timed("search", atOnce(async () => (await geocode(`${STREET} ${NUMBER} Rho`))[0]?.properties.id === id)),
    timed("feed", atOnce(async () => (await changesAfter(seq)).some((event) => event.type === "approved" && event.subject === id))),
  ]);
  await approver.element("register-done").filter({ hasText: `Approved: ${STREET} ${NUMBER}` }).waitFor();
  await approver.element("stage").filter({ hasText: "current" }).waitFor();
  await approver.drawn();
  await approver.screenshot("register-approved");

  // Taken back, for the tests that come after.
  await press(approver, "undo-last");
  await press(approver, "form-preview");
  await approver.element("preview").filter({ hasText: "proposed" }).waitFor();
  await press(approver, "form-apply");
  await approver.element("register-done").filter({ hasText: "Undone" }).waitFor();
  await until(async () => !(await isDrawn(approver, id)));
  await press(approver, "action-reject");
  await write(approver, "reason", "Test");
  await press(approver, "form-apply");
  await approver.element("stage").filter({ hasText: "rejected" }).waitFor();
  await approver.end(DONE);
});
