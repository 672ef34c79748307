import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { holds, launch, Visit } from "../browser.mjs";
import { distinct, drawn, link } from "../map.mjs";
import { get, sampleAddress } from "../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

const PROBLEM = {
  status: 503,
  contentType: "application/problem+json",
  body: JSON.stringify({ type: "about:blank", title: "Service Unavailable", status: 503, detail: "The database does not answer." }),
};
/** Chromium itself notes on the console that an answer was an error. */
const REFUSED = /status of 503/;

test("what_does_not_exist_is_said_to_be_not_found", async () => {
  const typed = "qwxzk vjqqpt 99999";
  const visit = await Visit.begin(browser);
  await visit.open("/#lang=en");
  await visit.element("search-input").pressSequentially(typed);
  await visit.element("search-empty").filter({ hasText: "No results" }).waitFor();
  assert.equal(await visit.element("suggestion").count(), 0);
  await visit.screenshot("nothing-found");
  await visit.end({ typed: [typed, "qwxzk"] });
});

test("a_search_that_fails_says_so_and_can_be_tried_again", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/#lang=en");
  await visit.page.route("**/rest/geocoder/**", (route) => route.fulfill(PROBLEM));
  await visit.element("search-input").pressSequentially("Rho");
  await visit.element("search-failed").filter({ hasText: "The search is not available" }).waitFor();
  await visit.screenshot("search-failed");
  await visit.page.unroute("**/rest/geocoder/**");
  await visit.element("search-failed").getByRole("button").click();
  await visit.element("suggestion").first().filter({ hasText: "Rho" }).waitFor();
  await visit.end({ expected: REFUSED });
});

test("a_server_without_its_database_shows_messages_and_recovers", async () => {
  const visit = await Visit.begin(browser);
  await visit.page.route(/\/(rest|ogc|tiles)\//, (route) => route.fulfill(PROBLEM));
  await visit.open("/#lang=en", { map: false });
  await visit.element("notice").filter({ hasText: "The map is not available" }).waitFor();
  await visit.element("catalog-failed").waitFor();
  await visit.screenshot("server-failed");
  await visit.page.unroute(/\/(rest|ogc|tiles)\//);
  await visit.element("notice").getByRole("button").click();
  await visit.drawn();
  assert.equal(await visit.element("notice").count(), 0);
  await visit.element("theme").first().waitFor();
  await visit.end({ expected: REFUSED });
});

test("tiles_that_fail_are_told", async () => {
  const visit = await Visit.begin(browser);
  await visit.page.route(/\/tiles\/[^/]+\/\d+\//, (route) => route.fulfill(PROBLEM));
  await visit.open("/#lang=en", { map: false });
  await visit.element("notice").filter({ hasText: "Some parts of the map" }).waitFor();
  await visit.end({ expected: REFUSED });
});

test("a_link_that_makes_no_sense_opens_the_whole_territory", async () => {
  const visit = await Visit.begin(browser);
  await visit.open("/#map=abc/999&layers=%%%,no.such&sel=addresses/<b>x</b>");
  assert.equal(distinct(await drawn(visit, ["municipality-fill"]), "istat_code").size, 133);
  await visit.element("map.zoomIn").click();
  await visit.page.waitForFunction(() => /^#map=\d/.test(location.hash));
  assert.doesNotMatch(visit.hash(), /no\.such|<b>|%/, "and is tidied with the first move");
  await visit.end();
});

test("what_is_typed_goes_into_bodies_and_into_no_url", async () => {
  const address = await sampleAddress();
  const words = `${address.street} ${address.number}, ${address.municipality}`;
  const visit = await Visit.begin(browser);
  await visit.open(link(13, address.point));
  await visit.element("search-input").pressSequentially(words);
  await visit.element("suggestion").first().filter({ hasText: address.street }).waitFor();
  await visit.element("search-submit").click();
  await visit.page.waitForFunction(() => location.hash.includes("sel="));
  await visit.drawn();
  const asked = visit.requests.filter(({ url }) => url.includes("/rest/geocoder/"));
  assert.ok(asked.some(({ body }) => holds(body, words)), "the words are in a body");
  assert.ok(asked.every(({ method }) => method === "POST"), "the geocoder is asked by POST only");
  assert.ok(visit.requests.some(({ url }) => url.includes("/tiles/addresses/")), "requests of the map are noted too");
  await visit.end({ typed: [words, address.street, `${address.street} ${address.number}`] });
});

test("no_text_of_the_server_mentions_another_host", async () => {
  const style = JSON.stringify(await get("/ogc/styles/base?f=mapbox&lang=it"));
  const hosts = [...style.matchAll(/https?:\/\/([^/"\\]+)/g)].map(([, host]) => host);
  assert.deepEqual(hosts.filter((host) => host !== new URL(process.env.CIVICO_E2E_URL ?? "").host), []);
});
