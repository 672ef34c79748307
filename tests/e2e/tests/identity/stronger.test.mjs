import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, ORIGIN, Visit } from "../../browser.mjs";
import { administer, behave, me, PROVIDER, REFUSAL, signIn } from "../../identity.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const WEAK = { acr: "L1" };
const KEYS = "/account/keys?lang=en";
const DONE = { through: PROVIDER };

/** Follows the link to a stronger sign-in, which the provider now gives. @param {Visit} visit */
async function signInMoreStrongly(visit) {
  await behave();
  await visit.element("stronger").click();
}

test("whoever_signed_in_too_weakly_is_led_to_a_stronger_sign_in_and_back", async () => {
  const visit = await Visit.begin(browser);
  await behave("good", WEAK);
  await signIn(visit, "Anna Esempio");
  await visit.element("withheld").waitFor();
  await visit.element("stronger").filter({ hasText: "Administrator" }).waitFor();
  await visit.screenshot("identity-withheld");
  await visit.open(KEYS, { map: false });
  await visit.element("refused").waitFor();
  await signInMoreStrongly(visit);
  await visit.element("create-key").waitFor();
  assert.equal(visit.page.url(), ORIGIN + KEYS);
  assert.ok(visit.requests.some(({ url }) => url.startsWith(PROVIDER) && new URL(url).searchParams.get("acr_values") === "L2"), "the provider is asked for the level");
  assert.deepEqual((await me(visit)).withheld, []);
  await visit.end(DONE);
});

test("a_change_refused_after_a_weaker_sign_in_in_another_window_leads_to_a_stronger_one", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", "/account/roles?lang=en");
  await visit.element("grant-role").waitFor();
  await behave("good", WEAK);
  const other = await visit.context.newPage();
  await other.goto(`${ORIGIN}/sign-in?return_to=/status`);
  await other.waitForURL(`${ORIGIN}/status`);
  await other.close();

  await visit.element("role-account").fill("dario@example.org");
  await visit.element("grant-role").click();
  await visit.element("stronger").waitFor();
  await visit.screenshot("identity-write-weak");
  await signInMoreStrongly(visit);
  await visit.element("grant-role").waitFor();
  assert.deepEqual((await me(visit)).withheld, []);
  await visit.end({ ...DONE, expected: REFUSAL });
});

test("a_sign_in_that_is_strong_enough_is_not_asked_to_be_stronger", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", "/account/overview?lang=en");
  await visit.element("overview").waitFor();
  assert.equal((await visit.element("withheld").count()) + (await visit.element("stronger").count()), 0);
  await visit.end(DONE);
});
