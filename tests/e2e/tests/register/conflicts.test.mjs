import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { behave, PROVIDER, RHO, signIn } from "../../identity.mjs";
import { APPROVER, CLERK, makeStreet, openRegister, press, request, street } from "../../register.mjs";
import { get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const MEDIATOR = "Marta Esempio";
const NAME = "del Confine Conteso";
const LEGNANO = "015118";
const DONE = { through: PROVIDER, expected: /status of 4(09|22)/ };
const CONFLICTS = "**/rest/toponymy/v1/conflicts?*";

/** A street of Legnano. @returns {Promise<any>} */
const theirs = async () => (await get(`/rest/toponymy/v1/thoroughfares?municipality=${LEGNANO}&limit=1`)).items[0];

/** Shows all conflicts there are. @param {Visit} visit */
async function all(visit) {
  await visit.element("conflict").first().waitFor();
  const more = visit.element("conflicts-all");
  if (await more.count()) await more.click();
}

test("what_neighbours_contradict_each_other_about_leads_to_both_things_on_the_map", async () => {
  const approver = await Visit.begin(browser);
  await signIn(approver, APPROVER);
  const clerk = await Visit.begin(browser);
  await signIn(clerk, CLERK);
  // Rho holds its street to be one with a street of Legnano, and puts a number of it on Legnano's ground.
  const ours = await makeStreet(clerk, approver, NAME, [1]);
  const twin = await theirs();
  assert.equal((await request(approver, { command: { type: "declare-twin", thoroughfare: ours, twin: twin.id, holds: true } })).status, 201);
  const { items } = await get(`/rest/toponymy/v1/thoroughfares/${twin.id}/addresses`);
  const { lon, lat } = items.find((/** @type {any} */ item) => item.positions?.length > 0).positions[0];
  const position = { lon, lat, specification: "entrance" };
  const misplaced = await request(clerk, { command: { type: "propose-address", thoroughfare: ours, locator: { kind: "number", number: 9 }, position }, reason: "Test" });
  assert.equal(misplaced.status, 201, JSON.stringify(misplaced.body));
  await clerk.end(DONE);
  await approver.end(DONE);

  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER);
  await all(visit);
  const row = visit.element("conflict").filter({ hasText: NAME }).filter({ hasText: "Rho declares it to be one street with that of Legnano" });
  await row.waitFor();
  const far = visit.element("conflict").filter({ hasText: `Via ${NAME} 9` }).filter({ hasText: "its position is in Legnano" });
  assert.match(await far.innerText(), /[\d,]+ m outside its comune/);
  assert.equal(await row.getByTestId("conflict-fix").count(), 0, "Rho has said its part");
  await row.scrollIntoViewIfNeeded();
  await visit.screenshot("conflicts-en");
  assert.equal(await visit.page.evaluate(() => document.documentElement.scrollHeight <= innerHeight && document.body.scrollTop === 0), true, "the panel scrolls, the page does not");
  const label = `${twin.kind} ${twin.name}`;
  await row.getByTestId("conflict-side").filter({ hasText: "Legnano" }).click();
  await visit.element("register-title").filter({ hasText: label }).waitFor();
  await visit.element("reading-only").waitFor();
  assert.equal(await visit.page.locator("[data-testid^=action-]").count(), 0, "another comune's street is only looked at");
  await visit.drawn();
  await visit.screenshot("conflict-other-side");
  await press(visit, "register-back");
  await all(visit);
  await far.getByTestId("conflict-side").click();
  await visit.element("register-title").filter({ hasText: `Via ${NAME} 9` }).waitFor();
  await visit.page.waitForFunction(([x, y]) => Math.abs(window.civico.map.getCenter().lng - x) < 0.002 && Math.abs(window.civico.map.getCenter().lat - y) < 0.002, [lon, lat]);
  await visit.end(DONE);
});

test("whoever_mediates_sees_the_same_and_may_change_nothing", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, MEDIATOR);
  await visit.open("/#map=11/45.53200/9.05050&lang=en");
  await visit.element("tab-register").click();
  await visit.element("register-title").filter({ hasText: "Boundary conflicts" }).waitFor();
  await visit.element("conflict-territory").selectOption({ label: "Legnano" });
  await all(visit);
  const row = visit.element("conflict").filter({ hasText: `Via ${NAME}` }).filter({ hasText: "which has not said so yet" });
  await row.waitFor();
  await visit.screenshot("conflicts-mediator-en");
  assert.equal(await visit.element("conflict-fix").count(), 0);
  await row.getByTestId("conflict-side").filter({ hasText: "Rho" }).click();
  await visit.element("register-title").filter({ hasText: `Via ${NAME}` }).waitFor();
  await visit.element("reading-only").waitFor();
  await press(visit, "number-9");
  await visit.element("register-title").filter({ hasText: `Via ${NAME} 9` }).waitFor();
  assert.equal(await visit.page.locator("[data-testid^=action-]").count(), 0);
  assert.equal(await visit.element("undo").count(), 0);
  assert.equal(await visit.element("internals-empty").count(), 0, "internals stay with their comune");
  await press(visit, "register-back");
  await press(visit, "register-back");
  await visit.element("conflict-territory").selectOption("");
  await visit.element("conflict-count").filter({ hasText: /Conflicts: \d+/ }).waitFor();
  await visit.end(DONE);
});

test("streets_of_one_name_are_declared_one_after_that_was_shown_and_a_kind_that_is_new_is_told_plainly", async () => {
  const { id } = await street(`Via ${NAME}`);
  const twin = (await get(`/rest/toponymy/v1/thoroughfares?municipality=${LEGNANO}&limit=2`)).items[1];
  const label = `Via ${NAME}`;
  const between = { label, municipality: LEGNANO, other_municipality: RHO, other_label: label };
  const conflicts = [
    { ...between, conflict: "twin-not-confirmed", subject: { thoroughfare: twin.id }, other: id },
    { ...between, conflict: "number-claimed-twice", subject: { address: "00000000-0000-0000-0000-000000000001" }, other: { address: "00000000-0000-0000-0000-000000000002" } },
    { ...between, conflict: "two-moons", subject: { thoroughfare: twin.id } },
  ];
  const visit = await Visit.begin(browser);
  await visit.page.route(CONFLICTS, (route) => route.fulfill({ json: { items: conflicts, next: null } }));
  await openRegister(visit, APPROVER);
  await visit.element("conflict").filter({ hasText: "kind: two-moons" }).waitFor();
  await visit.element("conflict").filter({ hasText: "almost at the same place" }).waitFor();
  await visit.element("conflict").first().scrollIntoViewIfNeeded();
  await visit.screenshot("conflicts-kinds-en");
  await press(visit, "conflict-fix");
  assert.equal(await visit.element("form-apply").count(), 0, "nothing is done before it was shown");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: `${twin.kind} ${twin.name}` }).waitFor();
  await visit.screenshot("conflict-remedy");
  await press(visit, "form-cancel");
  await visit.end(DONE);
});

test("that_there_are_no_conflicts_or_that_they_cannot_be_had_is_said_without_hiding_the_rest", async () => {
  const visit = await Visit.begin(browser);
  let status = 503;
  await visit.page.route(CONFLICTS, (route) => route.fulfill(status === 200 ? { json: { items: [], next: null } } : { status, json: { detail: "The register is busy.", title: "busy" } }));
  await openRegister(visit, APPROVER, undefined, "it");
  await visit.element("worklist.conflicts").getByTestId("register-problem").filter({ hasText: "The register is busy." }).waitFor();
  await visit.element("worklist.numbers").waitFor();
  status = 200;
  await visit.element("worklist.conflicts").getByRole("button", { name: "Riprova" }).click();
  await visit.element("conflicts-empty").filter({ hasText: "I registri dei comuni vicini non si contraddicono." }).waitFor();
  await visit.end({ ...DONE, expected: /status of 503/ });
});

test("a_phone_shows_conflicts_in_italian", async () => {
  const visit = await Visit.begin(browser, { viewport: PHONE, phone: true });
  await signIn(visit, MEDIATOR);
  await visit.open("/#map=11/45.53200/9.05050&lang=it");
  await visit.element("tab-register").click();
  await visit.element("conflict-territory").selectOption({ label: "Rho" });
  await visit.element("conflict").first().waitFor();
  await visit.screenshot("conflicts-phone-it");
  assert.equal(await visit.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the page");
  await visit.end(DONE);
});
