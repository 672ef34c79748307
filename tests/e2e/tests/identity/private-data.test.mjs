import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { actFor, behave, me, PROVIDER, RHO, signIn } from "../../identity.mjs";
import { layers } from "../../map.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

const ID = "rho.parchi";
const MAP = `/#map=13/45.53/9.04&layers=${ID}&lang=en`;
const SEGRATE = "015205";

/** Says who sees the parks, as the page of a publisher would. @param {Visit} visit @param {string} visibility */
async function show(visit, visibility) {
  const { csrf } = await me(visit);
  const status = await visit.page.evaluate(
    async ([path, token, body]) => {
      const headers = { "content-type": "application/json", "x-csrf-token": token };
      return (await fetch(path, { method: "PATCH", headers, body })).status;
    },
    [`/rest/catalog/v1/datasets/${ID}`, csrf, JSON.stringify({ visibility })],
  );
  assert.equal(status, 204);
}

/** @param {Visit} visit */
const isDrawn = async (visit) => (await layers(visit)).some((layer) => layer.startsWith(`${ID}/`));

test("a_private_dataset_is_on_the_map_of_its_ente_only", async () => {
  const anna = await Visit.begin(browser);
  await signIn(anna, "Anna Esempio");
  await actFor(anna, RHO);
  await show(anna, "private");
  try {
    const stranger = await Visit.begin(browser);
    await stranger.open(MAP);
    assert.equal(await isDrawn(stranger), false);
    await stranger.page.locator("#layer-filter").fill("Rho");
    assert.equal(await stranger.element(`layer-${ID}`).count(), 0, "it is not even listed");
    await stranger.end();

    await anna.open(MAP);
    await anna.page.waitForFunction((layer) => window.civico.map.queryRenderedFeatures({ layers: [layer] }).length > 0, `${ID}/fill`);
    await anna.element(`active-${ID}`).filter({ hasText: "private" }).waitFor();
    await anna.screenshot("identity-private-data");
    await actFor(anna, SEGRATE);
    await anna.page.waitForFunction((layer) => !window.civico.map.getLayer(layer), `${ID}/fill`);
    assert.equal(await anna.element(`active-${ID}`).count(), 0, "it goes away with the ente");
  } finally {
    await actFor(anna, RHO);
    await show(anna, "public");
  }
  await anna.end({ through: PROVIDER });
});
