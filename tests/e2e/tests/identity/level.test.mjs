import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, ORIGIN, Visit } from "../../browser.mjs";
import { atOnce, behave, me, PROVIDER, sessionCookie, throughSecond } from "../../identity.mjs";
import { SECOND, startSecond } from "../../second-server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
/** @type {() => Promise<void>} */
let stop;
before(async () => {
  browser = await launch();
  stop = await startSecond({ CIVICO_IDENTITY__MINIMUM_ACR: '{sign_in="L2"}' });
});
after(async () => {
  await browser.close();
  await stop?.();
});

test("a_sign_in_that_is_too_weak_is_refused_and_a_stronger_one_is_not", async () => {
  const visit = await Visit.begin(browser);
  await behave("good", { acr: "L1" });
  await throughSecond(visit, "Anna Esempio");
  await visit.element("sign-in-error").filter({ hasText: "higher level of assurance" }).waitFor();
  assert.equal(new URL(visit.page.url()).searchParams.get("error"), "level");
  assert.equal((await me(visit)).signed_in, false);
  assert.equal(await sessionCookie(visit), undefined);
  await visit.screenshot("identity-level");

  await behave();
  await visit.element("sign-in-provider").click();
  await visit.element("overview").waitFor();
  assert.equal((await me(visit)).account, "anna@example.org");
  await visit.end({ through: [PROVIDER, SECOND] });
});

test("a_session_that_ends_on_one_server_ends_on_the_other_at_once", async () => {
  const visit = await Visit.begin(browser);
  await behave();
  await throughSecond(visit, "Anna Esempio");
  await visit.element("overview").waitFor();
  const cookie = `__Host-civico=${(await sessionCookie(visit))?.value}`;
  const isSignedIn = async () => (await (await fetch(`${ORIGIN}/rest/identity/v1/me`, { headers: { cookie } })).json()).signed_in;
  assert.equal(await isSignedIn(), true, "the first server knows the session of the second");
  await visit.element("account").click();
  await visit.element("sign-out").click();
  await visit.page.getByRole("heading", { name: "Provider: sign out" }).waitFor();
  await atOnce(async () => !(await isSignedIn()));
  await visit.end({ through: [PROVIDER, SECOND] });
});
