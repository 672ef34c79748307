import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, ORIGIN, Visit } from "../../browser.mjs";
import { actFor, behave, LOCAL, me, PROVIDER, REFUSAL, RHO, sessionCookie, signIn, throughProvider, until } from "../../identity.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const PLACE = "/#map=12/45.53000/9.04000&layers=rho.parchi&lang=en";

test("a_person_signs_in_through_the_provider_and_comes_back_to_the_same_map", async () => {
  const visit = await Visit.begin(browser);
  await visit.open(PLACE);
  await visit.element("sign-in").click();
  await visit.element("sign-in-provider").waitFor();
  await throughProvider(visit, "Anna Esempio");
  await visit.element("account").filter({ hasText: "Anna Esempio" }).waitFor();
  await visit.drawn();
  assert.equal(visit.hash(), PLACE.slice(1));
  assert.equal((await me(visit)).account, "anna@example.org");
  const cookie = await sessionCookie(visit);
  assert.ok(cookie?.httpOnly && cookie.secure && cookie.sameSite === "Lax" && cookie.path === "/", "no script reads the cookie");
  assert.ok(!visit.requests.some(({ url }) => url.startsWith(ORIGIN) && /[?&](code|state)=/.test(url) && !url.includes("/sign-in/callback")));
  await visit.screenshot("identity-map-signed-in");
  await visit.end({ through: PROVIDER });
});

test("a_person_acts_for_another_ente_and_the_data_are_loaded_anew", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Anna Esempio");
  await actFor(visit, RHO);
  await visit.open("/#lang=en");
  await visit.element("acting").filter({ hasText: "Rho" }).waitFor();
  await visit.element("account").click();
  await visit.element("account-link-keys").waitFor();
  await visit.screenshot("identity-menu");

  const catalogs = () => visit.requests.filter(({ url }) => url.includes("/rest/catalog/v1/datasets")).length;
  const before = catalogs();
  const other = (await me(visit)).enti.find((/** @type {any} */ ente) => ente.code !== RHO);
  await visit.element("acting-select").selectOption(other.code);
  await visit.element("acting").filter({ hasText: other.name }).waitFor();
  await until(async () => catalogs() > before);
  assert.equal((await me(visit)).acting.code, other.code);
  assert.equal(await visit.element("account-link-keys").count(), 0, "she administers Rho only");
  await visit.end({ through: PROVIDER });
});

test("signing_out_ends_the_session_here_and_at_the_provider", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Anna Esempio");
  const { value } = (await sessionCookie(visit)) ?? { value: "" };
  await visit.element("account").click();
  await visit.element("sign-out").click();
  await visit.page.waitForURL(`${PROVIDER}/**`);
  await visit.page.getByRole("heading", { name: "Provider: sign out" }).waitFor();
  const headers = { cookie: `__Host-civico=${value}` };
  const replayed = await fetch(`${ORIGIN}/rest/identity/v1/me`, { headers });
  assert.equal((await replayed.json()).signed_in, false, "a copy of the cookie is worth nothing");
  await visit.page.getByRole("button", { name: "Sign out" }).click();
  await visit.page.waitForURL(`${ORIGIN}/**`);
  await visit.element("sign-in").waitFor();
  assert.equal(await sessionCookie(visit), undefined);

  await visit.open("/account/sign-in?lang=en", { map: false });
  await visit.element("sign-in-provider").click();
  await visit.page.getByRole("heading", { name: "Provider: sign in" }).waitFor();
  await visit.end({ through: PROVIDER });
});

test("a_local_account_signs_in_with_its_password_by_keyboard_alone", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/account/sign-in?lang=en&return_to=%2Faccount%2Foverview%3Flang%3Den", { map: false });
  await visit.element("account-input").focus();
  await visit.page.keyboard.type(LOCAL.account);
  await visit.page.keyboard.press("Tab");
  await visit.page.keyboard.type(LOCAL.password);
  await visit.page.keyboard.press("Enter");
  await visit.element("overview").filter({ hasText: LOCAL.account }).waitFor();
  assert.equal(new URL(visit.page.url()).pathname, "/account/overview");
  await visit.end({ typed: [LOCAL.password] });
});

test("a_wrong_password_is_told_and_forgotten", async () => {
  const wrong = "not the right one at all";
  const visit = await Visit.begin(browser);
  await visit.open("/account/sign-in?lang=en", { map: false });
  for (const account of [LOCAL.account, "nobody@example.org"]) {
    await visit.element("account-input").fill(account);
    await visit.element("password-input").fill(wrong);
    await visit.element("sign-in-local").click();
    await visit.element("sign-in-error").waitFor();
    assert.equal(await visit.element("password-input").inputValue(), "");
    assert.equal(await visit.element("account-input").inputValue(), account);
  }
  await visit.screenshot("identity-wrong-password");
  assert.equal((await me(visit)).signed_in, false);
  assert.equal(await sessionCookie(visit), undefined);
  await visit.end({ typed: [wrong], expected: REFUSAL });
});

for (const elsewhere of ["https://evil.example/", "//evil.example/", "/\\evil.example/", "/%09/evil.example/"]) {
  test(`nobody_is_led_to_${elsewhere}_by_signing_in`, async () => {
    const visit = await Visit.begin(browser);
    await visit.open(`/account/sign-in?lang=en&return_to=${elsewhere.includes("%") ? elsewhere : encodeURIComponent(elsewhere)}`, { map: false });
    await throughProvider(visit, "Anna Esempio");
    await visit.element("account").waitFor();
    assert.equal(new URL(visit.page.url()).pathname, "/");
    // The server itself is asked too, without the page that looks first.
    await visit.page.goto(`${ORIGIN}/sign-in?return_to=${encodeURIComponent(elsewhere)}`);
    await visit.page.waitForURL(`${ORIGIN}/**`);
    assert.equal(new URL(visit.page.url()).origin, ORIGIN);
    await visit.end({ through: PROVIDER, expected: /status of 404/ });
  });
}

test("the_embedded_map_does_not_know_who_looks", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Anna Esempio");
  /** @type {string[]} */
  const known = [];
  visit.context.on("requestfinished", async (request) => {
    const { pathname } = new URL(request.url());
    const { cookie } = await request.allHeaders();
    if (/^\/(rest|ogc|tiles|fonts|sprites)\//.test(pathname) && cookie) known.push(pathname);
  });
  await visit.open("/embed#map=13/45.53/9.04&layers=rho.parchi&lang=en");
  assert.equal(await visit.element("account").count() + await visit.element("sign-in").count(), 0, "no account menu");
  assert.deepEqual(known, [], "no request carries the session");
  await visit.end({ through: PROVIDER });
});
