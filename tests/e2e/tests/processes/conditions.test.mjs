import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { choose, executions, focused, inputOf, openAnalysis, PARKS, takesFeatures, takesMetres } from "../../processes.mjs";
import { get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

/** Two columns of the parks that together leave fewer than one of them does, with the values of a park, and how many fulfil both. */
async function twoConditions() {
  const { features } = await get(`/ogc/collections/${PARKS}/items?f=json&limit=1000`);
  const rows = features.map((/** @type {any} */ { properties }) => properties);
  const columns = Object.keys(rows[0]).filter((column) => rows.every((/** @type {any} */ row) => ["string", "number"].includes(typeof row[column])));
  for (const row of rows) {
    for (const [one, other] of columns.flatMap((first) => columns.filter((second) => second !== first).map((second) => [first, second]))) {
      const fulfils = (/** @type {string[]} */ asked) => rows.filter((/** @type {any} */ own) => asked.every((column) => own[column] === row[column])).length;
      const both = fulfils([one, other]);
      if (both < fulfils([one]) && fulfils([one]) < rows.length) return { one, other, values: [String(row[one]), String(row[other])], both };
    }
  }
  throw new Error("the parks have no two columns that tell them apart");
}

test("several_conditions_hold_together_and_are_written_by_keyboard", async () => {
  const [features, distance] = [await inputOf("buffer", takesFeatures), await inputOf("buffer", takesMetres)];
  const { one, other, values, both } = await twoConditions();
  const visit = await Visit.begin(browser);
  await openAnalysis(visit);
  await choose(visit, "buffer");
  await visit.element(`input-${features}-0-collection`).selectOption(PARKS);
  const begin = `input-${features}-0-condition`;
  await visit.element(`${begin}s-note`).filter({ hasText: "No conditions" }).waitFor();
  const add = async () => {
    await visit.element(`${begin}-add`).focus();
    await visit.page.keyboard.press("Enter");
  };
  await add();
  assert.equal(await focused(visit), `${begin}-0-column`, "the keyboard is where one goes on");
  await visit.element(`${begin}-0-column`).selectOption(one);
  await visit.element(`${begin}-0-value`).fill(values[0] ?? "");
  await add();
  const offered = await visit.element(`${begin}-1-column`).locator("option").evaluateAll((options) => options.map((option) => option.getAttribute("value")));
  assert.ok(offered.includes(other) && !offered.includes(one), "a column is asked about once");
  await visit.element(`input-${distance}`).fill("10");
  await visit.element("run").click();
  await visit.element("form-problems").filter({ hasText: "Choose the column and write the value" }).waitFor();
  await visit.element(`${begin}-1-column`).selectOption(other);
  await visit.element(`${begin}-1-value`).fill(values[1] ?? "");
  await visit.element("run").scrollIntoViewIfNeeded();
  await visit.screenshot("analysis-conditions-en");
  await visit.element("run").click();
  await visit.element("result-table").waitFor();
  assert.deepEqual(JSON.parse(executions(visit)[0].body).inputs[features].filter, { [one]: values[0], [other]: values[1] });
  assert.equal(await visit.element("result-table").locator("tbody tr").count(), both, "only what fulfils both");

  await visit.element("rerun").click();
  assert.equal(await visit.element(`${begin}-1-value`).inputValue(), values[1], "conditions are kept for another run");
  await visit.element(`${begin}-0-remove`).focus();
  await visit.page.keyboard.press("Enter");
  await visit.element(`${begin}-1`).waitFor({ state: "detached" });
  assert.equal(await focused(visit), `${begin}-0-remove`, "what comes next takes the keyboard");
  assert.equal(await visit.element(`${begin}-0-column`).inputValue(), other);
  await visit.page.keyboard.press("Enter");
  await visit.element(`${begin}s-note`).filter({ hasText: "No conditions" }).waitFor();
  assert.equal(await focused(visit), `${begin}-add`);
  await visit.end();
});

test("the_register_is_analysed_as_it_was_on_a_day", async () => {
  const features = await inputOf("hexagons", takesFeatures);
  const visit = await Visit.begin(browser);
  await openAnalysis(visit, "it");
  await choose(visit, "hexagons");
  await visit.element(`input-${features}-0-collection`).selectOption(PARKS);
  assert.equal(await visit.element(`input-${features}-0-past`).count(), 0, "only the register remembers every day");
  await visit.element(`input-${features}-0-collection`).selectOption("localities");
  await visit.element(`input-${features}-0-past`).check();
  await visit.element("run").click();
  await visit.element("form-problems").filter({ hasText: "Scegli il giorno." }).waitFor();
  await visit.element(`input-${features}-0-day`).fill("1950-01-01");
  await visit.screenshot("analysis-day-it");
  await visit.element("run").click();
  await visit.element("result-table").waitFor();
  assert.equal(JSON.parse(executions(visit)[0].body).inputs[features].datetime, "1950-01-01");
  await visit.end();
});
