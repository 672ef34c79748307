import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Visit } from "../browser.mjs";
import { drawn, layers, link, onScreen } from "../map.mjs";
import { dataset, get } from "../server.mjs";

const ID = "rho.parchi";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** @param {Visit} visit */
const isDrawn = (visit) =>
  visit.page.waitForFunction((layer) => window.civico.map.queryRenderedFeatures({ layers: [layer] }).length > 0, `${ID}/fill`);

/** A park and a point inside it. */
async function park() {
  const { features } = await get(`/ogc/collections/${ID}/items?f=json&limit=100`);
  const feature = features[0];
  const rings = feature.geometry.type === "Polygon" ? feature.geometry.coordinates : feature.geometry.coordinates[0];
  const [west, south, east, north] = rings[0].reduce(
    (/** @type {number[]} */ box, /** @type {number[]} */ [x, y]) => [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)],
    [180, 90, -180, -90],
  );
  return { id: String(feature.id), properties: feature.properties, count: features.length, point: /** @type {[number, number]} */ ([(west + east) / 2, (south + north) / 2]) };
}

test("a_layer_is_switched_on_from_the_list_drawn_and_switched_off", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/#lang=en");
  await visit.page.locator("#layer-filter").fill("Rho");
  await visit.element(`check-layer-${ID}`).check();
  await visit.element(`zoom-${ID}`).first().click();
  await isDrawn(visit);
  await visit.drawn();
  const ids = new Set((await drawn(visit, [`${ID}/fill`])).map(({ id }) => id));
  assert.equal(ids.size, (await dataset(ID)).count, "every park is drawn");
  assert.match(visit.hash(), /layers=rho\.parchi/);
  await visit.element("active-layers").waitFor();
  await visit.screenshot("layer");

  // It takes itself out of the list: there is nothing left to be found unchecked.
  await visit.element(`check-active-${ID}`).click();
  await visit.page.waitForFunction((layer) => !window.civico.map.getLayer(layer), `${ID}/fill`);
  assert.deepEqual((await layers(visit)).filter((layer) => layer.startsWith(ID)), []);
  assert.doesNotMatch(visit.hash(), /rho\.parchi/);
  await visit.end();
});

test("a_click_on_a_park_shows_its_attributes_and_the_link_keeps_them", async () => {
  const { id, properties, point } = await park();
  const visit = await Visit.begin(browser);
  await visit.open(link(16, point, `&layers=${ID}&lang=en`));
  await isDrawn(visit);
  const at = await onScreen(visit, point);
  await visit.page.mouse.click(at.x, at.y);
  await showsPark(visit, properties);
  await visit.page.waitForFunction((selection) => location.hash.includes(selection), `sel=${ID}/${id}`);
  await visit.drawn();
  const marked = await drawn(visit, ["civico-highlight-line"]);
  assert.ok(marked.length > 0, "the park is marked");
  await visit.screenshot("layer-identified");
  const shared = visit.hash();
  await visit.end();

  const other = await Visit.begin(browser);
  await other.open(`/${shared}`);
  await isDrawn(other);
  await showsPark(other, properties);
  await other.end();
});

/** @param {Visit} visit @param {Record<string, unknown>} properties */
async function showsPark(visit, properties) {
  await visit.element("attributes").filter({ hasText: String(properties.denominazione) }).waitFor();
  const shown = await visit.element("attributes").innerText();
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === "") continue;
    assert.ok(shown.includes(name) && shown.includes(String(value)), `${name} is shown`);
  }
}

test("parts_of_the_base_map_are_hidden_and_shown_again", async () => {
  const { point } = await park();
  const visit = await Visit.begin(browser);
  await visit.open(link(16, point));
  assert.ok((await drawn(visit, ["address-number"])).length > 0);
  await visit.element("check-register-addresses").uncheck();
  await visit.drawn();
  assert.deepEqual(await drawn(visit, ["address-number"]), []);
  assert.match(visit.hash(), /hide=addresses/);
  await visit.element("check-register-addresses").check();
  await visit.drawn();
  assert.ok((await drawn(visit, ["address-number"])).length > 0);
  await visit.end();
});
