import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { behave, PROVIDER } from "../../identity.mjs";
import { onScreen } from "../../map.mjs";
import { CLERK, number, openRegister, openStreet, press, street } from "../../register.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const STREET = "Corso Milano";
const DONE = { through: PROVIDER };

/** Where the form says the point is. @param {Visit} visit @returns {Promise<[number, number]>} */
async function written(visit) {
  return [Number(await visit.element("position-lon").inputValue()), Number(await visit.element("position-lat").inputValue())];
}

test("the_position_of_a_number_is_corrected_by_the_keyboard_alone", async () => {
  const { id } = await street(STREET);
  const { positions: [{ lon, lat }] } = await number(id, "8");
  const visit = await Visit.begin(browser);
  await openRegister(visit, CLERK);
  await openStreet(visit, STREET);
  await press(visit, "number-8");
  await visit.element("action-correct-position").waitFor();
  await visit.drawn();
  await press(visit, "action-correct-position");
  await visit.element("snap-state").filter({ hasText: "Free" }).waitFor();
  assert.deepEqual(await written(visit), [lon, lat]);
  await visit.element("point-marker").focus();
  for (const key of ["Shift+ArrowLeft", "ArrowDown", "ArrowDown"]) await visit.page.keyboard.press(key);
  const [movedLon, movedLat] = await written(visit);
  assert.ok(Math.abs((lon - movedLon) * 77_950 - 5) < 0.1, "five metres to the west");
  assert.ok(Math.abs((lat - movedLat) * 111_195 - 1) < 0.1, "one metre to the south");
  await press(visit, "position.north");
  await visit.element("snap").focus();
  await visit.page.keyboard.press("Space");
  await visit.element("snap-offset").fill("7.5");
  await visit.page.keyboard.press("Tab");
  await visit.element("snap-state").filter({ hasText: "Snapped: 7.5 m" }).waitFor();
  await visit.screenshot("register-correct-position");
  const sent = await written(visit);
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: `Position corrected: ${STREET} 8` }).waitFor();
  const { positions: [now] } = await number(id, "8");
  assert.ok(Math.abs(now.lon - sent[0]) < 1e-6 && Math.abs(now.lat - sent[1]) < 1e-6);
  await visit.element("history-entry").first().filter({ hasText: /Position: moved by [\d.]+ m/ }).waitFor();

  // Coordinates that somebody writes count as they are, whatever the street.
  await press(visit, "action-correct-position");
  await visit.element("position-lon").fill(String(lon));
  await visit.element("position-lat").fill(String(lat));
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Position corrected" }).waitFor();
  const { positions: [back] } = await number(id, "8");
  assert.ok(Math.abs(back.lon - lon) < 1e-6 && Math.abs(back.lat - lat) < 1e-6);
  await visit.end(DONE);
});

test("a_point_is_put_down_by_a_click_and_dragged_and_keeps_to_its_street", async () => {
  const visit = await Visit.begin(browser);
  await openRegister(visit, CLERK);
  await openStreet(visit, STREET);
  await visit.drawn();
  await press(visit, "action-new-number");
  const camera = await visit.page.evaluate(() => window.civico.map.getCenter().toArray());
  const { x, y } = await onScreen(visit, camera);
  await visit.page.mouse.click(x + 60, y);
  await visit.element("point-marker").waitFor();
  await visit.element("snap-state").filter({ hasText: "Snapped: 12 m" }).waitFor();
  const [before] = await written(visit);
  const box = await visit.element("point-marker").boundingBox();
  assert.ok(box);
  await visit.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await visit.page.mouse.down();
  await visit.page.mouse.move(box.x + 60, box.y - 80, { steps: 6 });
  await visit.page.mouse.up();
  await visit.page.waitForFunction((lon) => Number(document.querySelector("#position-lon")?.value) > lon, before);
  await visit.element("snap-state").filter({ hasText: "Snapped: 12 m" }).waitFor();
  await visit.element("form-cancel").click();
  assert.equal(await visit.element("point-marker").count(), 0, "the point goes with its form");
  await visit.end(DONE);
});

test("the_register_serves_a_phone", async () => {
  const visit = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await openRegister(visit, CLERK, "15/45.53200/9.05050", "it");
  const wide = await visit.page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `nothing is wider than the screen: ${wide}`);
  await visit.screenshot("register-phone-worklist");
  await openStreet(visit, STREET);
  await visit.drawn();
  await visit.screenshot("register-phone-street");
  await visit.element("action-new-number").tap();
  await visit.element("place-centre").tap();
  await visit.element("point-marker").waitFor();
  await visit.screenshot("register-phone-new-number");
  await visit.end(DONE);
});
