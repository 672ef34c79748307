import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { ask, behave, PROVIDER, signIn } from "../../identity.mjs";
import { APPROVER, CLERK, makeStreet, number, openRegister, openStreet, press, request, showRegister, street, write } from "../../register.mjs";
import { get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const NAME = "degli Interni di Prova";
const DONE = { through: PROVIDER, expected: /status of 4(09|22)/ };

/** The internals of a number, as the person of a page sees them. @param {Visit} visit @param {string} id */
const internals = async (visit, id) => (await ask(visit, `/rest/toponymy/v1/addresses/${id}/internals`)).body.items;

/** The test id of what has the focus. @param {Visit} visit */
const focused = (visit) => visit.page.evaluate(() => document.activeElement?.getAttribute("data-testid"));

test("internals_are_written_by_the_keyboard_shown_first_and_kept_from_others", async () => {
  const approver = await Visit.begin(browser);
  await signIn(approver, APPROVER);
  const visit = await Visit.begin(browser);
  await signIn(visit, CLERK);
  const streetId = await makeStreet(visit, approver, NAME, [5, 7]);
  await approver.end(DONE);
  const { id } = await number(streetId, "5");

  await showRegister(visit);
  await openStreet(visit, `Via ${NAME}`);
  await press(visit, "number-5");
  await visit.element("internals-empty").waitFor();
  await press(visit, "action-record-internals");
  await write(visit, "series-stair", "a");
  await write(visit, "series-floor", "1");
  await write(visit, "series-to", "3");
  await press(visit, "internals-series");
  await visit.element("internals-state").filter({ hasText: "Internal units in the table: 3" }).waitFor();
  await press(visit, "internals-add");
  assert.equal(await focused(visit), "internal-number-4", "the keyboard is in the new line");
  await visit.page.keyboard.type("3");
  await visit.element("internals-state").filter({ hasText: "Lines to be mended: 2" }).waitFor();
  await visit.screenshot("internals-taken");
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: "Mend the lines that are marked" }).waitFor();
  await write(visit, "internal-number-4", "3 bis");
  await press(visit, "internal-remove-2");
  assert.equal(await focused(visit), "internal-remove-2", "the keyboard stays in the table");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "Internal units added (3): stair A, floor 1, unit 1; stair A, floor 1, unit 3; stair A, floor 1, unit 3 BIS" }).waitFor();
  await visit.screenshot("internals-preview");
  assert.deepEqual(await internals(visit, id), [], "nothing happened yet");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: `Internal units recorded: Via ${NAME} 5` }).waitFor();
  await visit.element("internals").locator("tbody tr").nth(2).waitFor();
  await visit.screenshot("internals-sheet");
  assert.deepEqual((await internals(visit, id)).map((/** @type {any} */ one) => `${one.stair}${one.number}`), ["A1", "A3", "A3 BIS"]);
  assert.deepEqual((await get(`/rest/toponymy/v1/addresses/${id}/internals`)).items, [], "to others there are none");
  await visit.end(DONE);
});

test("an_internal_is_changed_and_taken_away_and_the_last_record_is_undone", async () => {
  const { id } = await number((await street(`Via ${NAME}`)).id, "5");
  const visit = await Visit.begin(browser);
  await openRegister(visit, CLERK);
  await openStreet(visit, `Via ${NAME}`);
  await press(visit, "number-5");
  await press(visit, "action-record-internals");
  await write(visit, "internal-floor-1", "T");
  await press(visit, "internal-remove-3");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "Internal units taken away (1): stair A, floor 1, unit 3 BIS" }).filter({ hasText: "on another floor (1): stair A, floor T, unit 1" }).waitFor();
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Internal units recorded" }).waitFor();
  assert.equal((await internals(visit, id)).length, 2);
  await visit.end(DONE);

  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER);
  await openStreet(approver, `Via ${NAME}`);
  await press(approver, "number-5");
  await approver.element("history-entry").first().filter({ hasText: "Internal units recorded" }).waitFor();
  assert.equal(await approver.element("action-record-internals").count(), 0, "who decides does not record");
  await press(approver, "undo");
  await press(approver, "form-preview");
  await approver.element("preview").filter({ hasText: "Internal units added (1): stair A, floor 1, unit 3 BIS" }).waitFor();
  await press(approver, "form-apply");
  await approver.element("internals").locator("tbody tr").nth(2).waitFor();
  await approver.end(DONE);
});

test("a_number_tells_its_extensions_and_who_stands_for_it", async () => {
  const { id: streetId } = await street(`Via ${NAME}`);
  const [main, other] = [await number(streetId, "5"), await number(streetId, "7")];
  const visit = await Visit.begin(browser);
  await signIn(visit, CLERK);
  assert.equal((await request(visit, { command: { type: "correct-details", address: other.id, main_address: main.id } })).status, 201);
  await showRegister(visit);
  await openStreet(visit, `Via ${NAME}`);
  await press(visit, "number-5");
  await visit.element("extensions").filter({ hasText: "7" }).waitFor();
  await visit.element("certification").filter({ hasText: "decided by the comune" }).waitFor();
  await press(visit, "action-confirm-on-site");
  await visit.element("confirmed-on").fill("2026-01-07");
  await press(visit, "form-apply");
  await visit.element("certification").filter({ hasText: "Certified: seen on site on January 7, 2026, decided by the comune" }).waitFor();
  await visit.end(DONE);
});

test("a_phone_shows_internals_in_italian", async () => {
  const visit = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await openRegister(visit, CLERK, undefined, "it");
  await openStreet(visit, `Via ${NAME}`);
  await press(visit, "number-5");
  await visit.element("internals").waitFor();
  await visit.screenshot("internals-phone-it");
  await press(visit, "action-record-internals");
  await visit.element("internals-table").scrollIntoViewIfNeeded();
  await visit.screenshot("internals-form-phone-it");
  assert.equal(await visit.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the page");
  const scrolls = await visit.page.evaluate(() => {
    const table = document.querySelector(".civico-internals-table");
    return table !== null && table.scrollWidth > table.clientWidth;
  });
  assert.equal(scrolls, false, "the whole line of the table is seen");
  await visit.end(DONE);
});
