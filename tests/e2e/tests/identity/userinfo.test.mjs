import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, ORIGIN, Visit } from "../../browser.mjs";
import { behave, me, PROVIDER, RHO, sessionCookie, signIn, throughProvider } from "../../identity.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const SIGN_IN = "/account/sign-in?lang=en&return_to=%2Faccount%2Foverview%3Flang%3Den";
/** A fiscal number as SPID and CIE write it; nobody has one like this. */
const FISCAL_NUMBER = "TINIT-XXXYYY00X00X000X";
const NUMBER = "XXXYYY00X00X000X";

test("a_provider_that_tells_of_people_at_the_userinfo_endpoint_alone_is_understood", async () => {
  const visit = await Visit.begin(browser);
  await behave("userinfo-only");
  await signIn(visit, "Carla Esempio");
  const { name, account, enti } = await me(visit);
  assert.deepEqual([name, account], ["Carla Esempio", "carla@example.org"]);
  assert.deepEqual(enti.map((/** @type {any} */ ente) => [ente.code, ente.roles]), [[RHO, ["editor"]]], "her group is among it");
  await visit.end({ through: PROVIDER });
});

test("a_person_who_is_known_by_an_id_token_is_the_same_by_userinfo", async () => {
  const visit = await Visit.begin(browser);
  await behave("userinfo-only");
  await signIn(visit, "Anna Esempio");
  assert.ok((await me(visit)).grants.some((/** @type {any} */ grant) => grant.roles.includes("administrator")));
  await visit.end({ through: PROVIDER });
});

test("what_userinfo_says_of_somebody_else_signs_nobody_in", async () => {
  const visit = await Visit.begin(browser);
  await behave("foreign-userinfo");
  await visit.open(SIGN_IN, { map: false });
  await throughProvider(visit, "Anna Esempio");
  await visit.page.waitForURL(`${ORIGIN}/account/sign-in?**`);
  await visit.element("sign-in-error").waitFor();
  assert.equal(new URL(visit.page.url()).searchParams.get("error"), "refused");
  assert.equal((await me(visit)).signed_in, false);
  assert.equal(await sessionCookie(visit), undefined);
  await visit.end({ through: PROVIDER });
});

for (const [claim, mode] of [["fiscal_number", "good"], ["fiscalNumber", "good"], ["https://attributes.eid.gov.it/fiscal_number", "userinfo-only"]]) {
  test(`the_claim_${claim}_names_the_account_without_its_prefix_when_the_provider_is_${mode}`, async () => {
    const visit = await Visit.begin(browser);
    await behave(mode, { acr: "L2", [claim]: FISCAL_NUMBER });
    await signIn(visit, "Dario Esempio");
    assert.equal((await me(visit)).account, NUMBER);
    const shown = await visit.element("overview").innerText();
    assert.ok(shown.includes(NUMBER) && !shown.includes(FISCAL_NUMBER));
    await visit.end({ through: PROVIDER, typed: [NUMBER] });
  });
}
