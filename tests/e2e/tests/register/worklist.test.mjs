import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { behave, PROVIDER } from "../../identity.mjs";
import { APPROVER, CLERK, number, openRegister, press, request, street } from "../../register.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const STREET = "Corso Venticinque Aprile";
const DONE = { through: PROVIDER };

test("what_others_propose_appears_by_itself", async () => {
  const { id } = await street(STREET);
  const approver = await Visit.begin(browser);
  await openRegister(approver, APPROVER);
  await approver.element("worklist.numbers").waitFor();
  const clerk = await Visit.begin(browser);
  await openRegister(clerk, CLERK);
  const command = { type: "propose-address", thoroughfare: id, locator: { kind: "number", number: 777 } };
  const { status, body } = await request(clerk, { command });
  assert.equal(status, 201);
  const all = approver.element("worklist.numbers-all");
  if (await all.count()) await all.click();
  await approver.element("worklist-row").filter({ hasText: `${STREET} 777` }).waitFor();

  // Whoever decides about what has changed in the meantime is told so, and decides again.
  await approver.element("worklist-row").filter({ hasText: `${STREET} 777` }).click();
  await press(approver, "action-reject");
  await approver.element("reason").fill("Test");
  const address = body.events[0].subject;
  const position = { lon: 9.0495, lat: 45.5325, specification: "entrance" };
  assert.equal((await request(clerk, { command: { type: "correct-position", address, position } })).status, 201);
  await clerk.end(DONE);
  await press(approver, "form-apply");
  await approver.element("form-problem").filter({ hasText: "changed since" }).waitFor();
  await press(approver, "form-cancel");
  await press(approver, "action-reject");
  await approver.element("reason").fill("Test");
  await press(approver, "form-apply");
  await approver.element("stage").filter({ hasText: "rejected" }).waitFor();
  await approver.end({ ...DONE, expected: /status of 412/ });
});

test("a_broken_rule_offers_its_remedy_and_nothing_is_done_before_it_was_shown", async () => {
  const { id } = await street(STREET);
  const { id: address } = await number(id, "3");
  const violation = {
    rule: "example", severity: "warning", explanation: "Numbers are seen on site now and then.", detail: "Never seen on site.", subject: { address },
    label: `${STREET} 3`, fix: { type: "retire", address, with_addresses: false },
  };
  const visit = await Visit.begin(browser);
  await visit.page.route("**/rest/toponymy/v1/violations?*", (route) => route.fulfill({ json: { items: [violation], next: null } }));
  await openRegister(visit, APPROVER);
  await visit.element("violation").filter({ hasText: "Never seen on site." }).waitFor();
  await visit.element("violation").scrollIntoViewIfNeeded();
  await visit.screenshot("register-violation");
  await press(visit, "violation-fix");
  assert.equal(await visit.element("form-apply").count(), 0);
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "Stage: from “current” to “retired”" }).waitFor();
  await visit.screenshot("register-remedy");
  await press(visit, "form-cancel");
  assert.equal((await number(id, "3")).stage, "current", "nothing was done");
  await visit.end(DONE);
});
