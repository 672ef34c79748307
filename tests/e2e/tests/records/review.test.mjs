import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { behave, me, PROVIDER, signIn, until } from "../../identity.mjs";
import { confirm, keptByBrowser, makeKey, openRecords, putRecord, readRecord, register } from "../../records.mjs";
import { APPROVER, CLERK, makeStreet, request } from "../../register.mjs";
import { sampleAddress } from "../../server.mjs";

const CANDIDATES = "civico-candidates";
const DONE = { through: PROVIDER };
/** Nothing of the samples is like it. */
const NOTHING = "Qwrtzpx 9999";
/** A little of it is like something. */
const NOWHERE = "Calle Inesistentissima 9999";

/** @type {import("playwright-core").Browser} */
let browser;
let key = "";
before(async () => {
  browser = await launch();
  await behave();
  const visit = await Visit.begin(browser);
  key = await makeKey(visit);
  await visit.end(DONE);
});
beforeEach(() => behave());
after(() => browser.close());

/** Numbers of the candidates on the map. @param {Visit} visit */
const onMap = async (visit) =>
  visit.page.evaluate((source) => window.civico.map.getSource(source)?.serialize().data.features.map((/** @type {any} */ { properties }) => properties) ?? [], CANDIDATES);

test("the_officer_links_records_by_keyboard_and_their_texts_are_gone", async () => {
  const { id, street, number, point } = await sampleAddress();
  const first = await register(key, "ss-e2e-1", { q: `${street}, Rho` });
  const second = await register(key, "ss-e2e-2", { street: `${NOWHERE} bis`, number: "77", municipality: "Rho" });
  const third = await register(key, "ss-e2e-3", { q: NOWHERE });
  for (const record of [first, second, third]) assert.equal(record.state, "to-review", JSON.stringify(record));

  const visit = await Visit.begin(browser);
  await signIn(visit, "Olga Esempio");
  await visit.open("/#map=14/45.53200/9.05050&lang=en");
  assert.ok(!visit.requests.some(({ url }) => url.includes("/reviews")), "nothing is read before somebody looks");
  await visit.element("tab-records").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("records-left").filter({ hasText: "To decide: 3" }).waitFor();
  await visit.element("review-title").filter({ hasText: "Social service · ss-e2e-1" }).waitFor();
  assert.equal(await visit.element("review-text").locator("p").innerText(), `${street}, Rho`);
  await visit.drawn();
  assert.ok((await onMap(visit)).length > 0, "candidates are on the map");
  await visit.screenshot("records-review");

  await visit.element("review-choose").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("review-problem").filter({ hasText: "First choose a place" }).waitFor();
  await visit.element("record-search").focus();
  await visit.page.keyboard.type(`${street} ${number} Rho`);
  await visit.page.keyboard.press("Enter");
  await visit.element("record-search-state").filter({ hasText: "Found:" }).waitFor();
  const label = visit.element("candidate").filter({ hasText: `${street} ${number}` }).first();
  await label.locator("input").focus();
  await visit.page.keyboard.press("Space");
  await visit.page.waitForFunction((source) => window.civico.map.getSource(source).serialize().data.features.some((/** @type {any} */ { properties }) => properties.chosen), CANDIDATES);
  await visit.drawn();
  await visit.element("review-choose").scrollIntoViewIfNeeded();
  await visit.screenshot("records-chosen");
  await visit.page.keyboard.press("Enter");
  await visit.element("confirm").waitFor();
  await visit.screenshot("records-confirm");
  assert.equal((await readRecord(key, first)).state, "to-review", "nothing happened yet");
  await visit.element("confirm").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("records-done").filter({ hasText: "Linked: ss-e2e-1" }).waitFor();
  const linked = await readRecord(key, first);
  assert.deepEqual([linked.state, linked.link.address, linked.link.level, linked.text_kept_until], ["resolved", id, "chosen", null]);
  await visit.element("records-left").filter({ hasText: "To decide: 2 · decided now: 1" }).waitFor();

  await visit.element("review-title").filter({ hasText: "ss-e2e-2" }).waitFor();
  assert.equal(await visit.page.evaluate(() => document.activeElement?.id), "review-title", "the keyboard goes on at the next record");
  assert.ok(!(await visit.element("records").innerText()).includes(`${street}, Rho`), "the text of the one before is gone from the page");
  assert.match(await visit.element("review-text").innerText(), /Street\s+Calle Inesistentissima 9999 bis\s+Number\s+77\s+Comune\s+Rho/);
  await visit.screenshot("records-fields");
  await visit.element("review-later").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("records-done").filter({ hasText: "Put off: ss-e2e-2" }).waitFor();
  await visit.element("review-title").filter({ hasText: "ss-e2e-3" }).waitFor();

  await confirm(visit, "review-none");
  await visit.element("records-done").filter({ hasText: "Cannot be placed: ss-e2e-3" }).waitFor();
  const unplaced = await readRecord(key, third);
  assert.deepEqual([unplaced.state, unplaced.link, unplaced.text_kept_until], ["not-an-address", null, null]);

  await visit.element("review-title").filter({ hasText: "ss-e2e-2" }).waitFor();
  assert.equal(await visit.element("review-later").count(), 0, "it is the last");
  await visit.page.evaluate((centre) => window.civico.map.jumpTo({ center: centre, zoom: 18 }), point);
  await visit.drawn();
  await visit.page.locator("canvas").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("candidate").filter({ hasText: `${street} ${number}` }).first().waitFor();
  await visit.screenshot("records-pointed");
  await confirm(visit, "review-choose");
  await visit.element("records-empty").filter({ hasText: "Done: no record is waiting any more. Decided now: 3." }).waitFor();
  assert.equal((await readRecord(key, second)).link.address, id);
  await visit.drawn();
  assert.deepEqual(await onMap(visit), [], "the map is clean");
  await visit.screenshot("records-empty");

  const kept = await keptByBrowser(visit);
  for (const text of ["Inesistentissima", street]) assert.ok(!kept.includes(text), `“${text}” is kept nowhere`);
  await visit.end({ ...DONE, typed: [NOWHERE, `${street}, Rho`, `${street} ${number}`] });
});

test("a_record_that_somebody_else_changed_is_shown_anew_and_one_that_is_gone_is_not", async () => {
  const { street } = await sampleAddress();
  const record = await register(key, "ss-e2e-4", { q: NOTHING });
  const visit = await Visit.begin(browser);
  await openRecords(visit, "it");
  await visit.element("records-left").filter({ hasText: "Da decidere: 1" }).waitFor();
  await visit.element("candidates-empty").waitFor();
  await visit.screenshot("records-it");
  await putRecord(key, record, { q: `${NOTHING} primo piano` });
  await confirm(visit, "review-none");
  await visit.element("records-problem").filter({ hasText: "La pratica ss-e2e-4 è cambiata nel frattempo" }).waitFor();
  await visit.element("review-text").filter({ hasText: "primo piano" }).waitFor();
  // What went wrong has the focus.
  await visit.page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "records-problem");
  await visit.screenshot("records-changed-it");
  assert.equal((await readRecord(key, record)).state, "to-review");

  await putRecord(key, record, { q: `${street} ${(await sampleAddress()).number}, Rho` });
  await confirm(visit, "review-none");
  await visit.element("records-empty").filter({ hasText: "Nessuna pratica è in attesa." }).waitFor();
  await visit.element("records-problem").filter({ hasText: "La pratica ss-e2e-4 non è più in attesa" }).waitFor();
  assert.equal((await readRecord(key, record)).state, "resolved", "the officer's word came too late");
  await visit.screenshot("records-gone-it");
  await visit.end({ ...DONE, typed: [NOTHING], expected: /status of 4(09|12)/ });
});

test("a_phone_shows_record_and_map_and_a_failure_can_be_tried_again", async () => {
  const { street } = await sampleAddress();
  const record = await register(key, "ss-e2e-5", { q: `${street}, Rho` });
  const visit = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await signIn(visit, "Olga Esempio");
  await visit.open("/#map=14/45.53200/9.05050&lang=it");
  await visit.page.route("**/reviews?*", (route) => route.abort());
  await visit.element("tab-records").click();
  await visit.element("records-problem").filter({ hasText: "Il server non risponde" }).waitFor();
  await visit.page.unroute("**/reviews?*");
  await visit.element("records-retry").click();
  await visit.element("review-text").waitFor();
  await visit.drawn();
  assert.equal(await visit.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the page");
  await visit.screenshot("records-phone");
  await visit.element("candidate-0").check();
  await visit.drawn();
  await visit.screenshot("records-phone-chosen");
  await visit.element("review-none").scrollIntoViewIfNeeded();
  await visit.screenshot("records-phone-buttons");
  await visit.element("review-none").click();
  await visit.screenshot("records-phone-confirm");
  await visit.element("confirm").click();
  await visit.element("records-empty").waitFor();
  assert.equal((await readRecord(key, record)).state, "not-an-address");
  await visit.end({ ...DONE, typed: [`${street}, Rho`], expected: /Failed to load resource|ERR_FAILED/ });
});

test("a_record_whose_place_ended_shows_what_it_was_linked_to", async () => {
  const clerk = await Visit.begin(browser);
  await signIn(clerk, CLERK);
  const approver = await Visit.begin(browser);
  await signIn(approver, APPROVER);
  const thoroughfare = await makeStreet(clerk, approver, "delle Pratiche Cessate", [7]);
  await clerk.end(DONE);
  const record = await register(key, "ss-e2e-6", { thoroughfare });
  assert.equal(record.state, "resolved");
  const { status } = await request(approver, { command: { type: "retire", thoroughfare, with_addresses: true }, legal_act: { kind: "delibera", date: "2026-01-15", protocol: "GC 2/2026" } });
  assert.equal(status, 201);
  await approver.end(DONE);
  await until(async () => (await readRecord(key, record)).state === "to-review");

  const visit = await Visit.begin(browser);
  await openRecords(visit);
  await visit.element("review-reason").filter({ hasText: "The place it was linked to ended" }).waitFor();
  assert.match(await visit.element("review-former").innerText(), /It was linked to\s+Via delle Pratiche Cessate, Rho/);
  assert.equal(await visit.element("review-text").count(), 0, "a linked record has no text");
  await visit.drawn();
  await visit.screenshot("records-former");
  await visit.element("review-none").click();
  assert.ok(!(await visit.page.locator("dialog[open]").innerText()).includes("erased"), "there is no text to erase");
  await visit.element("confirm").click();
  await visit.element("records-empty").waitFor();
  await visit.end(DONE);
});

test("who_is_no_records_officer_has_no_such_panel_and_loads_none", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, CLERK);
  await visit.open("/#map=14/45.53200/9.05050&lang=en");
  await visit.element("tab-register").waitFor();
  assert.equal(await visit.element("tab-records").count(), 0);
  assert.ok((await me(visit)).grants.length > 0);
  assert.ok(!visit.requests.some(({ url }) => /\/rest\/records\//.test(url)), "nothing of records is asked for");
  const panels = visit.requests.filter(({ url }) => /\/assets\/panel/.test(url));
  assert.equal(panels.length, 1, "only the register's panel is loaded");
  await visit.end(DONE);
});
