import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { behave, PROVIDER, signIn } from "../../identity.mjs";
import { onScreen } from "../../map.mjs";
import { APPROVER, CLERK, makeStreet, openRegister, openStreet, press, request, showRegister, street, write } from "../../register.mjs";
import { get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const NAME = "dei Tratti di Prova";
const LABEL = `Via ${NAME}`;
const DONE = { through: PROVIDER, expected: /status of 4(09|22)/ };
/** Close enough to draw by the pixel. */
const PLACE = "17/45.53200/9.05050";

/** The stretches of a street as the register serves them. @param {string} id @returns {Promise<any[]>} */
const stretches = async (id) => (await get(`/rest/toponymy/v1/thoroughfares/${id}`)).arcs ?? [];

/** The test id of what has the focus; the map where it is that. @param {Visit} visit */
const focused = (visit) => visit.page.evaluate(() => document.activeElement?.getAttribute("data-testid") ?? document.activeElement?.getAttribute("class"));

/** Clicks on the map, pixels from its middle. @param {Visit} visit @param {[number, number][]} places */
async function click(visit, places) {
  const { x, y } = await onScreen(visit, await visit.page.evaluate(() => window.civico.map.getCenter().toArray()));
  for (const [east, south] of places) await visit.page.mouse.click(x + east, y + south);
  return { x, y };
}

/** @param {Visit} visit @param {string} text */
const points = (visit, text) => visit.element("arcs-points").filter({ hasText: text }).waitFor();

test("stretches_are_drawn_with_the_mouse_numbered_shown_first_and_recorded", async () => {
  const approver = await Visit.begin(browser);
  await signIn(approver, APPROVER);
  const visit = await Visit.begin(browser);
  await signIn(visit, CLERK);
  const id = await makeStreet(visit, approver, NAME, [1, 2]);
  await approver.end(DONE);

  await showRegister(visit, PLACE);
  await openStreet(visit, LABEL);
  await visit.element("arcs-empty").waitFor();
  await press(visit, "action-record-arcs");
  await visit.element("arcs-field-empty").filter({ hasText: "draw the first stretch" }).waitFor();
  await press(visit, "arcs-add");
  assert.match((await focused(visit)) ?? "", /maplibregl-canvas/, "the map has the keyboard");
  await click(visit, [[-150, 20], [-40, 0], [-30, 90]]);
  await points(visit, "Points placed: 3");
  await visit.page.keyboard.press("Backspace");
  await points(visit, "Points placed: 2");
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: "is not finished" }).waitFor();
  await visit.screenshot("arcs-drawing");
  const { x, y } = await click(visit, []);
  await visit.page.mouse.dblclick(x + 80, y - 10);
  await visit.element("arcs-drawing").waitFor({ state: "detached" });
  assert.equal(await focused(visit), "arc-left-from-1", "the keyboard goes on in the new line");
  assert.ok((await visit.page.evaluate(() => window.civico.map.getZoom())) === 17, "a double click does not zoom");
  await visit.page.keyboard.type("9");
  await write(visit, "arc-left-to-1", "1");
  await visit.element("arc-told-1").filter({ hasText: "greater than the second" }).waitFor();
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: "Mend the stretches that are marked" }).waitFor();
  await visit.screenshot("arcs-backwards");
  await write(visit, "arc-left-from-1", "1");
  await write(visit, "arc-left-to-1", "9");
  await write(visit, "arc-right-from-1", "2");
  await write(visit, "arc-right-to-1", "8");
  await press(visit, "arc-reverse-1");
  assert.equal(await visit.element("arc-right-to-1").inputValue(), "9", "what was left is right");
  await press(visit, "arc-reverse-1");
  await visit.page.waitForFunction(() => window.civico.map.queryRenderedFeatures({ layers: ["civico-lines-label"] }).some(({ properties }) => properties.text === "L 1–9"));
  await visit.screenshot("arcs-form");
  await press(visit, "form-preview");
  await visit.element("preview-summary").filter({ hasText: "Stretches: added 1. There will be 1 in all." }).waitFor();
  await visit.screenshot("arcs-preview");
  assert.deepEqual(await stretches(id), [], "nothing happened yet");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: `Stretches recorded: ${LABEL}` }).waitFor();
  await visit.element("arc-1").filter({ hasText: "1–9" }).filter({ hasText: "2–8" }).waitFor();
  await visit.element("history-entry").first().filter({ hasText: "Stretches recorded" }).filter({ hasText: "Stretches: added 1" }).waitFor();
  const [told] = await stretches(id);
  assert.deepEqual([told.line.coordinates.length, told.left, told.right], [3, { from: 1, to: 9 }, { from: 2, to: 8 }]);
  await visit.end(DONE);
});

test("a_stretch_is_drawn_by_the_keyboard_alone_and_meets_the_one_before", async () => {
  const { id } = await street(LABEL);
  const [first] = await stretches(id);
  const visit = await Visit.begin(browser);
  await openRegister(visit, CLERK, PLACE);
  await openStreet(visit, LABEL);
  await visit.drawn();
  await visit.element("arc-1").focus();
  await visit.page.waitForFunction(() => window.civico.map.queryRenderedFeatures({ layers: ["civico-lines-line"] }).length > 0);
  await visit.drawn();
  await visit.screenshot("arcs-sheet");
  await press(visit, "action-record-arcs");
  // None is emphasised till one is looked at.
  await visit.page.waitForFunction(() => window.civico.map.queryRenderedFeatures({ layers: ["civico-lines-way"] }).length === 0);
  await press(visit, "arcs-add");
  await visit.page.keyboard.press("Space");
  await visit.page.keyboard.press("Enter");
  await points(visit, "at least two points");
  assert.match((await focused(visit)) ?? "", /maplibregl-canvas/, "the drawing goes on");
  await visit.page.keyboard.press("ArrowRight");
  await visit.page.waitForFunction(() => !window.civico.map.isMoving());
  await visit.page.keyboard.press("Space");
  await points(visit, "Points placed: 2");
  await visit.drawn();
  await visit.screenshot("arcs-drawing-keyboard");
  await visit.page.keyboard.press("Escape");
  await visit.element("arcs-drawing").waitFor({ state: "detached" });
  assert.equal(await focused(visit), "arcs-add", "the form is there still");
  await visit.element("arcs-state").filter({ hasText: "Stretches in the table: 1" }).waitFor();

  await visit.page.keyboard.press("Enter");
  // The map is led to the end of the first, which the new one then begins with.
  await visit.page.evaluate((end) => window.civico.map.jumpTo({ center: end }), first.line.coordinates.at(-1).map((/** @type {number} */ degrees) => degrees + 0.000006));
  await visit.page.keyboard.press("Space");
  for (const key of ["ArrowRight", "ArrowUp"]) {
    await visit.page.keyboard.press(key);
    await visit.page.waitForFunction(() => !window.civico.map.isMoving());
    await visit.page.keyboard.press("Space");
  }
  await points(visit, "Points placed: 3");
  await visit.page.keyboard.press("Backspace");
  await visit.page.keyboard.press("Enter");
  assert.equal(await focused(visit), "arc-left-from-2");
  for (const [field, number] of [["left-from", "9"], ["left-to", "21"]]) await write(visit, `arc-${field}-2`, number);
  await visit.element("arc-told-2").filter({ hasText: "shares numbers with stretch 1" }).waitFor();
  await visit.screenshot("arcs-shared");
  await write(visit, "arc-left-from-2", "11");
  assert.equal(await visit.element("arc-told-2").count(), 0);
  await press(visit, "arc-up-2");
  assert.equal(await focused(visit), "arc-down-1", "the keyboard goes with the stretch");
  await visit.page.keyboard.press("Enter");
  await press(visit, "form-preview");
  await visit.element("preview-summary").filter({ hasText: "Stretches: added 1. There will be 2 in all." }).waitFor();
  await press(visit, "form-apply");
  await visit.element("arc-2").filter({ hasText: "11–21" }).waitFor();
  const [before, told] = await stretches(id);
  assert.deepEqual(told.line.coordinates[0], before.line.coordinates.at(-1), "they meet");
  assert.equal(told.line.coordinates.length, 2, "the last point was taken back");
  await visit.end(DONE);
});

/** Opens the act that waits, which takes all stretches away. @param {Visit} visit */
async function openAct(visit) {
  await visit.element("worklist-row").filter({ hasText: `Recording of the stretches: ${LABEL}` }).first().click();
  await visit.element("act-arcs").filter({ hasText: "Stretches: taken away 2. There will be 0 in all." }).waitFor();
}

test("stretches_are_taken_away_kept_as_a_draft_and_the_record_is_undone", async () => {
  const { id } = await street(LABEL);
  const visit = await Visit.begin(browser);
  await openRegister(visit, CLERK, PLACE);
  await openStreet(visit, LABEL);
  await press(visit, "action-record-arcs");
  await press(visit, "arc-remove-1");
  assert.equal(await focused(visit), "arc-remove-1", "the keyboard stays in the table");
  await press(visit, "arc-remove-1");
  await visit.element("arcs-field-empty").filter({ hasText: "No stretch remains" }).waitFor();
  await press(visit, "form-preview");
  await visit.element("preview-summary").filter({ hasText: "Stretches: taken away 2. There will be 0 in all." }).waitFor();
  await press(visit, "form-draft");
  await visit.element("register-done").filter({ hasText: "Draft kept" }).waitFor();
  assert.equal((await stretches(id)).length, 2, "a draft changes nothing");
  await press(visit, "register-back");
  await openAct(visit);
  await press(visit, "action-submit-act");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Recording of the stretches" }).waitFor();
  await visit.end(DONE);

  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER, PLACE);
  await openAct(approver);
  await approver.screenshot("arcs-act");
  await press(approver, "action-approve-act");
  await press(approver, "form-apply");
  await approver.element("register-done").filter({ hasText: "Recording of the stretches" }).waitFor();
  await openStreet(approver, LABEL);
  assert.equal(await approver.element("arcs-empty").count(), 0, "who may not record is not told that there are none");
  await approver.element("history-entry").first().filter({ hasText: "Stretches: taken away 2" }).waitFor();
  await press(approver, "undo");
  await press(approver, "form-preview");
  await approver.element("preview").filter({ hasText: LABEL }).waitFor();
  await press(approver, "form-apply");
  await approver.element("arc-2").waitFor();
  assert.equal(await approver.element("action-record-arcs").count(), 0, "who decides does not record");
  assert.equal((await stretches(id)).length, 2);
  await approver.end(DONE);
});

test("a_phone_records_the_course_of_a_street_as_stretches_in_italian", async () => {
  const visit = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await openRegister(visit, CLERK, "15/45.53200/9.05050", "it");
  await openStreet(visit, "Corso Milano");
  await visit.drawn();
  await visit.element("action-record-arcs").tap();
  // Nothing is known but the course: that is where it starts.
  await visit.element("arcs-table").waitFor();
  await visit.element("arc-left-from-1").tap();
  await visit.drawn();
  await visit.screenshot("arcs-form-phone-it");
  assert.equal(await visit.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the page");
  const scrolls = await visit.page.evaluate(() => {
    const table = document.querySelector(".civico-arcs-table");
    return table !== null && table.scrollWidth > table.clientWidth;
  });
  assert.equal(scrolls, false, "the whole line of the table is seen");
  await visit.element("arcs-add").tap();
  const map = await visit.element("map").boundingBox();
  assert.ok(map);
  for (const [x, y] of [[120, 200], [220, 180]]) await visit.page.touchscreen.tap(map.x + x, map.y + y);
  await points(visit, "Punti messi: 2");
  await visit.element("arcs-centre").tap();
  await points(visit, "Punti messi: 3");
  await visit.element("arcs-drawing").scrollIntoViewIfNeeded();
  await visit.screenshot("arcs-drawing-phone-it");
  await visit.element("arcs-end").tap();
  await visit.element("arc-left-from-2").waitFor();
  await visit.end(DONE);

  const other = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await signIn(other, CLERK);
  const { id } = await street(LABEL);
  const eight = Array.from({ length: 8 }, (_, at) => ({
    line: { type: "LineString", coordinates: [[9.05 + at * 0.0002, 45.532], [9.0502 + at * 0.0002, 45.532 + (at % 2) * 0.00005]] },
    left: { from: 1 + at * 10, to: 9 + at * 10 }, ...(at % 3 === 0 ? {} : { right: { from: 2 + at * 10, to: 10 + at * 10 } }),
  }));
  assert.equal((await request(other, { command: { type: "record-arcs", thoroughfare: id, arcs: eight } })).status, 201);
  await showRegister(other, PLACE, "it");
  await openStreet(other, LABEL);
  await other.element("arc-6").waitFor();
  assert.equal(await other.element("arc-7").count(), 0, "many are folded away");
  await other.element("arcs-all").tap();
  await other.element("arc-8").tap();
  await other.drawn();
  await other.screenshot("arcs-sheet-phone-it");
  await other.end(DONE);
});
