import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { administer, behave, me, PROVIDER, REFUSAL, signIn } from "../../identity.mjs";
import { get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const ENTI = "/account/enti?lang=en";
const CODE = "parco-esempio";
const ZONE = "zona-nord-ovest";
const DONE = { through: PROVIDER };

const ente = (/** @type {string} */ code) => get(`/rest/identity/v1/enti/${code}`);

/** Fills in what a new ente needs. @param {Visit} visit @param {string} code @param {string} name */
async function describe(visit, code, name) {
  await visit.element("ente-code").fill(code);
  await visit.element("ente-name").fill(name);
  await visit.element("ente-kind").selectOption("other");
}

test("the_list_of_enti_is_narrowed_by_zone_kind_and_name", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Elena Esempio", ENTI);
  const rows = () => visit.element("enti").locator("tbody tr");
  const all = (await get("/rest/identity/v1/enti")).items;
  await visit.element("enti-count").filter({ hasText: String(all.length) }).waitFor();
  await visit.element("enti-zone").selectOption(ZONE);
  assert.equal(await rows().count(), all.filter((/** @type {any} */ item) => item.zone === ZONE).length);
  await visit.element("enti-text").fill("rho");
  assert.deepEqual(await rows().getByRole("rowheader").allInnerTexts(), ["Rho\n015182"]);
  await visit.screenshot("identity-enti-filtered");
  await visit.element("enti-kind").selectOption("metropolitan-city");
  await visit.element("enti-count").filter({ hasText: "No public body matches" }).waitFor();
  assert.equal(await visit.element("enti").count(), 0);
  await visit.end(DONE);
});

test("an_ente_is_added_changed_and_gets_an_administrator", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Elena Esempio", ENTI);
  await visit.element("add-ente").click();
  await describe(visit, CODE, "Parco Esempio");
  await visit.element("ente-zone").selectOption(ZONE);
  await visit.element("put-ente").click();
  await visit.element("done").filter({ hasText: "Parco Esempio is now a public body" }).waitFor();
  await visit.screenshot("identity-ente-added");
  const added = await ente(CODE);
  assert.deepEqual([added.name, added.kind, added.zone], ["Parco Esempio", "other", ZONE]);

  await visit.element("ente-name").fill("Parco Esempio Nord");
  await visit.element("ente-ipa").fill("parco_esempio");
  await visit.element("ente-zone").selectOption("");
  await visit.element("ente-from").fill("2020-01-01");
  await visit.element("ente-to").fill("2030-01-01");
  await visit.element("ente-successor").selectOption("015182");
  await visit.element("put-ente").click();
  await visit.element("done").filter({ hasText: "changes are saved" }).waitFor();
  const { name, slug, ipa_code, zone, valid_from, valid_to, successor } = await ente(CODE);
  assert.deepEqual([name, slug, ipa_code, zone], ["Parco Esempio Nord", "parco-esempio", "parco_esempio", null], "its slug stays");
  assert.deepEqual([valid_from, valid_to, successor], ["2020-01-01", "2030-01-01", "015182"]);

  await visit.element("appoint-account").fill("fabio@example.org");
  await visit.element("appoint").click();
  await visit.element("done").filter({ hasText: "fabio@example.org now administers" }).waitFor();
  await visit.element("back-to-enti").click();
  await visit.element(`change-ente-${CODE}`).waitFor();
  assert.equal(await visit.page.evaluate(() => document.activeElement?.getAttribute("data-testid")), `change-ente-${CODE}`, "the focus comes back");
  await visit.end(DONE);

  const fabio = await Visit.begin(browser);
  await signIn(fabio, "Fabio Esempio", "/account/roles?lang=en");
  // Who appointed him is of another ente, whose people he does not see.
  await fabio.element("roles").filter({ hasText: /person [0-9a-f]{8}/ }).waitFor();
  assert.equal((await me(fabio)).acting.code, CODE);
  assert.equal(await fabio.element("nav-enti").count(), 0, "he does not run the portal");
  await fabio.end(DONE);
});

test("an_ente_that_cannot_be_is_refused_with_the_reason", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Elena Esempio", ENTI);
  await visit.element("add-ente").click();
  await describe(visit, "015182", "Another Rho");
  await visit.element("put-ente").click();
  await visit.element("ente-taken").waitFor();
  assert.equal((await ente("015182")).name, "Rho", "what is there is not overwritten");

  await describe(visit, "rho-esempio", "Rho");
  await visit.element("put-ente").click();
  await visit.element("problem").filter({ hasText: "belongs to another" }).waitFor();
  assert.equal(await visit.element("ente-code").inputValue(), "rho-esempio", "what was typed is still there");
  await visit.screenshot("identity-ente-refused");
  await visit.end({ ...DONE, expected: /status of 409/ });
});

test("an_administrator_of_a_comune_does_not_keep_the_list_of_enti", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", ENTI);
  await visit.element("refused").filter({ hasText: "Metropolitan City" }).waitFor();
  assert.equal(await visit.element("nav-enti").count(), 0);
  const { csrf } = await me(visit);
  const status = await visit.page.evaluate(async (token) => {
    const headers = { "content-type": "application/json", "x-csrf-token": token };
    return (await fetch("/rest/identity/v1/enti/015182", { method: "PUT", headers, body: JSON.stringify({ name: "Rho", kind: "comune" }) })).status;
  }, csrf);
  assert.equal(status, 403);
  assert.equal((await ente("015182")).zone, ZONE, "nothing of it was changed");
  await visit.end({ ...DONE, expected: REFUSAL });
});
