import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Visit } from "../browser.mjs";
import { distinct, drawn, held } from "../map.mjs";
import { get } from "../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

const MUNICIPALITIES = 133;

test("a_person_sees_the_map_of_the_133_municipalities", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/");
  const areas = await drawn(visit, ["municipality-fill"]);
  assert.equal(distinct(areas, "istat_code").size, MUNICIPALITIES, "all are drawn");
  assert.equal(distinct(await held(visit, "municipalities"), "istat_code").size, MUNICIPALITIES);

  const names = distinct(await drawn(visit, ["municipality-name"]), "name");
  assert.ok(names.size >= 25, `names are drawn: ${names.size}`);
  assert.ok(names.has("Milano"), "Milano is named");
  const { features } = await get("/ogc/collections/municipalities/items?f=json&limit=1000");
  const known = new Set(features.map((/** @type {any} */ feature) => feature.properties.name));
  assert.deepEqual([...names].filter((name) => !known.has(name)), []);
  await visit.screenshot("municipalities-it");
  await visit.end();
});

test("a_municipality_is_named_once", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/");
  const names = (await drawn(visit, ["municipality-name"])).map(({ properties }) => properties.name);
  assert.deepEqual(names.filter((name, at) => names.indexOf(name) !== at), []);
  await visit.end();
});

test("the_page_speaks_italian_and_english", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/");
  const texts = async () => ({
    lang: await visit.page.getAttribute("html", "lang"),
    tab: (await visit.element("tab-details").innerText()).trim(),
    search: await visit.element("search-input").getAttribute("placeholder"),
    zoom: await visit.element("map.zoomIn").getAttribute("aria-label"),
  });
  assert.deepEqual(await texts(), { lang: "it", tab: "Che cosa c'è qui", search: "Via, numero civico, comune", zoom: "Avvicina" });
  await visit.element("language-en").click();
  await visit.page.waitForSelector("html[lang=en]");
  assert.deepEqual(await texts(), { lang: "en", tab: "What is here", search: "Street, house number, municipality", zoom: "Zoom in" });
  await visit.page.waitForFunction(() => location.hash.includes("lang=en"));
  await visit.drawn();
  await visit.screenshot("municipalities-en");
  await visit.end();
});
