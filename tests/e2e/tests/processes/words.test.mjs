import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { choose, executions, openAnalysis, PARKS } from "../../processes.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** The names of the columns of the result. @param {Visit} visit */
const columns = (visit) => visit.element("result-table").locator("thead th").allInnerTexts();

test("hexagons_of_h3_are_counted_and_of_persons_it_is_said_what_is_wrong_and_what_is_rounded", async () => {
  const visit = await Visit.begin(browser);
  await openAnalysis(visit, "it");
  await choose(visit, "hexagons");
  await visit.element("input-features-0-collection").selectOption(PARKS);
  await visit.element("more-parameters").locator("summary").click();
  await visit.element("input-grid").selectOption("h3");
  await visit.element("run").click();
  await visit.element("legend").waitFor();
  assert.deepEqual((await columns(visit)).slice(0, 3), ["Mappa", "Cella H3", "Numero"]);
  assert.doesNotMatch(await visit.element("legend").innerText(), /Senza valore/, "nothing is without a count");
  await visit.screenshot("analysis-h3-it");

  await visit.element("rerun").click();
  await visit.element("more-parameters").locator("summary").click();
  await visit.element("input-k").fill("7");
  await visit.element("run").click();
  await visit.element("form-problems").waitFor();
  await visit.page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "form-problems");
  const said = await visit.element("form-problems").innerText();
  assert.match(said, /k per dati su persone: 0, oppure 5/);
  assert.doesNotMatch(said, /errors/, "no word is for programs");
  assert.equal(await visit.element("form-refused").count(), 0);
  await visit.screenshot("analysis-k-it");
  await visit.element("input-grid").selectOption("metric");
  await visit.element("form-problems").waitFor({ state: "detached" });
  assert.ok(await visit.element("input-k").isVisible(), "what is being mended does not fold away");
  await visit.element("input-k").fill("5");
  await visit.element("run").click();
  await visit.element("result-notices").filter({ hasText: "arrotondati per difetto a multipli di 5" }).waitFor();
  await visit.screenshot("analysis-persons-it");
  await visit.end({ expected: /status of 400/ });
});

test("the_nearest_are_found_over_the_ellipsoid_and_their_distance_is_in_sight", async () => {
  const visit = await Visit.begin(browser);
  await openAnalysis(visit, "it");
  await choose(visit, "nearest");
  await visit.element("input-features-0-collection").selectOption("rho.scuole");
  await visit.element("input-targets-0-collection").selectOption(PARKS);
  await visit.element("more-parameters").locator("summary").click();
  assert.equal(await visit.element("input-tolerance").inputValue(), "0,5", "numbers are written as in Italian");
  assert.match(await visit.element("more-parameters").innerText(), /Maggiore di zero, fino a 20 m\./);
  await visit.element("input-geodesic").check();
  await visit.element("run").click();
  await visit.element("result-table").waitFor();
  const [{ body } = { body: "" }] = executions(visit);
  assert.deepEqual([JSON.parse(body).inputs.geodesic, JSON.parse(body).inputs.tolerance], [true, 0.5]);
  assert.deepEqual((await columns(visit)).slice(0, 3), ["Mappa", "Posto", "Distanza (m)"]);
  await visit.screenshot("analysis-nearest-it");
  await visit.end();
});
