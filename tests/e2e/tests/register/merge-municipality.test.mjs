import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { actFor, behave, me, PROVIDER, signIn } from "../../identity.mjs";
import { APPROVER, fillLegalAct, openRegister, press, pressRare } from "../../register.mjs";
import { get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const BOTH = "Ugo Esempio";
const NOSATE = "015155";
const CASTANO = "015062";
const PLACE = "14/45.54900/8.72500";
const DONE = { through: PROVIDER, expected: /status of 4(09|22)/ };

/** Streets of a comune, whatever their stage. @param {string} municipality @returns {Promise<any[]>} */
const streets = async (municipality) => (await get(`/rest/toponymy/v1/thoroughfares?municipality=${municipality}&states=draft,proposed,current,retired,rejected&limit=1000`)).items;

/** Castano Primo lets approvers of Nosate decide about its register. @param {Visit} visit */
async function delegate(visit) {
  await actFor(visit, CASTANO);
  const { csrf } = await me(visit);
  const status = await visit.page.evaluate(async ([token, body]) => {
    const headers = { "content-type": "application/json", "x-csrf-token": token };
    return (await fetch("/rest/identity/v1/delegations", { method: "POST", headers, body })).status;
  }, [csrf, JSON.stringify({ delegate: NOSATE, role: "approver" })]);
  assert.equal(status, 201);
  await actFor(visit, NOSATE);
}

test("a_comune_is_merged_into_another_after_what_passes_was_shown_and_the_merger_is_undone", async () => {
  const before = await streets(NOSATE);
  assert.ok(before.length > 0 && (await streets(CASTANO)).length === 0, "the samples have streets of Nosate and none of Castano Primo");
  const visit = await Visit.begin(browser);
  await signIn(visit, BOTH);
  await delegate(visit);
  await visit.open(`/#map=${PLACE}&lang=en`);
  await visit.element("tab-register").click();
  await visit.element("register-title").filter({ hasText: "Nosate" }).waitFor();
  await pressRare(visit, "merge-municipality");
  await press(visit, "form-preview");
  assert.equal(await visit.element("legal-act-date").evaluate((/** @type {HTMLInputElement} */ field) => field.validity.valueMissing), true, "the law wants an act");
  await fillLegalAct(visit, "LR 5/2026");
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: "Choose the comune that it becomes part of." }).waitFor();
  const options = await visit.element("merge-into").locator("option").allInnerTexts();
  assert.deepEqual(options, ["Choose the comune", "Castano Primo"], "only comuni that the person decides for");
  await visit.element("merge-into").selectOption(CASTANO);
  assert.equal(await visit.element("form-apply").count(), 0, "nothing is done before it was shown");
  await press(visit, "form-preview");
  await visit.element("preview-summary").filter({ hasText: `Nosate becomes part of Castano Primo. What passes: streets ${before.length},` }).waitFor();
  await visit.screenshot("register-merge-municipality");
  assert.equal((await streets(NOSATE)).length, before.length, "nothing happened yet");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Comune merged into another: Nosate → Castano Primo" }).waitFor();
  await visit.element("register-title").filter({ hasText: "Register of Castano Primo" }).waitFor();
  await visit.element("street-search-state").filter({ hasText: "Streets in force: 14" }).waitFor();
  assert.deepEqual((await streets(CASTANO)).map(({ id }) => id).sort(), before.map(({ id }) => id).sort());
  assert.deepEqual(await streets(NOSATE), []);
  await visit.screenshot("register-merged-municipality");

  await press(visit, "undo-last");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "What will change" }).waitFor();
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Undone" }).waitFor();
  assert.deepEqual((await streets(NOSATE)).map(({ id }) => id).sort(), before.map(({ id }) => id).sort());
  assert.deepEqual(await streets(CASTANO), []);
  await visit.end(DONE);
});

test("a_phone_shows_the_merger_of_comuni_in_italian", async () => {
  const visit = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await signIn(visit, BOTH);
  if ((await me(visit)).acting?.code !== NOSATE) await actFor(visit, NOSATE);
  await visit.open(`/#map=${PLACE}&lang=it`);
  await visit.element("tab-register").click();
  await pressRare(visit, "merge-municipality");
  await visit.element("merge-into").selectOption(CASTANO);
  await visit.screenshot("register-merge-municipality-phone");
  await fillLegalAct(visit, "LR 5/2026");
  await press(visit, "form-preview");
  await visit.element("preview-summary").filter({ hasText: "Nosate confluisce in Castano Primo." }).waitFor();
  await visit.screenshot("register-merge-municipality-phone-preview");
  assert.equal(await visit.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the page");
  await press(visit, "form-cancel");
  await visit.element("register-title").waitFor();
  await visit.end(DONE);
});

test("who_decides_for_one_comune_alone_is_offered_no_merger_of_comuni", async () => {
  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER);
  await visit.element("open-deliveries").waitFor();
  assert.equal(await visit.element("action-merge-municipality").count(), 0);
  await visit.end(DONE);
});
