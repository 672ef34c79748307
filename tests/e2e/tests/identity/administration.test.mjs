import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { administer, ask, askWithKey, atOnce, behave, me, PROVIDER, REFUSAL, RHO, signIn, until } from "../../identity.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const CATALOG = "/rest/catalog/v1/datasets";
const KEYS = "/account/keys?lang=en";
const ROLES = "/account/roles?lang=en";
const DONE = { through: PROVIDER };

/** Makes a key in the page and answers its secret. @param {Visit} visit @param {string} label */
async function createKey(visit, label) {
  await visit.element("key-label").fill(label);
  await visit.element("key-purpose").fill("checks of addresses in permits");
  await visit.element("create-key").click();
  await visit.element("missing-roles").waitFor();
  await visit.element("roles-reader").check();
  await visit.element("routes-catalog").check();
  await visit.element("create-key").click();
  await visit.element("new-key").waitFor();
  return visit.element("new-key-value").inputValue();
}

test("a_key_is_made_seen_once_used_and_revoked_at_once", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", KEYS);
  const secret = await createKey(visit, "Permit desk");
  assert.match(secret, /^civico_.{20}/);
  await visit.screenshot("identity-key-new");
  assert.equal(await askWithKey(CATALOG, secret), 200);
  assert.equal(await askWithKey("/rest/identity/v1/enti", secret), 403, "it is for the catalogue only");

  await visit.element("key-kept").click();
  assert.ok(!(await visit.page.content()).includes(secret), "it is gone with the button");
  await visit.open(KEYS, { map: false });
  await visit.element("keys").filter({ hasText: "Permit desk" }).waitFor();
  assert.ok(!(await visit.page.content()).includes(secret), "and never comes back");
  assert.doesNotMatch(await visit.element("keys").innerText(), /never/, "its last use is known");

  await visit.element("revoke-Permit desk").click();
  await visit.screenshot("identity-key-revoke");
  await visit.element("cancel").click();
  assert.equal(await askWithKey(CATALOG, secret), 200, "nothing happened yet");
  await visit.element("revoke-Permit desk").click();
  await visit.element("confirm").click();
  await visit.element("done").filter({ hasText: "Permit desk" }).waitFor();
  await atOnce(async () => (await askWithKey(CATALOG, secret)) === 401);
  await visit.element("keys").filter({ hasText: "revoked" }).waitFor();
  await visit.end({ ...DONE, typed: [secret] });
});

test("a_role_that_is_taken_away_acts_at_once_on_an_open_session", async () => {
  const anna = await Visit.begin(browser);
  await administer(anna, "Anna Esempio", ROLES);
  await anna.element("role-account").fill("bruno@example.org");
  await anna.element("role-role").selectOption("administrator");
  await anna.element("grant-role").click();
  await anna.element("roles").filter({ hasText: "bruno@example.org" }).waitFor();
  await anna.screenshot("identity-role-granted");

  const bruno = await Visit.begin(browser);
  await administer(bruno, "Bruno Esempio", ROLES);
  await bruno.element("roles").waitFor();

  await anna.element("remove-role-bruno@example.org-administrator").click();
  await anna.element("confirm").click();
  await anna.element("done").filter({ hasText: "Bruno" }).waitFor();
  await atOnce(async () => (await ask(bruno, "/rest/identity/v1/roles")).status === 403);
  assert.equal((await me(bruno)).signed_in, true, "he is still signed in");

  await bruno.element("role-account").fill("bruno@example.org");
  await bruno.element("role-role").selectOption("administrator");
  await bruno.element("grant-role").click();
  await bruno.element("problem").first().filter({ hasText: /\w{3}/ }).waitFor();
  await bruno.screenshot("identity-role-lost");
  await bruno.open(ROLES, { map: false });
  await bruno.element("refused").waitFor();
  await bruno.end({ ...DONE, expected: REFUSAL });
  await anna.end(DONE);
});

test("another_ente_gets_a_delegation_and_loses_it", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", ROLES);
  await visit.element("delegate").selectOption("cm-milano");
  await visit.element("delegate-role").selectOption("editor");
  await visit.element("add-delegation").click();
  await visit.element("delegations").filter({ hasText: "Editor" }).waitFor();
  await visit.screenshot("identity-delegation");
  await visit.element("remove-delegation-cm-milano-editor").click();
  await visit.element("confirm").click();
  await until(async () => (await visit.element("delegations").count()) === 0);
  await visit.end(DONE);
});

test("the_audit_shows_what_was_done_and_can_be_taken_away", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", KEYS);
  await createKey(visit, "For the audit");
  const { body } = await ask(visit, "/rest/audit/v1/entries?limit=5");
  const created = body.items.find((/** @type {any} */ entry) => /key/.test(entry.operation));
  assert.equal(created.ente, RHO);

  await visit.open("/account/audit?lang=en", { map: false });
  await visit.element("audit").filter({ hasText: created.operation }).waitFor();
  await visit.element("audit-filter").fill(created.operation);
  await visit.element("audit-apply").click();
  await until(async () => {
    const operations = await visit.element("audit").locator("code").allInnerTexts();
    return operations.length > 0 && operations.every((operation) => operation === created.operation);
  });
  await visit.screenshot("identity-audit-filtered");
  const [download] = await Promise.all([visit.page.waitForEvent("download"), visit.element("audit-csv").click()]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split(/\r?\n/);
  assert.ok(lines.length > 1 && lines.slice(1).every((line) => line.includes(created.operation)));
  await visit.element("audit-filter").fill("there.is.none");
  await visit.element("audit-apply").click();
  await visit.element("audit-empty").waitFor();
  await visit.end(DONE);
});

test("an_administrator_takes_all_data_of_the_ente_away", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", "/account/data?lang=en");
  const [download] = await Promise.all([visit.page.waitForEvent("download"), visit.element("export").click()]);
  assert.match(download.suggestedFilename(), /\.zip$/);
  const bytes = await readFile(await download.path());
  assert.equal(bytes.subarray(0, 2).toString("latin1"), "PK");
  await visit.element("done").filter({ hasText: "downloaded" }).waitFor();
  await visit.end(DONE);
});

test("a_session_that_ended_elsewhere_leads_to_the_sign_in_and_back", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", ROLES);
  await visit.element("grant-role").waitFor();
  await visit.context.clearCookies({ name: "__Host-civico" });
  await visit.element("role-account").fill("dario@example.org");
  await visit.element("grant-role").click();
  await visit.element("sign-in-provider").click();
  await visit.element("roles").waitFor();
  assert.equal(new URL(visit.page.url()).pathname, "/account/roles");
  await visit.end({ ...DONE, expected: REFUSAL });
});

test("an_editor_is_told_that_administration_is_not_for_that_role", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Carla Esempio");
  for (const page of ["keys", "roles", "audit", "data", "datasets", "enti"]) {
    assert.equal(await visit.element(`nav-${page}`).count(), 0);
    await visit.open(`/account/${page}?lang=en`, { map: false });
    await visit.element("refused").waitFor();
  }
  assert.equal((await ask(visit, "/rest/identity/v1/keys")).status, 403);
  await visit.end({ ...DONE, expected: REFUSAL });
});
