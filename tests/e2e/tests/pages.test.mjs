import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, PHONE, Visit } from "../browser.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

const PAGES = {
  landing: "/ogc?f=html",
  collections: "/ogc/collections?f=html",
  collection: "/ogc/collections/rho.parchi?f=html",
  items: "/ogc/collections/rho.parchi/items?f=html",
};

for (const [name, path] of Object.entries(PAGES)) {
  test(`the_page_of_the_${name}_has_its_looks_and_fits_a_phone`, async () => {
    for (const [size, options] of Object.entries({ desktop: {}, phone: { viewport: PHONE, phone: true } })) {
      const visit = await Visit.begin(browser, options);
      await visit.open(path, { map: false });
      const rules = await visit.page.evaluate(() => [...document.styleSheets].reduce((sum, sheet) => sum + sheet.cssRules.length, 0));
      assert.ok(rules > 10, "the style sheet is applied");
      assert.ok((await visit.page.locator("h1").innerText()).length > 2);
      const wide = await visit.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= (options.viewport?.width ?? 1280), `nothing is wider than the screen: ${wide}`);
      await visit.screenshot(`pages-${name}-${size}`);
      await visit.end();
    }
  });
}

test("a_person_goes_from_the_map_to_the_data_and_back", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/#lang=en");
  await visit.element("link-ogc").click();
  await visit.page.waitForURL(/\/ogc/);
  assert.match((await visit.page.locator("h1").innerText()), /\S/, "a browser gets a page");
  await visit.page.locator("header a").first().click();
  await visit.page.waitForURL(/\/(#|$)/);
  await visit.drawn();
  await visit.end();
});

test("the_map_alone_is_embedded_in_other_pages", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/embed#map=13/45.53/9.04&layers=rho.parchi&lang=en");
  assert.equal(await visit.element("search-input").count(), 0, "no search");
  await visit.page.getByText("Open in the geoportal").waitFor();
  await visit.screenshot("embed");
  await visit.end();
});
