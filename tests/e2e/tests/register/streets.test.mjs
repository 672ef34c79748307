import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { behave, PROVIDER } from "../../identity.mjs";
import { APPROVER, CLERK, fillLegalAct, number, openRegister, openStreet, press, street, write } from "../../register.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const KIND = "Vicolo";
const NAME = "degli Esempi Provati";
const LABEL = `${KIND} ${NAME}`;
const DONE = { through: PROVIDER, expected: /status of 4(09|22)/ };

/** Proposes a number without a place. @param {Visit} visit @param {string} label */
async function propose(visit, label) {
  await press(visit, "action-new-number");
  await write(visit, "locator", label);
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: `${LABEL} ${label}` }).waitFor();
  await visit.element(`number-${label}`).waitFor();
}

/** Approves a number of the street that is open, and comes back. @param {Visit} visit @param {string} label */
async function approve(visit, label) {
  await press(visit, `number-${label}`);
  await press(visit, "action-approve");
  await press(visit, "form-apply");
  await visit.element("stage").filter({ hasText: "current" }).waitFor();
  await press(visit, "register-back");
  await visit.element("numbers").waitFor();
}

test("a_street_is_proposed_and_approved_with_the_data_of_its_act", async () => {
  const clerk = await Visit.begin(browser);
  await openRegister(clerk, CLERK);
  await press(clerk, "action-new-street");
  await write(clerk, "street-kind", KIND);
  await write(clerk, "street-name", NAME);
  await press(clerk, "form-apply");
  await clerk.element("register-done").filter({ hasText: LABEL }).waitFor();
  await clerk.element("numbers-empty").waitFor();
  for (const label of ["1", "3", "3/BIS", "4"]) await propose(clerk, label);
  assert.equal(await clerk.element("action-approve").count(), 1, "an editor may ask for the approval");
  await clerk.end(DONE);

  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER);
  assert.equal(await approver.element("action-new-street").count(), 0, "who decides does not propose");
  await openStreet(approver, LABEL);
  await press(approver, "action-approve");
  await press(approver, "form-apply");
  assert.equal(await approver.element("legal-act-date").evaluate((/** @type {HTMLInputElement} */ field) => field.validity.valueMissing), true);
  await approver.element("legal-act-kind").selectOption("delibera");
  await approver.element("legal-act-date").fill("2099-01-01");
  await approver.element("legal-act-protocol").fill("GC 12/2026");
  await press(approver, "form-apply");
  await approver.element("form-problem").filter({ hasText: "a date that is not to come" }).waitFor();
  assert.equal(await approver.page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "form-problem", "what went wrong has the focus");
  await approver.screenshot("register-refused");
  await fillLegalAct(approver, "GC 12/2026");
  await press(approver, "form-apply");
  await approver.element("register-done").filter({ hasText: `Approved: ${LABEL}` }).waitFor();
  for (const label of ["1", "3", "3/BIS", "4"]) await approve(approver, label);
  await approver.end(DONE);
});

test("wrong_input_is_answered_in_the_words_of_the_server", async () => {
  const visit = await Visit.begin(browser);
  await openRegister(visit, CLERK, "15/45.53200/9.05050", "it");
  await openStreet(visit, LABEL);
  await press(visit, "action-new-number");
  await write(visit, "locator", "tre");
  await press(visit, "form-apply");
  await visit.element("form-problem").filter({ hasText: "Il numero non si legge" }).waitFor();
  await write(visit, "locator", "3 bis");
  await press(visit, "form-apply");
  await visit.element("form-problem").filter({ hasText: "3/BIS" }).waitFor();
  await visit.element("language-en").click();
  await press(visit, "form-apply");
  await visit.element("form-problem").filter({ hasText: "The street already has a number 3/BIS." }).waitFor();
  assert.equal(await visit.element("locator").inputValue(), "3 bis", "what was written stays");
  await visit.end(DONE);
});

test("a_street_is_renumbered_after_the_table_and_the_server_have_shown_what_changes_and_undone", async () => {
  const { id } = await street(LABEL);
  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER);
  await openStreet(visit, LABEL);
  await press(visit, "action-renumber");
  await press(visit, "plan-apply");
  await visit.element("renumber-state").filter({ hasText: "Numbers that change: 3" }).waitFor();
  const after = await visit.element("renumber-table").locator("input").evaluateAll((/** @type {HTMLInputElement[]} */ fields) => fields.map(({ value }) => value));
  assert.deepEqual(after, ["3", "5", "5/BIS", "4"]);
  await write(visit, "renumber-4", "5");
  await visit.element("renumber-state").filter({ hasText: "To be mended in the table: 2" }).waitFor();
  await write(visit, "renumber-4", "6");
  assert.equal(await visit.element("form-apply").count(), 0, "nothing is done before it was shown");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "What will change (4)" }).waitFor();
  await visit.screenshot("register-renumber");
  assert.ok(await number(id, "1"), "nothing happened yet");
  await write(visit, "renumber-4", "8");
  await visit.element("form-preview").waitFor();
  await press(visit, "form-preview");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: `Renumbered: ${LABEL}` }).waitFor();
  await visit.element("number-8").waitFor();
  assert.equal(await number(id, "1"), null);
  assert.equal((await number(id, "5/BIS")).stage, "current");

  await press(visit, "undo-last");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "from “8” to “4”" }).waitFor();
  await press(visit, "form-apply");
  await visit.element("number-1").waitFor();
  assert.ok(await number(id, "3/BIS"));
  await visit.end(DONE);
});

test("a_preview_of_what_the_form_no_longer_says_is_not_shown", async () => {
  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER);
  await openStreet(visit, LABEL);
  await press(visit, "action-rename");
  await write(visit, "street-name", "dei Nomi Detti Prima");
  await fillLegalAct(visit, "GC 43/2026");
  let answer = () => {};
  const asked = new Promise((resolve) => visit.page.route("**/toponymy/v1/acts*", async (route) => {
    await new Promise((go) => { answer = () => go(undefined); resolve(undefined); });
    await route.continue();
  }, { times: 1 }));
  await press(visit, "form-preview");
  await asked;
  await write(visit, "street-name", "dei Nomi Detti Dopo");
  const answered = visit.page.waitForResponse((response) => response.url().includes("/toponymy/v1/acts"));
  answer();
  await (await answered).finished();
  await visit.element("form-preview").and(visit.page.locator("[aria-disabled=false]")).waitFor();
  assert.equal(await visit.element("form-apply").count(), 0, "nothing is done before it was shown");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "Dopo" }).waitFor();
  await visit.end(DONE);
});

test("an_editor_sends_a_renaming_which_waits_for_the_approver", async () => {
  const renamed = "dei Nomi Nuovi";
  const clerk = await Visit.begin(browser);
  await openRegister(clerk, CLERK);
  await openStreet(clerk, LABEL);
  await press(clerk, "action-rename");
  await write(clerk, "street-name", renamed);
  await fillLegalAct(clerk, "GC 44/2026");
  await press(clerk, "form-preview");
  await clerk.element("preview").filter({ hasText: `“${KIND} ${renamed}”` }).waitFor();
  await clerk.screenshot("register-rename");
  await press(clerk, "form-submit");
  await clerk.element("register-done").filter({ hasText: "Sent to the approver" }).waitFor();
  await clerk.end(DONE);

  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER);
  await approver.element("worklist.waiting").getByTestId("worklist-row").filter({ hasText: LABEL }).click();
  await approver.element("changes").filter({ hasText: renamed }).waitFor();
  await approver.screenshot("register-waiting");
  await press(approver, "action-approve-act");
  await press(approver, "form-apply");
  await approver.element("register-done").filter({ hasText: "Act approved" }).waitFor();
  await openStreet(approver, `${KIND} ${renamed}`);
  await approver.element("history-entry").first().filter({ hasText: `Name: from “${LABEL}” to “${KIND} ${renamed}”` }).waitFor();
  const entries = await approver.element("history-entry").locator("strong").allInnerTexts();
  assert.deepEqual(entries, ["Renaming", "Approval", "Proposal"], "the line of time, the latest first");
  await approver.screenshot("register-history");
  await approver.end(DONE);
});
