import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, PHONE, Visit } from "../browser.mjs";
import { arrived, camera, drawn, link, onScreen } from "../map.mjs";
import { sampleAddress } from "../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** More than the page has stops: after so many the keyboard is caught somewhere. */
const STOPS_MAX = 60;

/** Presses Tab until a condition on the focused element holds. @param {Visit} visit @param {(element: Element) => boolean} condition */
async function tabTo(visit, condition) {
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await visit.page.keyboard.press("Tab");
    const focused = await visit.page.evaluateHandle(() => document.activeElement);
    if (await focused.evaluate(condition)) return;
  }
  assert.fail(`not reached by ${STOPS_MAX} stops of Tab`);
}

test("everything_is_reached_and_used_by_the_keyboard_alone", async () => {
  const address = await sampleAddress();
  const visit = await Visit.begin(browser);
  const { keyboard } = visit.page;
  await visit.open("/#lang=en");

  await tabTo(visit, (element) => element.classList.contains("civico-skip"));
  await keyboard.press("Enter");
  assert.equal(await visit.page.evaluate(() => document.activeElement?.id), "search-input", "the first stop leads to the search");
  await keyboard.type(`${address.street} ${address.number} ${address.municipality}`);
  await visit.element("suggestion").first().filter({ hasText: address.number }).waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await arrived(visit, 17);

  await tabTo(visit, (element) => element.id === "tab-details");
  await keyboard.press("ArrowLeft");
  await tabTo(visit, (element) => element.id === "register-addresses");
  await keyboard.press("Space");
  await visit.page.waitForFunction(() => location.hash.includes("hide=addresses"));
  await keyboard.press("Space");
  await visit.page.waitForFunction(() => !location.hash.includes("hide="));

  await tabTo(visit, (element) => element.id === "layer-filter");
  await keyboard.type("Rho");
  await tabTo(visit, (element) => element.id === "layer-rho.parchi");
  await keyboard.press("Space");
  await visit.page.waitForFunction(() => location.hash.includes("layers=rho.parchi"));

  await tabTo(visit, (element) => element.classList.contains("maplibregl-canvas"));
  await visit.drawn();
  const before = await camera(visit);
  await keyboard.press("ArrowRight");
  await visit.page.waitForFunction((lon) => window.civico.map.getCenter().lng > lon && !window.civico.map.isMoving(), before.lon);
  await visit.drawn();
  await keyboard.press("Enter");
  await visit.element("details").filter({ hasText: "Nearest address" }).waitFor();
  await visit.screenshot("keyboard");
  await visit.end({ typed: [address.street] });
});

test("the_focused_element_is_seen", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/");
  await visit.element("search-input").focus();
  for (let stop = 0; stop < 12; stop += 1) {
    await visit.page.keyboard.press("Tab");
    const seen = await visit.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "body";
      const style = getComputedStyle(element);
      return style.outlineStyle !== "none" || style.boxShadow !== "none" ? "" : element.outerHTML.slice(0, 200);
    });
    assert.equal(seen, "", "the focus is drawn");
  }
  await visit.end();
});

for (const animated of [true, false]) {
  test(`a_found_address_is_not_hidden_by_the_sheet_of_a_phone_${animated ? "with" : "without"}_animation`, async () => {
    const address = await sampleAddress();
    const visit = await Visit.begin(browser, { viewport: PHONE, phone: true, animated });
    await visit.open("/");
    await visit.element("search-input").tap();
    await visit.element("search-input").pressSequentially(`${address.street} ${address.number} ${address.municipality}`);
    const first = visit.element("suggestion").first();
    await first.filter({ hasText: address.street }).waitFor();
    await visit.screenshot("phone-suggestions");
    await first.tap();
    await arrived(visit, 17);
    await visit.page.waitForFunction(() => window.civico.map.queryRenderedFeatures({ layers: ["civico-highlight-pin"] }).length > 0);
    await visit.drawn();
    await visit.screenshot("phone-address");
    const pin = await onScreen(visit, address.point);
    const panel = await visit.page.locator(".civico-panel").boundingBox();
    assert.ok(panel && pin.y < panel.y, "the sheet does not cover the pin");
    const box = await visit.page.locator(".civico-search-field").boundingBox();
    assert.ok(box && pin.y > box.y + box.height, "nor does the search");
    await visit.end({ typed: [address.street] });
  });
}

test("the_map_serves_a_phone", async () => {
  const visit = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await visit.open("/");
  const wide = await visit.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `nothing is wider than the screen: ${wide}`);
  assert.ok((await drawn(visit, ["municipality-fill"])).length > 0);
  await visit.screenshot("phone-start");

  const box = await visit.element("map").boundingBox();
  assert.ok(box && box.width >= PHONE.width && box.height > PHONE.height / 2, "the map has most of the screen");
  await visit.element("sheet-handle").tap();
  await visit.element("tab-layers").tap();
  await visit.element("check-register-addresses").waitFor();
  await visit.screenshot("phone-layers");
  await visit.end();
});

test("a_touch_of_the_map_on_a_phone_tells_what_is_there", async () => {
  const address = await sampleAddress();
  const visit = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await visit.open(link(18, address.point));
  const box = await visit.element("map").boundingBox();
  await visit.page.touchscreen.tap((box?.x ?? 0) + PHONE.width / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await visit.element("near").filter({ hasText: address.street }).waitFor();
  await visit.screenshot("phone-details");
  await visit.end();
});
