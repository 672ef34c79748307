import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Visit } from "../browser.mjs";
import { arrived, camera, drawn, link, onScreen } from "../map.mjs";
import { get, sampleAddress } from "../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

const HOUSE_NUMBER_ZOOM = 17;
/** Half a metre or so, in degrees: tiles round coordinates. */
const NEAR = 0.00002;

test("a_person_types_an_address_picks_it_with_the_keyboard_and_sees_the_number", async () => {
  const address = await sampleAddress();
  const typed = `${address.street} ${address.number} ${address.municipality}`;
  const visit = await Visit.begin(browser, { animated: true });
  await visit.open("/#lang=en");
  await visit.element("search-input").pressSequentially(typed);
  const first = visit.element("suggestion").first();
  await first.filter({ hasText: new RegExp(`${address.number}.*${address.municipality}`) }).waitFor();
  await visit.screenshot("suggestions");
  await visit.page.keyboard.press("ArrowDown");
  assert.equal(await first.getAttribute("aria-selected"), "true", "the arrow goes to the first suggestion");
  await visit.page.keyboard.press("Enter");
  await visit.page.waitForFunction((id) => location.hash.includes(`sel=addresses/${id}`), address.id);

  await showsAddress(visit, address);
  await visit.screenshot("address");
  const shared = visit.hash();
  await visit.end({ typed: [typed, `${address.street} ${address.number}`, address.street] });

  const other = await Visit.begin(browser);
  await other.open(`/${shared}`);
  await showsAddress(other, address, { pin: false });
  await other.screenshot("address-by-link");
  assert.equal(other.hash(), shared, "the link stays as it was");
  await other.end({ typed: [typed, address.street] });
});

/** A pin is set by a search; a link marks the feature itself. @param {Visit} visit @param {any} address */
async function showsAddress(visit, address, { pin = true } = {}) {
  await arrived(visit, HOUSE_NUMBER_ZOOM);
  const { lon, lat } = await camera(visit);
  assert.ok(Math.abs(lon - address.point[0]) < 0.0005 && Math.abs(lat - address.point[1]) < 0.0005, "the map flew there");
  const mark = pin ? "civico-highlight-pin" : "civico-highlight-point";
  await visit.page.waitForFunction((layer) => window.civico.map.queryRenderedFeatures({ layers: [layer] }).length > 0, mark);
  const [marked] = await visit.page.evaluate(
    (layer) => window.civico.map.queryRenderedFeatures({ layers: [layer] }).map((feature) => feature.geometry.coordinates),
    mark,
  );
  assert.ok(Math.hypot(marked[0] - address.point[0], marked[1] - address.point[1]) < NEAR, "the mark stands at the address");
  const dots = await drawn(visit, ["address-dot", "address-number"]);
  const dot = dots.find(({ properties }) => properties.id === address.id);
  assert.equal(dot?.properties.number, address.number, "the house number is drawn");
  assert.equal(dot?.source, "addresses");
  if (!pin) assert.ok(dots.some(({ layer, properties }) => layer === "address-number" && properties.id === address.id), "and readable");
  const details = await visit.element("attributes").innerText();
  assert.ok(details.includes(address.street) && details.includes(address.number), "the panel says which address it is");
}

test("house_numbers_are_drawn_from_zoom_15_on_and_thinned_points_below", async () => {
  const { point } = await sampleAddress();
  const visit = await Visit.begin(browser);
  await visit.open(link(15, point));
  assert.ok((await drawn(visit, ["address-number"])).length > 50, "numbers at 15");
  assert.deepEqual(await drawn(visit, ["address-cell"]), []);
  await visit.open(link(16.5, point));
  const numbers = await drawn(visit, ["address-number"]);
  assert.ok(numbers.length > 50 && numbers.every(({ properties }) => properties.number), "numbers at 16.5");
  await visit.screenshot("house-numbers");

  await visit.open(link(14, point));
  assert.deepEqual(await drawn(visit, ["address-number", "address-dot"]), [], "no number at 14");
  const cells = await drawn(visit, ["address-cell"]);
  assert.ok(cells.length > 20, `thinned points at 14: ${cells.length}`);
  assert.ok(cells.every(({ properties }) => properties.count >= 1 && properties.number === undefined));
  await visit.end();
});

test("streets_are_named_at_zoom_14", async () => {
  const { point } = await sampleAddress();
  const visit = await Visit.begin(browser);
  await visit.open(link(14, point));
  const names = await drawn(visit, ["street-name"]);
  assert.ok(names.length > 0, "names are drawn");
  for (const { source, properties } of names) {
    assert.equal(source, "thoroughfares");
    const item = await get(`/ogc/collections/thoroughfares/items/${properties.id}?f=json`);
    assert.equal(item.properties.name, properties.name, "the name is the register's");
  }
  await visit.screenshot("street-names");
  await visit.end();
});

test("a_click_on_a_house_says_which_address_is_nearest", async () => {
  const address = await sampleAddress();
  const visit = await Visit.begin(browser);
  await visit.open(link(18, address.point));
  const at = await onScreen(visit, address.point);
  await visit.page.mouse.click(at.x, at.y);
  await visit.element("near").filter({ hasText: address.street }).waitFor();
  await visit.page.waitForFunction((id) => location.hash.includes(`sel=addresses/${id}`), address.id);
  await visit.end();
});
