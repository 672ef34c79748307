import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { behave, PROVIDER, RHO } from "../../identity.mjs";
import { APPROVER, CLERK, fillLegalAct, openRegister, openStreet, press, pressRare, street, write } from "../../register.mjs";
import { get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const STREET = "Corso Venticinque Aprile";
const NAME = "Cascina degli Esempi";
const RENAMED = "Borgo dei Faggi";
const CORRECTED = "Borgo dei Faggì";
const DONE = { through: PROVIDER, expected: /status of 4(09|22)/ };

/** A place of Rho, whatever became of it. @param {string} name @returns {Promise<any>} */
async function place(name) {
  const { items } = await get(`/rest/toponymy/v1/localities?municipality=${RHO}&limit=1000&states=proposed,current,retired,rejected`);
  return items.find((/** @type {any} */ item) => item.name === name) ?? null;
}

/** Opens a named place in the panel, by its name, with the keyboard. @param {Visit} visit @param {string} name */
async function openPlace(visit, name) {
  await press(visit, "open-localities");
  await visit.element("locality-search").focus();
  await visit.page.keyboard.type(name);
  await visit.element("locality-found").first().filter({ hasText: name }).waitFor();
  await visit.page.keyboard.press("Enter");
  await visit.element("register-title").filter({ hasText: name }).waitFor();
  await visit.element("history").waitFor();
}

test("a_named_place_is_proposed_after_it_was_shown_and_approved_by_another_person", async () => {
  const clerk = await Visit.begin(browser);
  await openRegister(clerk, CLERK);
  await press(clerk, "open-localities");
  await clerk.page.waitForFunction(() => document.activeElement?.id === "register-title");
  await press(clerk, "action-new-locality");
  await write(clerk, "locality-name", NAME);
  assert.equal(await clerk.element("form-apply").count(), 0, "nothing is done before it was shown");
  await press(clerk, "form-preview");
  await clerk.element("preview").filter({ hasText: NAME }).waitFor();
  await clerk.screenshot("locality-proposed-preview");
  await press(clerk, "form-apply");
  await clerk.element("register-done").filter({ hasText: `Named place proposed: ${NAME}` }).waitFor();
  await clerk.element("stage").filter({ hasText: "proposed" }).waitFor();
  await clerk.element("streets-empty").waitFor();
  assert.equal((await place(NAME)).stage, "proposed");
  await press(clerk, "register-back");
  await press(clerk, "action-new-locality");
  await write(clerk, "locality-name", NAME.toUpperCase());
  await press(clerk, "form-preview");
  await clerk.element("form-problem").filter({ hasText: /./ }).waitFor();
  await clerk.screenshot("locality-refused");
  await clerk.end({ ...DONE, typed: [NAME] });

  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER);
  await approver.element("worklist.localities").getByTestId("worklist-row").filter({ hasText: NAME }).click();
  await press(approver, "action-approve");
  await press(approver, "form-apply");
  assert.equal(await approver.element("legal-act-date").evaluate((/** @type {HTMLInputElement} */ field) => field.validity.valueMissing), true, "the law wants an act");
  await fillLegalAct(approver, "GC 71/2026");
  await press(approver, "form-apply");
  await approver.element("register-done").filter({ hasText: `Approved: ${NAME}` }).waitFor();
  await approver.element("stage").filter({ hasText: "current" }).waitFor();
  assert.equal((await place(NAME)).stage, "current");
  assert.equal(await approver.element("action-new-locality").count(), 0);
  await approver.end(DONE);
});

test("a_place_is_renamed_by_an_act_corrected_and_its_history_told", async () => {
  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER);
  await openPlace(visit, NAME);
  await press(visit, "action-rename-locality");
  await write(visit, "locality-name", RENAMED);
  await fillLegalAct(visit, "GC 72/2026");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: `Name: from “${NAME}” to “${RENAMED}”` }).waitFor();
  await visit.screenshot("locality-rename");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "The place has a new name" }).waitFor();
  await visit.element("aliases").filter({ hasText: NAME }).waitFor();
  await press(visit, "action-correct-locality-name");
  await write(visit, "locality-name", "Tutto un Altro Nome");
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: /./ }).waitFor();
  await write(visit, "locality-name", CORRECTED);
  await press(visit, "form-preview");
  await press(visit, "form-apply");
  await visit.element("register-title").filter({ hasText: CORRECTED }).waitFor();
  const entries = await visit.element("history-entry").locator("strong").allInnerTexts();
  assert.deepEqual(entries, ["Correction of the name", "Renaming", "Approval", "Proposal"]);
  await visit.screenshot("locality-history");
  await visit.end(DONE);
});

test("a_street_is_put_into_a_place_which_then_ends_only_without_it", async () => {
  const { id } = await place(CORRECTED);
  const before = (await street(STREET)).locality ?? null;
  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER);
  await openStreet(visit, STREET);
  await pressRare(visit, "assign-locality");
  await visit.element("street-locality").selectOption(id);
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: CORRECTED }).waitFor();
  await visit.screenshot("locality-assign");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: `Named place of the street changed: ${STREET}` }).waitFor();
  assert.equal((await street(STREET)).locality, id);
  await press(visit, "street-locality-link");
  await visit.element("locality-streets").filter({ hasText: STREET }).waitFor();
  await press(visit, "action-retire");
  await fillLegalAct(visit, "GC 73/2026");
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: /./ }).waitFor();
  await visit.screenshot("locality-not-empty");
  await press(visit, "form-cancel");

  await visit.element("locality-streets").getByRole("button", { name: STREET }).click();
  await pressRare(visit, "assign-locality");
  await visit.element("street-locality").selectOption(before ?? "");
  await press(visit, "form-preview");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Named place of the street changed" }).waitFor();
  assert.equal((await street(STREET)).locality ?? null, before);
  await visit.end(DONE);
});

test("a_place_ends_is_in_force_again_and_the_last_act_is_undone", async () => {
  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER);
  await openPlace(visit, CORRECTED);
  await press(visit, "action-retire");
  await fillLegalAct(visit, "GC 74/2026");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "Stage: from “current” to “retired”" }).waitFor();
  await press(visit, "form-apply");
  await visit.element("stage").filter({ hasText: "retired" }).waitFor();
  await press(visit, "action-reinstate");
  await write(visit, "reason", "Test");
  await press(visit, "form-preview");
  await press(visit, "form-apply");
  await visit.element("stage").filter({ hasText: "current" }).waitFor();
  await press(visit, "undo-last");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "Stage: from “current” to “retired”" }).waitFor();
  await press(visit, "form-apply");
  await visit.element("stage").filter({ hasText: "retired" }).waitFor();
  assert.equal((await place(CORRECTED)).stage, "retired");
  await visit.end(DONE);
});

test("an_editor_sends_a_renaming_of_a_place_and_it_waits_under_its_name", async () => {
  const { items } = await get(`/rest/toponymy/v1/localities?municipality=${RHO}&limit=1`);
  const visit = await Visit.begin(browser);
  await openRegister(visit, CLERK);
  await openPlace(visit, items[0].name);
  await press(visit, "action-rename-locality");
  await write(visit, "locality-name", "Un Nome che Aspetta");
  await fillLegalAct(visit, "GC 75/2026");
  await press(visit, "form-preview");
  await press(visit, "form-submit");
  await visit.element("register-done").filter({ hasText: "Sent to the approver" }).waitFor();
  await visit.end(DONE);
  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER);
  await approver.element("worklist.waiting").getByTestId("worklist-row").filter({ hasText: `Renaming of a named place: ${items[0].name}` }).click();
  await approver.element("changes").filter({ hasText: "Un Nome che Aspetta" }).waitFor();
  await press(approver, "action-reject-act");
  await write(approver, "reason", "Test");
  await press(approver, "form-apply");
  await approver.element("register-done").filter({ hasText: "Act rejected" }).waitFor();
  assert.equal((await get(`/rest/toponymy/v1/localities/${items[0].id}`)).name, items[0].name);
  await approver.end(DONE);
});

test("a_phone_lists_the_places_in_italian_and_the_escape_key_empties_the_search", async () => {
  const visit = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await openRegister(visit, CLERK, undefined, "it");
  await press(visit, "open-localities");
  await visit.element("locality-list").waitFor();
  await visit.screenshot("localities-phone-it");
  await visit.element("locality-search").focus();
  await visit.page.keyboard.type("zzz");
  await visit.element("locality-search-state").filter({ hasText: "Nessuna località ha questo nome." }).waitFor();
  await visit.page.keyboard.press("Escape");
  assert.equal(await visit.element("locality-search").inputValue(), "");
  await visit.element("locality-found").first().click();
  await visit.element("history").waitFor();
  await visit.screenshot("locality-phone-it");
  await press(visit, "action-rename-locality");
  await visit.element("form-rename-locality").waitFor();
  await visit.screenshot("locality-rename-phone-it");
  assert.equal(await visit.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the page");
  await visit.end({ ...DONE, typed: ["zzz"] });
});
