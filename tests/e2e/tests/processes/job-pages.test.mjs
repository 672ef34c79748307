import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { behave, PROVIDER } from "../../identity.mjs";
import { asPlanner, focused } from "../../processes.mjs";

const FIRST = /\/ogc\/jobs\?limit=\d+$/;

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

/** Has the server do something small so many times, in the name of whoever is signed in. @param {Visit} visit @param {number} count */
async function work(visit, count) {
  await visit.page.evaluate(async (most) => {
    const { csrf } = await (await fetch("/rest/identity/v1/me")).json();
    const headers = { "content-type": "application/json", "x-csrf-token": csrf, prefer: "respond-async" };
    for (let at = 0; at < most; at += 1) {
      const answer = await fetch("/ogc/processes/echo/execution", { method: "POST", headers, body: JSON.stringify({ inputs: { message: String(at) } }) });
      if (answer.status !== 201) throw new Error(`the job is answered with ${answer.status}`);
      const path = new URL(answer.headers.get("location") ?? "").pathname;
      for (let status = "accepted"; status === "accepted" || status === "running"; ) status = (await (await fetch(path)).json()).status;
    }
  }, count);
}

/** Ids of the jobs that are shown. @param {Visit} visit */
const shown = (visit) => visit.element("job").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-job")));

test("earlier_analyses_are_read_on_demand_and_stay_while_the_list_is_read_anew", async () => {
  const visit = await Visit.begin(browser);
  await asPlanner(visit);
  await work(visit, 5);
  let running = true;
  // Small pages, and a latest job that goes on for as long as the test wants.
  await visit.page.route(FIRST, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(/limit=\d+/, "limit=2") });
    const page = await response.json();
    if (running) Object.assign(page.jobs[0], { status: "running", progress: 30 });
    await route.fulfill({ response, json: page });
  });
  await visit.element("analysis-jobs").click();
  await visit.element("jobs-shown").filter({ hasText: "the latest 2" }).waitFor();
  const first = await shown(visit);
  await visit.element("jobs-more").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("jobs-shown").filter({ hasText: "the latest 4" }).waitFor();
  const all = await shown(visit);
  assert.equal(new Set(all).size, 4);
  assert.deepEqual(all.slice(0, 2), first, "the earlier ones are behind the latest");
  await visit.page.waitForFunction((id) => document.activeElement?.closest("[data-job]")?.getAttribute("data-job") === id, all[2]);
  assert.equal(await focused(visit), "job-open", "the keyboard is at the first that was added");
  await visit.screenshot("analysis-jobs-more-en");

  await visit.page.waitForResponse((response) => FIRST.test(response.url()));
  running = false;
  await visit.page.locator(`.successful[data-job="${all[0]}"]`).waitFor();
  assert.deepEqual(await shown(visit), all, "what was loaded is there still");
  assert.equal(await visit.page.evaluate(() => document.activeElement?.closest("[data-job]")?.getAttribute("data-job")), all[2], "and the keyboard where it was");

  await visit.page.locator(`[data-job="${all[3]}"]`).getByTestId("job-dismiss").click();
  await visit.element("confirm").click();
  await visit.page.locator(`.dismissed[data-job="${all[3]}"]`).waitFor();
  assert.deepEqual(await shown(visit), all, "one that is not among the latest changes too");
  await visit.end({ through: PROVIDER });
});

test("that_earlier_analyses_cannot_be_read_is_said_and_tried_again", async () => {
  const visit = await Visit.begin(browser);
  await asPlanner(visit, "it");
  await work(visit, 3);
  let broken = true;
  await visit.page.route(FIRST, (route) => route.continue({ url: route.request().url().replace(/limit=\d+/, "limit=2") }));
  await visit.page.route(/\/ogc\/jobs\?.*before=/, (route) => (broken ? route.fulfill({ status: 503, json: {} }) : route.continue()));
  await visit.element("analysis-jobs").click();
  await visit.element("jobs-more").filter({ hasText: "Mostra altre" }).click();
  await visit.element("jobs-more-problem").waitFor();
  assert.equal((await shown(visit)).length, 2, "what is there stays");
  broken = false;
  await visit.element("jobs-more").click();
  await visit.element("jobs-more-problem").waitFor({ state: "detached" });
  await visit.page.waitForFunction(() => document.querySelectorAll("[data-testid=job]").length > 2);
  await visit.end({ through: PROVIDER, expected: /status of 503/ });
});
