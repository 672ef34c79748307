import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { behave, PROVIDER } from "../../identity.mjs";
import { APPROVER, openRegister, openStreet, press, pressRare, street } from "../../register.mjs";
import { get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const STREET = "Corso Venticinque Aprile";
const LEGNANO = "015118";
const DONE = { through: PROVIDER };

test("a_twin_street_of_another_comune_is_declared_and_taken_back", async () => {
  const { items } = await get(`/rest/toponymy/v1/thoroughfares?municipality=${LEGNANO}&limit=1`);
  const name = `${items[0].kind} ${items[0].name}`;
  const visit = await Visit.begin(browser);
  await openRegister(visit, APPROVER);
  await openStreet(visit, STREET);
  await pressRare(visit, "declare-twin");
  await press(visit, "form-preview");
  await visit.element("form-problem").filter({ hasText: "Choose the comune and its street." }).waitFor();
  await visit.element("twin-comune").selectOption(LEGNANO);
  await visit.element("street-filter").fill(name);
  await visit.element("street-choice").selectOption({ label: name });
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: `Twin street: ${name}` }).waitFor();
  await visit.screenshot("register-twin");
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: `Twin street declared: ${STREET}` }).waitFor();
  await visit.element("undo-last").waitFor();
  await visit.element("twins").filter({ hasText: `${name} (Legnano)` }).filter({ hasText: "Legnano has not declared it yet" }).waitFor();
  assert.deepEqual((await street(STREET)).twins, [items[0].id]);
  await visit.screenshot("register-twins");

  await press(visit, "action-end-twin");
  await press(visit, "form-preview");
  await visit.element("preview").filter({ hasText: "Twin street" }).waitFor();
  await press(visit, "form-apply");
  await visit.element("register-done").filter({ hasText: "Twin street taken back" }).waitFor();
  await visit.element("twins").waitFor({ state: "detached" });
  assert.deepEqual((await street(STREET)).twins ?? [], []);
  await visit.end({ ...DONE, typed: [name] });
});
