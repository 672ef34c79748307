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
/** What the page may be told of a failure. */
const TOKENS = ["expired", "refused", "provider", "level"];

/** Nobody is signed in, and the person reads why, in the language of the visit. @param {Visit} visit @param {string} [token] */
async function refused(visit, token) {
  await visit.page.waitForURL(`${ORIGIN}/account/sign-in?**`);
  const told = new URL(visit.page.url()).searchParams.get("error") ?? "";
  assert.ok(token ? told === token : TOKENS.includes(told), `the error is “${told}”`);
  const text = await visit.element("sign-in-error").innerText();
  assert.match(text, /\w{3}/);
  assert.equal(await visit.page.getAttribute("html", "lang"), "en", "the language is kept");
  assert.equal((await me(visit)).signed_in, false);
  assert.equal(await sessionCookie(visit), undefined);
}

/** Modes of the provider, and what the page is told where only one thing is right. @type {Record<string, string | undefined>} */
const MISBEHAVIOURS = {
  "expired-code": undefined,
  "replayed-code": undefined,
  "wrong-nonce": undefined,
  "no-nonce": undefined,
  "wrong-state": "expired",
  "wrong-issuer": undefined,
  "wrong-audience": undefined,
  "unknown-key": undefined,
  "forged-key": undefined,
  unsigned: undefined,
  "clock-behind": undefined,
  "clock-ahead": undefined,
};

for (const [mode, token] of Object.entries(MISBEHAVIOURS)) {
  test(`a_provider_with_${mode}_signs_nobody_in`, async () => {
    const visit = await Visit.begin(browser);
    await behave(mode);
    await visit.open(SIGN_IN, { map: false });
    await throughProvider(visit, "Anna Esempio");
    await refused(visit, token);

    await behave();
    await visit.element("sign-in-provider").click();
    await visit.element("overview").waitFor();
    assert.equal(new URL(visit.page.url()).pathname, "/account/overview", "the next time leads where the first was to");
    await visit.end({ through: PROVIDER });
  });
}

for (const mode of ["rotated-key", "clock-a-little-ahead"]) {
  test(`a_provider_with_${mode}_is_understood`, async () => {
    const visit = await Visit.begin(browser);
    await behave(mode);
    await signIn(visit, "Anna Esempio");
    await visit.end({ through: PROVIDER });
  });
}

test("a_person_who_refuses_at_the_provider_is_not_signed_in", async () => {
  const visit = await Visit.begin(browser);
  await visit.open(SIGN_IN, { map: false });
  await throughProvider(visit, "");
  await refused(visit, "refused");
  await visit.screenshot("identity-refused");
  await visit.end({ through: PROVIDER });
});

test("an_answer_of_the_provider_is_worth_nothing_the_second_time_or_in_another_browser", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Anna Esempio");
  const answer = visit.requests.find(({ url }) => url.includes("/sign-in/callback?"))?.url ?? "";
  await visit.page.goto(answer);
  await visit.element("sign-in-error").waitFor();
  assert.equal(new URL(visit.page.url()).searchParams.get("error"), "expired");
  assert.equal((await me(visit)).signed_in, true, "who was signed in stays so");
  await visit.end({ through: PROVIDER });

  const other = await Visit.begin(browser);
  await other.open(SIGN_IN, { map: false });
  await other.page.goto(answer);
  await refused(other, "expired");
  await other.end();
});

test("a_stolen_answer_that_was_not_used_yet_does_not_fit_another_browser", async () => {
  const visit = await Visit.begin(browser);
  await behave("stolen-answer");
  await visit.open(SIGN_IN, { map: false });
  await visit.element("sign-in-provider").click();
  await visit.page.getByRole("button", { name: "Anna Esempio" }).click();
  await visit.page.waitForURL(`${PROVIDER}/stolen?**`);
  const { search } = new URL(visit.page.url());
  const other = await Visit.begin(browser);
  await other.open(SIGN_IN, { map: false });
  await other.page.goto(`${ORIGIN}/sign-in/callback${search}`);
  await refused(other, "expired");
  await other.end();
  await visit.end({ through: PROVIDER, expected: /status of 404/ });
});

test("a_group_of_the_provider_gives_its_role_as_long_as_the_provider_says_so", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Carla Esempio");
  assert.deepEqual((await me(visit)).enti.map((/** @type {any} */ ente) => [ente.code, ente.roles]), [[RHO, ["editor"]]]);
  await visit.element("overview").filter({ hasText: "Editor" }).waitFor();
  await visit.end({ through: PROVIDER });

  await behave("good", { acr: "L2", groups: [] });
  const later = await Visit.begin(browser);
  await signIn(later, "Carla Esempio");
  assert.deepEqual((await me(later)).enti, []);
  await later.end({ through: PROVIDER });
});

test("a_weak_sign_in_of_an_administrator_does_not_administer", async () => {
  const visit = await Visit.begin(browser);
  await behave("good", { acr: "L1" });
  await signIn(visit, "Anna Esempio");
  await visit.open("/account/keys?lang=en", { map: false });
  await visit.page.getByRole("heading", { name: "A stronger sign-in is needed" }).waitFor();
  assert.equal(await visit.element("nav-keys").count(), 0);
  await visit.screenshot("identity-weak");
  await visit.end({ through: PROVIDER });
});
