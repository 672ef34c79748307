import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, ORIGIN, Visit } from "../../browser.mjs";
import { behave, PROVIDER } from "../../identity.mjs";
import { asPlanner, bufferParks, choose, executions, inputOf, PARKS, resultDrawn, saved, takesFeatures, takesMetres } from "../../processes.mjs";

const DONE = { through: PROVIDER };
/** Somebody else's job is not there, and Chromium notes it. */
const REFUSED = /status of 40[134]/;
/** What Chromium notes where a test cuts the connection. */
const CUT = /net::ERR_FAILED|ERR_CONNECTION/;
const ONE_JOB = /\/ogc\/jobs\/[^/?]+(\?|$)/;

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

/** The job that the link names. @param {Visit} visit */
const jobOf = (visit) => /[#&]job=([^&]+)/.exec(visit.hash())?.[1] ?? "";

/** Runs a small analysis to its end. @param {Visit} visit */
async function run(visit, metres = 50) {
  const inputs = await bufferParks(visit, metres);
  await visit.element("result-table").waitFor();
  await visit.page.waitForFunction(() => location.hash.includes("job="));
  return { ...inputs, job: jobOf(visit) };
}

/** Holds the jobs of a page in a state that the server would soon leave. @param {Visit} visit @param {() => object | null} patch */
async function hold(visit, patch) {
  await visit.page.route(ONE_JOB, async (route) => {
    const held = route.request().method() === "GET" ? patch() : null;
    if (held === null) return route.continue();
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...held } });
  });
  // The first answer may tell of the end already.
  await visit.page.route(/\/execution$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...patch() } });
  });
}

test("a_planner_runs_an_analysis_shares_it_and_finds_it_again", async () => {
  const visit = await Visit.begin(browser);
  await asPlanner(visit);
  const { job } = await run(visit);
  await resultDrawn(visit, "fill");
  assert.match(await visit.element("provenance").innerText(), /version 1/, "it says which versions it read");
  await visit.screenshot("analysis-result-en");
  const [sent] = executions(visit);
  assert.equal(JSON.parse(sent.body).response, "document");
  const csv = await saved(visit, "download-csv");
  assert.equal(csv.name, "buffer.csv");
  assert.ok(csv.text.startsWith("\uFEFFid,"));
  await visit.element("share-result").click();
  assert.ok((await visit.element("share-link").inputValue()).includes(`job=${job}`));
  await visit.page.keyboard.press("Escape");
  await visit.element("share-link").waitFor({ state: "hidden" });

  await visit.open(`/${visit.hash()}`);
  await visit.element("result-table").waitFor();
  await resultDrawn(visit, "fill");
  assert.equal(executions(visit).length, 1, "it is looked at, not run again");

  await visit.element("analysis-jobs").click();
  const row = visit.page.locator(`[data-job="${job}"]`);
  await row.filter({ hasText: "Done" }).waitFor();
  assert.match(await row.innerText(), /expires on/);
  await visit.screenshot("analysis-jobs-en");
  await row.getByTestId("job-dismiss").click();
  await visit.element("confirm").click();
  await visit.page.locator(`.dismissed[data-job="${job}"]`).waitFor();
  assert.equal(jobOf(visit), "", "a result that is gone is in no link");
  await visit.end(DONE);
});

test("an_analysis_is_repeated_with_other_parameters", async () => {
  const visit = await Visit.begin(browser);
  await asPlanner(visit, "it");
  const { features, distance, job } = await run(visit, 75);
  await visit.open(`/${visit.hash()}`);
  await visit.element("result-table").waitFor();
  await visit.element("rerun").click();
  await visit.element("process-form").waitFor();
  assert.equal(await visit.element(`input-${features}-0-collection`).inputValue(), PARKS, "the form is that of the job");
  assert.equal(await visit.element(`input-${distance}`).inputValue(), "75");
  await visit.element(`input-${distance}`).fill("150");
  await visit.element("run").click();
  await visit.page.waitForFunction((former) => location.hash.includes("job=") && !location.hash.includes(former), job);
  await visit.element("result-table").waitFor();
  const inputs = executions(visit).map(({ body }) => JSON.parse(body).inputs[distance]);
  assert.deepEqual(inputs, [75, 150]);
  await visit.end(DONE);
});

test("a_job_shows_how_far_it_is_and_is_stopped", async () => {
  const visit = await Visit.begin(browser);
  await asPlanner(visit);
  let stopped = false;
  await hold(visit, () => (stopped ? null : { status: "running", progress: 42, message: "ring 42 of 100" }));
  await visit.page.route(ONE_JOB, (route) => {
    if (route.request().method() !== "DELETE") return route.fallback();
    stopped = true;
    return route.fulfill({ status: 200, json: {} });
  });
  await bufferParks(visit);
  await visit.element("run-state").filter({ hasText: "Running 42 %" }).waitFor();
  await visit.element("run-message").filter({ hasText: "ring 42 of 100" }).waitFor();
  assert.equal(await visit.element("run-progress").getAttribute("value"), "42");
  await visit.screenshot("analysis-progress-en");
  await visit.element("run-cancel").click();
  await visit.element("run-end").filter({ hasText: "The analysis was stopped" }).waitFor();
  assert.ok(stopped);
  const asked = visit.requests.length;
  await visit.element("rerun").click();
  await visit.element("process-form").waitFor();
  assert.ok(visit.requests.slice(asked).every(({ url }) => !ONE_JOB.test(url)), "it is no longer asked about");
  await visit.end(DONE);
});

test("a_lost_connection_is_said_and_survived", async () => {
  const visit = await Visit.begin(browser);
  await asPlanner(visit);
  let cut = true;
  await hold(visit, () => (cut ? { status: "running", progress: 10, message: "" } : null));
  await visit.page.route(ONE_JOB, (route) => (cut ? route.abort() : route.fallback()));
  await bufferParks(visit);
  await visit.element("run-lost").filter({ hasText: "The analysis goes on" }).waitFor();
  await visit.screenshot("analysis-lost-en");
  cut = false;
  await visit.element("run-retry").click();
  await visit.element("result-table").waitFor();
  assert.equal(await visit.element("run-lost").count(), 0);
  await visit.end({ ...DONE, expected: CUT });
});

test("what_the_server_refuses_is_said_beside_the_input", async () => {
  const [features, distance] = [await inputOf("buffer", takesFeatures), await inputOf("buffer", takesMetres)];
  const visit = await Visit.begin(browser);
  await asPlanner(visit);
  await visit.page.route(/\/execution$/, (route) =>
    route.fulfill({ status: 400, contentType: "application/problem+json", body: JSON.stringify({ title: "Bad", status: 400, detail: "An input is wrong.", errors: [{ input: distance, detail: `${distance}: too far for these data.` }] }) }),
  );
  await bufferParks(visit);
  await visit.element("form-problems").filter({ hasText: "Too far for these data." }).waitFor();
  await visit.page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "form-problems");
  assert.equal(await visit.element("form-refused").count(), 0, "what is said of the inputs is not said twice");
  await visit.element(`input-${distance}-problem`).filter({ hasText: "Too far for these data." }).waitFor();
  assert.equal(await visit.element(`input-${features}-0-collection`).inputValue(), PARKS, "nothing that was filled in is lost");
  await visit.element(`input-${distance}`).fill("20");
  await visit.element(`input-${distance}-problem`).waitFor({ state: "hidden" });
  await visit.end({ ...DONE, expected: /status of 400/ });
});

test("somebody_elses_analysis_is_not_shown", async () => {
  const planner = await Visit.begin(browser);
  await asPlanner(planner);
  const { job } = await run(planner);
  await planner.end(DONE);
  const visitor = await Visit.begin(browser);
  await visitor.open(`/#job=${job}&lang=en`);
  await visitor.element("run-end").or(visitor.element("analysis-sign-in")).waitFor();
  assert.equal(await visitor.element("result-table").count(), 0);
  await visitor.screenshot("analysis-of-others-en");
  await visitor.end({ expected: REFUSED });
});

test("a_result_of_points_is_coloured_by_the_column_that_somebody_chooses", async () => {
  const features = await inputOf("kernel-density", takesFeatures);
  const visit = await Visit.begin(browser);
  await asPlanner(visit);
  await choose(visit, "kernel-density");
  await visit.element(`input-${features}-0-collection`).selectOption("rho.scuole");
  await visit.element("run").click();
  await visit.element("legend").waitFor();
  await resultDrawn(visit, "fill");
  assert.equal(await visit.element("legend-column").inputValue(), "density");
  assert.ok((await visit.element("legend").locator("li").count()) > 1);
  await visit.screenshot("analysis-density-en");
  const color = () => visit.page.evaluate(() => JSON.stringify(window.civico.map.getPaintProperty("civico-result-fill", "fill-color")));
  const classes = await color();
  await visit.element("legend-column").selectOption("");
  await visit.page.waitForFunction((former) => JSON.stringify(window.civico.map.getPaintProperty("civico-result-fill", "fill-color")) !== former, classes);
  assert.equal(visit.requests.every(({ url }) => new URL(url).origin === ORIGIN || url.startsWith(PROVIDER)), true);
  await visit.end(DONE);
});
