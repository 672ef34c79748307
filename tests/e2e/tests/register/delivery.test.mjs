import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { behave, PROVIDER, signIn, until } from "../../identity.mjs";
import { APPROVER, CLERK, openRegister, openStreet, press, request, showRegister, street, write } from "../../register.mjs";
import { geocode, get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const SAMPLES = new URL("../../../../data-samples/files/rho/", import.meta.url);
const STREET = "Via Adige";
const STREET_CODE = "5010";
const NEW_NUMBER = "9901";
const NEW_ADDRESS = `Via Adige ${NEW_NUMBER}, Rho`;
/** Addresses that other tests made, which the files do not list. */
let unlisted = 0;
const DONE = { through: PROVIDER, expected: /status of 4(09|22)/ };

/** @param {string} name */
const sample = (name) => readFile(new URL(name, SAMPLES));

/** Rows of the sample, the names of the columns first. */
const rows = async () => (await sample("civici.csv")).toString("utf8").trimEnd().split("\r\n");

/** The sample with one more address, and with one moved by ten metres. */
async function corrected() {
  const [header, first, ...rest] = await rows();
  const [, , , postcode, stage, x, y] = rest.find((row) => row.startsWith(`${STREET_CODE};`))?.split(";") ?? [];
  const more = `${STREET_CODE};${NEW_NUMBER};;${postcode};${stage};${x};${y}`;
  return Buffer.from([header, first.replace(";503187", ";503197"), ...rest, more].join("\r\n"));
}

/** Leads to another view by a button, and waits until its title has the focus, which it takes a moment later. @param {Visit} visit @param {string} id */
async function lead(visit, id) {
  await press(visit, id);
  await arrived(visit);
}

/** @param {Visit} visit */
const arrived = (visit) => visit.page.waitForFunction(() => document.activeElement?.id === "register-title");

/** Chooses the files of the generic layout and sends them. @param {Visit} visit @param {Buffer} addresses */
async function send(visit, addresses) {
  await lead(visit, "delivery-new");
  await visit.element("delivery-layout").selectOption("generic");
  await visit.element("delivery-chooser").setInputFiles([
    { name: "civici.csv", mimeType: "text/csv", buffer: addresses },
    { name: "strade.geojson.gz", mimeType: "application/gzip", buffer: await sample("strade.geojson.gz") },
  ]);
  const first = visit.element("delivery-file").first();
  await first.filter({ hasText: "strade.geojson.gz" }).waitFor();
  await press(visit, "file-down-0");
  await first.filter({ hasText: "civici.csv" }).waitFor();
  // The focus went with the file, to the way back.
  await visit.page.keyboard.press("Enter");
  await first.filter({ hasText: "strade.geojson.gz" }).waitFor();
  await visit.screenshot("delivery-files");
  await write(visit, "delivery-crs", "32632");
  await press(visit, "delivery-send");
  const problem = visit.element("delivery-problem");
  await visit.element("delivery-state").or(problem).waitFor();
  if (await problem.isVisible()) throw new Error(await problem.innerText());
  await arrived(visit);
}

/** A count of the table of differences. @param {Visit} visit @param {string} cell */
async function count(visit, cell) {
  return Number(await visit.element(`delivery-${cell}`).innerText());
}

/** Opens the newest delivery of the list. @param {Visit} visit */
async function openNewest(visit) {
  await lead(visit, "open-deliveries");
  await visit.element("delivery-row").first().focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("delivery-state").waitFor();
  await arrived(visit);
}

/** Decides about the delivery that is shown. @param {Visit} visit @param {"publish" | "discard"} decision @param {RegExp} asked */
async function decide(visit, decision, asked) {
  await press(visit, `delivery-${decision}`);
  await visit.page.getByRole("dialog").filter({ hasText: asked }).waitFor();
  if (decision === "publish") await visit.screenshot("delivery-confirm");
  await press(visit, "confirm");
  await visit.element("delivery-outcome").filter({ hasText: decision === "publish" ? /Published: \d+ events/ : "Delivery discarded" }).waitFor();
}

/** Waits until the search knows the new number, or no more. @param {boolean} known */
function searched(known) {
  return until(async () => {
    const [best] = await geocode(NEW_ADDRESS);
    return (best?.properties.level === "house-number" && best.properties.label.includes(NEW_NUMBER)) === known;
  });
}

test("a_clerk_sends_a_corrected_register_sees_what_changes_and_an_approver_publishes_it", async () => {
  const clerk = await Visit.begin(browser);
  await openRegister(clerk, CLERK);
  await lead(clerk, "open-deliveries");
  await clerk.element("deliveries-empty").waitFor();
  await lead(clerk, "delivery-new");
  await press(clerk, "delivery-send");
  await clerk.element("delivery-problem").filter({ hasText: "Files are missing" }).waitFor();
  await clerk.screenshot("delivery-form");
  await lead(clerk, "delivery-cancel");
  await send(clerk, await corrected());
  assert.deepEqual([await count(clerk, "addresses-added"), await count(clerk, "addresses-moved")], [1, 1]);
  assert.equal(await count(clerk, "streets-added"), 0);
  unlisted = await count(clerk, "addresses-absent");
  await clerk.element("delivery-hint").filter({ hasText: "Whoever approves" }).waitFor();
  assert.equal(await clerk.element("delivery-publish").count(), 0, "a clerk does not publish");
  await clerk.screenshot("delivery-report");
  await clerk.element("language-it").click();
  await clerk.element("delivery-difference").filter({ hasText: "Assenti: da cessare" }).waitFor();
  await clerk.end(DONE);

  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER);
  await openNewest(approver);
  assert.equal(await approver.element("delivery-new").count(), 0, "who only approves sends nothing");
  await decide(approver, "publish", /To be retired: streets \d+, addresses \d+\. New: streets 0, addresses 1\./);
  await approver.screenshot("delivery-published");
  await searched(true);
  await approver.element("search-input").pressSequentially(NEW_ADDRESS);
  await approver.element("suggestion").first().filter({ hasText: new RegExp(`${NEW_NUMBER}.*Rho`) }).waitFor();
  await approver.end({ ...DONE, typed: [NEW_ADDRESS] });
});

test("five_addresses_smell_and_are_discarded", async () => {
  const clerk = await Visit.begin(browser);
  await openRegister(clerk, CLERK);
  await lead(clerk, "open-deliveries");
  await send(clerk, Buffer.from((await rows()).slice(0, 6).join("\r\n")));
  await clerk.element("delivery-smells").filter({ hasText: "only a part of the register" }).waitFor();
  await clerk.element("delivery-hint").filter({ hasText: "Another person" }).waitFor();
  await clerk.screenshot("delivery-smells");
  await decide(clerk, "discard", /The register stays as it is/);
  await searched(true);
  await clerk.end(DONE);
});

test("the_register_comes_back_by_the_files_that_were_first_and_sent_again_they_change_nothing", async () => {
  const clerk = await Visit.begin(browser);
  await openRegister(clerk, CLERK);
  await lead(clerk, "open-deliveries");
  await send(clerk, await sample("civici.csv"));
  assert.deepEqual([await count(clerk, "addresses-added"), await count(clerk, "addresses-absent"), await count(clerk, "addresses-moved")], [0, unlisted + 1, 1]);
  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER);
  await openNewest(approver);
  await decide(approver, "publish", /To be retired: streets \d+, addresses \d+\. New: streets 0, addresses 0\./);
  await approver.end(DONE);
  await searched(false);

  await lead(clerk, "register-back");
  await send(clerk, await sample("civici.csv"));
  await clerk.element("delivery-unchanged").waitFor();
  await clerk.screenshot("delivery-unchanged");
  await decide(clerk, "discard", /The register stays as it is/);
  await clerk.end(DONE);
});

/** A graph of streets: two stretches of a street, and one of a street that is none of the comune's. */
function graph() {
  const lines = [
    [STREET_CODE, [[9.041, 45.5325], [9.04, 45.5325]], [19, 1, 2, 20]],
    [STREET_CODE, [[9.04, 45.5325], [9.039, 45.5325]], [21, 39, 0, 0]],
    ["99999", [[9.04, 45.5325], [9.039, 45.5325]], [1, 9, 2, 8]],
  ];
  const features = lines.map(([code, coordinates, [a, b, c, d]]) => ({
    type: "Feature", properties: { COD_VIA: code, SIN_DA: a, SIN_A: b, DES_DA: c, DES_A: d }, geometry: { type: "LineString", coordinates },
  }));
  return Buffer.from(JSON.stringify({ type: "FeatureCollection", name: "grafo", features }));
}

test("a_graph_of_streets_is_delivered_looked_at_and_published", async () => {
  const { id } = await street(STREET);
  const stretches = async () => (await get(`/rest/toponymy/v1/thoroughfares/${id}`)).arcs ?? [];
  const clerk = await Visit.begin(browser);
  await openRegister(clerk, CLERK);
  await lead(clerk, "open-deliveries");
  await lead(clerk, "delivery-new");
  await clerk.element("delivery-layout").selectOption("arcs");
  await clerk.element("delivery-help").filter({ hasText: "SIN_DA" }).waitFor();
  await clerk.element("delivery-chooser").setInputFiles([{ name: "grafo.geojson", mimeType: "application/geo+json", buffer: graph() }]);
  await clerk.element("delivery-file").filter({ hasText: "Stretches of streets" }).waitFor();
  await clerk.screenshot("arcs-delivery-form");
  await press(clerk, "delivery-send");
  await clerk.element("delivery-state").waitFor();
  await clerk.element("delivery-rejects").filter({ hasText: "99999" }).filter({ hasText: "neither in force nor proposed" }).waitFor();
  await clerk.screenshot("arcs-delivery-report");
  assert.deepEqual(await stretches(), [], "a look changes nothing");
  await clerk.end(DONE);

  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER);
  await openNewest(approver);
  await decide(approver, "publish", /No street and no number begins or ends/);
  assert.deepEqual((await stretches()).map((/** @type {any} */ { left, right }) => [left.from, left.to, right?.from ?? null]), [[1, 19, 2], [21, 39, null]]);
  await showRegister(approver);
  await openStreet(approver, STREET);
  await approver.element("arc-1").filter({ hasText: "1–19" }).waitFor();
  await approver.element("arc-2").hover();
  await approver.page.waitForFunction(() => window.civico.map.queryRenderedFeatures({ layers: ["civico-lines-line"] }).some(({ properties }) => properties.chosen));
  await approver.drawn();
  await approver.screenshot("arcs-delivered");
  await approver.end(DONE);

  // What a draft asks for is drawn where it is decided about.
  const drafter = await Visit.begin(browser);
  await signIn(drafter, CLERK);
  const [one] = await stretches();
  assert.equal((await request(drafter, { command: { type: "record-arcs", thoroughfare: id, arcs: [{ line: one.line, left: one.left }] }, mode: "draft" })).status, 201);
  await showRegister(drafter);
  await drafter.element("worklist-row").filter({ hasText: `Recording of the stretches: ${STREET}` }).click();
  await drafter.element("act-arcs").filter({ hasText: "Stretches: taken away 1, changed 1. There will be 1 in all." }).waitFor();
  await drafter.page.waitForFunction(() => window.civico.map.queryRenderedFeatures({ layers: ["civico-lines-line"] }).length > 0);
  await drafter.drawn();
  await drafter.screenshot("arcs-act-lines");
  await press(drafter, "register-back");
  await drafter.page.waitForFunction(() => window.civico.map.queryRenderedFeatures({ layers: ["civico-lines-line"] }).length === 0);
  await drafter.end(DONE);
});
