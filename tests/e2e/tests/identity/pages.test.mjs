import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { administer, behave, PROVIDER, signIn } from "../../identity.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

/** What stands on a page once it is there. @type {Record<string, string>} */
const PAGES = { overview: "overview", datasets: "datasets", roles: "grant-role", keys: "create-key", audit: "audit", data: "export" };
const SIZES = { desktop: {}, phone: { viewport: PHONE, phone: true } };

const path = (/** @type {string} */ page, /** @type {string} */ language) => `/account/${page}?lang=${language}`;

/** @param {Visit} visit @param {number} [width] */
async function fits(visit, width = 1280) {
  const wide = await visit.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `nothing is wider than the screen: ${wide}`);
}

/** Every control has a name, every heading a text, and there is one of the first rank. @param {Visit} visit */
async function isNamed(visit) {
  assert.equal(await visit.page.locator("h1").count(), 1);
  const nameless = await visit.page.evaluate(() =>
    [...document.querySelectorAll("input, select, button, a, h1, h2, h3")]
      .filter((element) => {
        const labels = "labels" in element ? [...(element.labels ?? [])].map((label) => label.textContent) : [];
        return `${element.textContent}${element.getAttribute("aria-label") ?? ""}${labels.join("")}`.trim() === "" && !element.closest("[hidden], dialog:not([open])");
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  assert.deepEqual(nameless, []);
}

for (const language of ["it", "en"]) {
  test(`the_sign_in_page_speaks_${language}`, async () => {
    for (const [size, options] of Object.entries(SIZES)) {
      const visit = await Visit.begin(browser, options);
      await visit.open(`/account/sign-in?lang=${language}&error=expired`, { map: false });
      await visit.element("sign-in-error").waitFor();
      assert.equal(await visit.page.getAttribute("html", "lang"), language);
      await fits(visit, options.viewport?.width);
      await isNamed(visit);
      await visit.screenshot(`identity-sign-in-${language}-${size}`);
      await visit.end();
    }
  });

  test(`the_pages_of_the_account_speak_${language}`, async () => {
    for (const [size, options] of Object.entries(SIZES)) {
      const visit = await Visit.begin(browser, options);
      await administer(visit, "Anna Esempio", path("overview", language));
      for (const [page, mark] of Object.entries(PAGES)) {
        await visit.open(path(page, language), { map: false });
        await visit.element(mark).waitFor();
        assert.equal(await visit.page.getAttribute("html", "lang"), language);
        await fits(visit, options.viewport?.width);
        await isNamed(visit);
        await visit.screenshot(`identity-${page}-${language}-${size}`);
      }
      await visit.end({ through: PROVIDER });
    }
  });

  test(`the_pages_of_whoever_runs_the_portal_speak_${language}`, async () => {
    for (const [size, options] of Object.entries(SIZES)) {
      const visit = await Visit.begin(browser, options);
      await signIn(visit, "Elena Esempio", path("enti", language));
      await visit.element("enti").waitFor();
      const shows = async (/** @type {string} */ name) => {
        await fits(visit, options.viewport?.width);
        await isNamed(visit);
        await visit.screenshot(`identity-${name}-${language}-${size}`);
      };
      await shows("enti");
      await visit.element("change-ente-015182").click();
      await visit.element("appoint").waitFor();
      await shows("ente");
      await visit.open(path("datasets", language), { map: false });
      await visit.element("datasets-empty").waitFor();
      await shows("datasets-empty");
      await visit.end({ through: PROVIDER });
    }
  });
}

test("a_person_without_any_role_is_told_what_to_do", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Dario Esempio");
  await visit.page.getByText("has no roles yet").waitFor();
  await visit.screenshot("identity-no-role");
  await visit.element("language-it").click();
  await visit.page.getByText("non ha ancora ruoli").waitFor();
  assert.match(visit.page.url(), /lang=it/);
  await visit.end({ through: PROVIDER });
});

test("nobody_sees_a_page_of_the_account_without_signing_in", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/account/keys?lang=en", { map: false });
  await visit.element("sign-in-provider").waitFor();
  assert.equal(new URL(visit.page.url()).searchParams.get("return_to"), "/account/keys?lang=en");
  await visit.end();
});

test("the_pages_of_the_account_load_no_map", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/account/sign-in?lang=en", { map: false });
  await visit.element("sign-in-provider").waitFor();
  const bytes = await visit.page.evaluate(() =>
    performance.getEntriesByType("resource").filter(({ name }) => name.endsWith(".js")).reduce((sum, entry) => sum + entry.decodedBodySize, 0),
  );
  assert.ok(bytes > 0 && bytes < 250_000, `scripts of ${bytes} bytes`);
  await visit.end();
});

test("the_menu_of_the_account_is_used_by_keyboard", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Anna Esempio");
  await visit.element("account").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("acting-select").waitFor();
  await visit.page.keyboard.press("Tab");
  assert.equal(await visit.page.evaluate(() => document.activeElement?.id), "acting");
  await visit.page.keyboard.press("Escape");
  assert.equal(await visit.element("account").getAttribute("aria-expanded"), "false");
  assert.equal(await visit.page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "account", "the focus comes back");
  await visit.end({ through: PROVIDER });
});
