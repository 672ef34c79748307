import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { behave, PROVIDER, signIn } from "../../identity.mjs";
import { APPROVER, CLERK, makeStreet, number, openRegister, openStreet, press, pressRare, showRegister, street, write } from "../../register.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const NAME = "delle Rettifiche di Prova";
const DONE = { through: PROVIDER, expected: /status of 4(09|22)/ };

test("an_editor_corrects_the_details_of_a_number_and_is_told_where_nothing_would_change", async () => {
  const approver = await Visit.begin(browser);
  await signIn(approver, APPROVER);
  const visit = await Visit.begin(browser);
  await signIn(visit, CLERK);
  const id = await makeStreet(visit, approver, NAME, [5, 7]);
  await approver.end(DONE);
  const main = await number(id, "5");

  await showRegister(visit, undefined, "it");
  await openStreet(visit, `Via ${NAME}`);
  await press(visit, "number-7");
  await press(visit, "action-correct-details");
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: "Non cambierebbe nulla" }).waitFor();
  await visit.element("language-en").click();
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: "Nothing would change" }).waitFor();
  await write(visit, "postcode", "2001");
  await press(visit, "form-preview");
  assert.equal(await visit.element("postcode").evaluate((/** @type {HTMLInputElement} */ field) => field.validity.patternMismatch), true);
  await write(visit, "postcode", "20017");
  await write(visit, "block", "12B");
  await visit.element("parcels").fill("A/12/345\nA/12/346\n");
  await visit.element("main-address").selectOption({ label: "5" });
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "Postcode: 20017" }).waitFor();
  await visit.element("preview").filter({ hasText: "Main address: 5" }).waitFor();
  await visit.screenshot("register-details");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Details corrected" }).waitFor();
  const now = await number(id, "7");
  assert.deepEqual([now.postcode, now.block, now.parcels, now.main_address], ["20017", "12B", ["A/12/345", "A/12/346"], main.id]);
  await visit.end(DONE);
});

test("a_stage_that_was_written_wrong_is_corrected_with_a_reason_and_the_correction_is_undone", async () => {
  const { id } = await street(`Via ${NAME}`);
  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER);
  await openStreet(visit, `Via ${NAME}`);
  await press(visit, "number-7");
  await pressRare(visit, "correct-stage");
  await visit.element("stage-choice").selectOption("retired");
  await press(visit, "form-preview");
  assert.equal(await visit.element("reason").evaluate((/** @type {HTMLInputElement} */ field) => field.validity.valueMissing), true);
  await write(visit, "reason", "Entered twice");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "Stage: from “current” to “retired”" }).waitFor();
  await visit.screenshot("register-stage");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Stage corrected" }).waitFor();
  assert.equal((await number(id, "7")).stage, "retired");
  await press(visit, "undo-last");
  await press(visit, "form-preview");
  await press(visit, "form-apply");
  await visit.element("stage").filter({ hasText: "current" }).waitFor();
  assert.equal((await number(id, "7")).stage, "current");
  await visit.end(DONE);
});
