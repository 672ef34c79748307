import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { behave, PROVIDER, signIn } from "../../identity.mjs";
import { APPROVER, CLERK, fillLegalAct, makeStreet, number, openRegister, openStreet, press, pressRare, showRegister, street, write } from "../../register.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const LONG = "delle Prove Lunghe";
const SHORT = "delle Prove Corte";
const PART = "delle Prove Divise";
const DONE = { through: PROVIDER, expected: /status of 4(09|22)/ };

test("a_street_is_split_by_a_stretch_after_what_changes_was_shown_and_the_split_is_undone", async () => {
  const clerk = await Visit.begin(browser);
  await signIn(clerk, CLERK);
  const visit = await Visit.begin(browser);
  await signIn(visit, APPROVER);
  const id = await makeStreet(clerk, visit, LONG, [1, 2, 3, 4, 11, 12]);
  await makeStreet(clerk, visit, SHORT, [1, 9]);
  await clerk.end(DONE);

  await showRegister(visit);
  await openStreet(visit, `Via ${LONG}`);
  await pressRare(visit, "split");
  await fillLegalAct(visit, "CC 3/2026");
  await write(visit, "street-name", PART);
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: "Tick at least one number" }).waitFor();
  await write(visit, "split-from", "11");
  await press(visit, "split-take");
  await visit.element("split-state").filter({ hasText: "Go to the new street: 2; stay: 4" }).waitFor();
  await press(visit, "split-count");
  assert.equal(await visit.element("renumber-11").inputValue(), "1");
  assert.equal(await visit.element("renumber-12").inputValue(), "2");
  await visit.element("choose-4").focus();
  await visit.page.keyboard.press("Space");
  await visit.element("split-state").filter({ hasText: "Go to the new street: 3; stay: 3" }).waitFor();
  assert.equal(await visit.element("form-apply").count(), 0, "nothing is done before it was shown");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: `from “Via ${LONG}” to “Via ${PART}”` }).waitFor();
  await visit.element("split-state").scrollIntoViewIfNeeded();
  await visit.screenshot("register-split");
  assert.ok(await number(id, "12"), "nothing happened yet");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: `Street split: Via ${LONG} → Via ${PART}` }).waitFor();
  await visit.element("register-title").filter({ hasText: PART }).waitFor();
  const part = await street(`Via ${PART}`);
  assert.equal((await number(part.id, "1")).stage, "current");
  assert.equal(await number(id, "12"), null);

  await press(visit, "undo-last");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "What will change" }).waitFor();
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Undone" }).waitFor();
  assert.equal((await number(id, "12")).stage, "current");
  await visit.end(DONE);
});

test("a_street_is_merged_into_another_and_numbers_that_stand_on_both_get_a_letter", async () => {
  const [long, short] = [await street(`Via ${LONG}`), await street(`Via ${SHORT}`)];
  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER, "15/45.53200/9.05050", "it");
  await openStreet(visit, `Via ${SHORT}`);
  await pressRare(visit, "merge");
  await fillLegalAct(visit, "CC 4/2026");
  await write(visit, "street-filter", "prove lunghe");
  await visit.element("street-choice").focus();
  await visit.page.keyboard.press("ArrowDown");
  await visit.element("merge-state").filter({ hasText: "Numeri che la via che resta ha già: 1" }).waitFor();
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: "correggi i numeri segnalati" }).waitFor();
  await press(visit, "merge-letters");
  assert.equal(await visit.element("renumber-1").inputValue(), "1/A");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: `Via: da “Via ${SHORT}” a “Via ${LONG}”` }).waitFor();
  await visit.screenshot("register-merge");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: `Via unita a un'altra: Via ${SHORT}` }).waitFor();
  assert.equal((await number(long.id, "1/A")).stage, "current");
  assert.equal((await number(long.id, "9")).stage, "current");
  assert.equal(await number(short.id, "1"), null);
  await visit.element("undo-last").waitFor();
  await visit.end(DONE);
});
