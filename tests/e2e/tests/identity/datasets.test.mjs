import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, ORIGIN, Visit } from "../../browser.mjs";
import { actFor, administer, ask, atOnce, behave, PROVIDER, signIn } from "../../identity.mjs";
import { get } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const ID = "rho.parchi";
const DATASETS = "/account/datasets?lang=en";
const CATALOG = "/rest/catalog/v1/datasets?limit=1000";
const SEGRATE = "015205";
const DONE = { through: PROVIDER };

const isListed = ({ items }) => items.some((/** @type {any} */ item) => item.id === ID);

/** What a stranger gets of it: entry of the catalogue, items, description of the tiles. */
async function forStrangers() {
  const answers = await Promise.all([`/ogc/collections/${ID}/items?limit=1&f=json`, `/tiles/${ID}`].map((path) => fetch(ORIGIN + path)));
  await Promise.all(answers.map((answer) => answer.arrayBuffer()));
  return [isListed(await get(CATALOG)), ...answers.map(({ status }) => status)].join(" ");
}
const HIDDEN = "false 404 404";
const SHOWN = "true 200 200";

/** Says in the page who sees the parks. @param {Visit} visit @param {string} visibility */
async function show(visit, visibility) {
  await visit.element(`change-${ID}`).click();
  await visit.element(`choose-${visibility}`).check();
  await visit.element("set-visibility").click();
  await visit.element("done").filter({ hasText: `now ${visibility}` }).waitFor();
}

test("a_dataset_made_private_disappears_for_strangers_at_once_and_comes_back", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", DATASETS);
  assert.equal(await forStrangers(), SHOWN);
  await show(visit, "private");
  await atOnce(async () => (await forStrangers()) === HIDDEN);
  await visit.element(`visibility-${ID}`).filter({ hasText: "private" }).waitFor();
  assert.ok(isListed((await ask(visit, CATALOG)).body), "its own ente sees it");
  await visit.screenshot("identity-dataset-private");
  assert.equal(await visit.page.evaluate(() => document.activeElement?.getAttribute("data-testid")), `change-${ID}`, "the focus comes back");

  await show(visit, "public");
  await atOnce(async () => (await forStrangers()) === SHOWN);
  await visit.end(DONE);
});

test("a_dataset_is_shared_with_the_enti_that_are_chosen", async () => {
  const visit = await Visit.begin(browser);
  await administer(visit, "Anna Esempio", DATASETS);
  await visit.element(`change-${ID}`).click();
  await visit.element("choose-shared").check();
  await visit.element("set-visibility").click();
  await visit.element("missing-enti").waitFor();
  await visit.element("shared-filter").fill("segr");
  await visit.element(`shared-${SEGRATE}`).check();
  await visit.element("shared-filter").fill("");
  await visit.screenshot("identity-dataset-shared");
  await visit.element("set-visibility").click();
  try {
    await visit.element("done").filter({ hasText: "now shared" }).waitFor();
    await atOnce(async () => (await forStrangers()) === HIDDEN);
    await actFor(visit, SEGRATE);
    assert.ok(isListed((await ask(visit, CATALOG)).body), "the other ente sees it");
    await actFor(visit, "015182");
  } finally {
    await visit.open(DATASETS, { map: false });
    await show(visit, "public");
  }
  await visit.end(DONE);
});

test("only_publishers_say_who_sees_a_dataset", async () => {
  const visit = await Visit.begin(browser);
  await signIn(visit, "Carla Esempio", "/account/datasets?lang=en");
  await visit.element("refused").filter({ hasText: "Publisher" }).waitFor();
  assert.equal(await visit.element("nav-datasets").count(), 0);
  await visit.end(DONE);
});
