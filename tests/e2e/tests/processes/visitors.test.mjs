import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { onScreen } from "../../map.mjs";
import { choose, executions, focused, inputOf, openAnalysis, parks, PARKS, resultDrawn, saved, takesFeatures, takesGeometry, takesMetres } from "../../processes.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** What is drawn on the map for a form. @param {Visit} visit @returns {Promise<string[]>} */
const sketched = (visit) =>
  visit.page.evaluate(() => window.civico.map.getSource("civico-lines-edit")?.serialize().data.features.map((/** @type {any} */ { properties }) => properties.role) ?? []);

test("a_visitor_learns_by_keyboard_what_is_at_a_place_and_prints_it", async () => {
  const geometry = await inputOf("drill-through", takesGeometry);
  const visit = await Visit.begin(browser);
  await visit.page.addInitScript(() => {
    window.print = () => void (document.documentElement.dataset.printed = String(document.querySelector(".civico-print-picture") !== null));
  });
  await openAnalysis(visit);
  assert.equal(await visit.element("process-echo").count(), 0, "what is for programs alone is not offered");
  await visit.screenshot("analysis-list-en");
  await choose(visit, "drill-through");
  await visit.element(`input-${geometry}-0-draw-point`).focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("drawing").waitFor();
  await visit.page.waitForFunction(() => document.activeElement === window.civico.map.getCanvas());
  await visit.page.keyboard.press("Space");
  await visit.element(`input-${geometry}-0-drawn`).filter({ hasText: "point" }).waitFor();
  assert.deepEqual(await sketched(visit), ["spot"]);
  await visit.page.waitForFunction((id) => document.activeElement?.getAttribute("data-testid") === id, `input-${geometry}-0-draw-point`);
  await visit.screenshot("analysis-drawn-point-en");
  await visit.element("run").focus();
  await visit.page.keyboard.press("Enter");

  await visit.element("drill").waitFor();
  assert.ok((await visit.element("drill-theme").count()) > 0, "there are themes");
  assert.ok((await visit.element("drill-collection").count()) > 0, "and collections in them");
  await visit.page.waitForFunction(() => document.activeElement?.id === "run-title");
  await visit.drawn();
  await visit.screenshot("analysis-drill-en");
  const [sent] = executions(visit);
  assert.equal(JSON.parse(sent.body).inputs[geometry].type, "Point");
  assert.ok(!visit.hash().includes("job="), "an answer that is not kept has no link");
  const report = await saved(visit, "download-json");
  assert.ok(Array.isArray(JSON.parse(report.text).themes));
  await visit.element("drill-print").click();
  await visit.page.waitForFunction(() => document.documentElement.dataset.printed === "true");
  await visit.page.emulateMedia({ media: "print" });
  await visit.screenshot("analysis-drill-print-en");
  assert.ok(!(await visit.element("analysis-choose").isVisible()), "paper has no buttons");
  assert.ok(await visit.element("drill").isVisible());
  await visit.end();
});

test("a_visitor_draws_an_area_by_mouse_and_sees_what_lies_around_it", async () => {
  const [features, distance] = [await inputOf("buffer", takesFeatures), await inputOf("buffer", takesMetres)];
  const visit = await Visit.begin(browser);
  await openAnalysis(visit, "it");
  await choose(visit, "buffer");
  await visit.element(`input-${features}-0-drawing`).check();
  await visit.element(`input-${features}-0-draw-polygon`).click();
  const [lon, lat] = await parks();
  /** @param {number} east @param {number} north */
  const click = async (east, north) => {
    const { x, y } = await onScreen(visit, [lon + east, lat + north]);
    await visit.page.mouse.click(x, y);
  };
  await click(-0.004, -0.002);
  await visit.element("draw-points").filter({ hasText: "Punti messi: 1" }).waitFor();
  await click(0.004, -0.002);
  await visit.element("draw-points").filter({ hasText: "Punti messi: 2" }).waitFor();
  await visit.element("draw-end").click();
  await visit.element("draw-points").filter({ hasText: "almeno tre punti" }).waitFor();
  await click(0.001, 0.003);
  await visit.element("draw-points").filter({ hasText: "Punti messi: 3" }).waitFor();
  await visit.screenshot("analysis-drawing-it");
  await visit.element("draw-end").click();
  await visit.element(`input-${features}-0-drawn`).filter({ hasText: "poligono" }).waitFor();
  assert.deepEqual(await sketched(visit), ["area"]);
  await visit.element(`input-${distance}`).fill("120,5");
  await visit.element("run").click();

  await visit.element("result-table").waitFor();
  await resultDrawn(visit, "fill");
  await visit.element("legend").waitFor();
  await visit.screenshot("analysis-buffer-it");
  const sent = JSON.parse(executions(visit)[0].body).inputs;
  assert.deepEqual([sent[features].type, sent[features].features.length, sent[distance]], ["FeatureCollection", 1, 120.5]);
  assert.deepEqual(await sketched(visit), [], "the drawing makes room for the result");
  await visit.element("result-show").first().click();
  const { name, text } = await saved(visit, "download-geojson");
  assert.equal(name, "buffer.geojson");
  assert.equal(JSON.parse(text).features[0].geometry.type.replace("Multi", ""), "Polygon");

  await visit.element("rerun").click();
  await visit.element(`input-${features}-0-drawn`).filter({ hasText: "poligono" }).waitFor();
  assert.equal(await visit.element(`input-${distance}`).inputValue(), "120,5", "the form is as it was sent");
  await visit.end();
});

test("what_is_missing_or_wrong_is_said_before_anything_is_sent", async () => {
  const [features, distance] = [await inputOf("buffer", takesFeatures), await inputOf("buffer", takesMetres)];
  const visit = await Visit.begin(browser);
  await openAnalysis(visit);
  await choose(visit, "buffer");
  await visit.element(`input-${distance}`).fill("far");
  await visit.element("run").click();
  await visit.element("form-problems").filter({ hasText: "Choose a layer." }).filter({ hasText: "A number is needed" }).waitFor();
  assert.equal(await focused(visit), "form-problems");
  assert.equal(await visit.element(`input-${features}-0-collection`).getAttribute("aria-invalid"), "true");
  assert.equal(await visit.element(`input-${distance}`).getAttribute("aria-invalid"), "true");
  assert.equal(executions(visit).length, 0);
  await visit.screenshot("analysis-problems-en");
  await visit.element(`input-${features}-0-collection`).selectOption(PARKS);
  await visit.element(`input-${distance}`).fill("50");
  await visit.element("form-problems").waitFor({ state: "detached" });
  await visit.end();
});

test("what_is_selected_on_the_map_is_analysed", async () => {
  const geometry = await inputOf("drill-through", takesGeometry);
  const visit = await Visit.begin(browser);
  await openAnalysis(visit, "en", 16);
  const park = await visit.page.evaluate((id) => {
    const { map } = window.civico;
    const [feature] = map.queryRenderedFeatures({ layers: map.getStyle().layers.filter((/** @type {any} */ layer) => layer.id === `${id}/fill`).map((/** @type {any} */ { id: layer }) => layer) });
    const ring = feature.geometry.type === "Polygon" ? feature.geometry.coordinates[0] : feature.geometry.coordinates[0][0];
    const sum = ring.slice(1).reduce(([lon, lat], /** @type {number[]} */ [x, y]) => [lon + x, lat + y], [0, 0]);
    return [sum[0] / (ring.length - 1), sum[1] / (ring.length - 1)];
  }, PARKS);
  const { x, y } = await onScreen(visit, /** @type {[number, number]} */ (park));
  await visit.page.mouse.click(x, y);
  await choose(visit, "drill-through");
  await visit.element(`input-${geometry}-0-selected`).waitFor();
  await visit.screenshot("analysis-selection-en");
  await visit.element("run").click();
  await visit.element("drill").waitFor();
  assert.match(JSON.parse(executions(visit)[0].body).inputs[geometry].type, /Point|Polygon|LineString/);
  await visit.end();
});

test("a_visitor_is_told_what_takes_a_sign_in_and_led_there", async () => {
  const visit = await Visit.begin(browser);
  await openAnalysis(visit);
  await visit.element("analysis-jobs").click();
  await visit.element("analysis-sign-in").filter({ hasText: "the analyses you start stay here" }).waitFor();
  const href = (await visit.element("analysis-sign-in-link").getAttribute("href")) ?? "";
  assert.ok(href.startsWith("/account/sign-in?return_to="), href);
  assert.equal(visit.requests.some(({ url }) => url.includes("/ogc/jobs")), false, "nothing is asked that would be refused");
  await visit.screenshot("analysis-sign-in-en");
  await visit.end();
});

for (const width of [PHONE.width, 320]) {
  test(`a_place_is_drilled_through_on_a_screen_of_${width}_pixels`, async () => {
    const geometry = await inputOf("drill-through", takesGeometry);
    const visit = await Visit.begin(browser, { viewport: { ...PHONE, width }, phone: true });
    await openAnalysis(visit, "it");
    await visit.screenshot(`analysis-list-${width}`);
    await choose(visit, "drill-through");
    await visit.element(`input-${geometry}-0-draw-point`).click();
    await visit.element("drawing").waitFor();
    await visit.screenshot(`analysis-drawing-${width}`);
    const [box, sheet] = await Promise.all([visit.element("map").boundingBox(), visit.element("sheet-handle").boundingBox()]);
    assert.ok(box && sheet && sheet.y - box.y > 250, "there is room on the map to point at");
    await visit.page.touchscreen.tap(width / 2, (box?.y ?? 0) + 180);
    await visit.element(`input-${geometry}-0-drawn`).waitFor();
    await visit.element("run").click();
    await visit.element("drill").waitFor();
    assert.equal(await visit.page.evaluate(() => document.documentElement.scrollWidth), width, "nothing makes the page wider than the screen");
    await visit.screenshot(`analysis-drill-${width}`);
    await visit.end();
  });
}
