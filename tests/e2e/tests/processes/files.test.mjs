import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, PHONE, Visit } from "../../browser.mjs";
import { behave, PROVIDER } from "../../identity.mjs";
import { asPlanner, choose, executions, focused, inputOf, openAnalysis, parks, takesFeatures, takesMetres } from "../../processes.mjs";
import { sampleAddress } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

/** Gives a file to an input. @param {Visit} visit @param {string} begin @param {string} name @param {string | Buffer} content */
async function give(visit, begin, name, content) {
  await visit.element(`${begin}-file-chooser`).setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(content) });
}

/** Opens the form of a process, and says that a file comes in the place of its layer. @param {Visit} visit @param {string} process */
async function withFile(visit, process) {
  const begin = `input-${await inputOf(process, takesFeatures)}-0`;
  await choose(visit, process);
  await visit.element(`${begin}-file`).check();
  return begin;
}

/** @param {Visit} visit @param {string} begin @param {string | RegExp} words */
const refused = (visit, begin, words) => visit.element(`${begin}-file-problem`).filter({ hasText: words }).waitFor();

test("a_planners_table_of_addresses_is_geocoded_at_once_and_not_kept", async () => {
  const { street, number, municipality } = await sampleAddress();
  const visit = await Visit.begin(browser);
  await asPlanner(visit, "it");
  const begin = await withFile(visit, "geocode-table");
  const line = `Città;Indirizzo;Nota\r\n${municipality};"${street} ${number}, ${municipality}";perché sì\r\nRho;;vuota\r\n`;
  await give(visit, begin, "sedi.csv", Buffer.from(line, "latin1"));
  await visit.element(`${begin}-file-count`).filter({ hasText: "Righe: 2 · colonne: 3" }).waitFor();
  await visit.page.waitForFunction((id) => document.activeElement?.getAttribute("data-testid") === id, `${begin}-file-name`);
  assert.match(await visit.element("file-preview").innerText(), /perché sì/, "letters are read as they were written");
  assert.equal(await visit.element("input-address").inputValue(), "Indirizzo", "the column is recognised");
  const offered = await visit.element("input-municipality").locator("option").evaluateAll((options) => options.map((option) => option.getAttribute("value")));
  assert.deepEqual(offered, ["", "Città", "Indirizzo", "Nota"], "columns are those of the file");
  await visit.screenshot("analysis-file-it");
  const [answer] = await Promise.all([visit.page.waitForResponse(/\/execution$/), visit.element("run").click()]);
  assert.equal(answer.status(), 200, "there is no job that would keep the addresses");
  await visit.element("result-table").waitFor();
  assert.match(await visit.element("result-table").innerText(), /Precisione[^]*\bcivico\b/, "what was found is said in words");
  await visit.screenshot("analysis-file-result-it");
  const sent = JSON.parse(executions(visit)[0].body).inputs;
  assert.deepEqual(sent.features.features.map((/** @type {any} */ { geometry, properties }) => [geometry, properties.Nota]), [[null, "perché sì"], [null, "vuota"]]);
  assert.equal(visit.hash().includes("job="), false);

  await visit.element("rerun").click();
  await visit.element(`${begin}-file-count`).waitFor();
  await visit.element(`${begin}-file-remove`).click();
  await visit.page.waitForFunction((id) => document.activeElement?.getAttribute("data-testid") === id, `${begin}-file-chooser`);
  await visit.element("run").click();
  await visit.element("form-problems").filter({ hasText: "Scegli un file." }).waitFor();
  assert.equal(executions(visit).length, 1);
  await visit.end({ through: PROVIDER, typed: [`${street} ${number}`] });
});

test("a_table_that_will_not_do_is_said_why_and_may_be_read_otherwise", async () => {
  const visit = await Visit.begin(browser);
  await openAnalysis(visit);
  const begin = await withFile(visit, "geocode-table");
  assert.match(await visit.element(`${begin}-file-drop`).innerText(), /At most 20,000 rows or features, and 16\.8 MB/, "limits are said before");
  await give(visit, begin, "empty.csv", "");
  await refused(visit, begin, "contains no rows");
  assert.equal(await focused(visit), `${begin}-file-chooser`);
  await give(visit, begin, "table.xlsx", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
  await refused(visit, begin, "CSV UTF-8");
  await give(visit, begin, "long.csv", `address\n${"Via Dante 1\n".repeat(20_001)}`);
  await refused(visit, begin, "more than 20,000 rows");
  await visit.screenshot("analysis-file-refused-en");
  await give(visit, begin, "many.csv", `address\n${"Via Dante 1\n".repeat(10_001)}`);
  await visit.element(`${begin}-file-many`).filter({ hasText: "more than 10,000 rows" }).waitFor();
  await visit.element(`${begin}-file-remove`).click();

  await give(visit, begin, "numbers.csv", "1;2\n3;4\n");
  await visit.element(`${begin}-file-unnamed`).waitFor();
  await visit.element(`${begin}-file-named`).check();
  await visit.element(`${begin}-file-count`).filter({ hasText: "Rows: 1 · columns: 2" }).waitFor();
  await visit.element(`${begin}-file-remove`).click();
  await give(visit, begin, "list.csv", "name;address,note\nTown hall;Via Dante 1,old\n");
  await visit.element("input-street").selectOption("name");
  await visit.element(`${begin}-file-delimiter`).selectOption(",");
  await visit.element("file-preview").getByRole("columnheader", { name: "name;address" }).waitFor();
  assert.equal(await visit.element("input-street").inputValue(), "", "a column that is no longer there is not sent");
  await visit.end();
});

test("geojson_of_ones_own_is_analysed_and_anything_else_refused", async () => {
  const distance = await inputOf("buffer", takesMetres);
  const visit = await Visit.begin(browser);
  await openAnalysis(visit, "it");
  const begin = await withFile(visit, "buffer");
  await give(visit, begin, "sedi.csv", "via;numero\nVia Dante;1\n");
  await refused(visit, begin, "Qui serve un file GeoJSON");
  await give(visit, begin, "x.geojson", "{");
  await refused(visit, begin, "non è GeoJSON valido");
  await give(visit, begin, "metri.geojson", JSON.stringify({ type: "Point", coordinates: [503_000, 5_042_000] }));
  await refused(visit, begin, "Le coordinate non sono gradi");
  const point = { type: "Point", coordinates: await parks() };
  await give(visit, begin, "punti.geojson", JSON.stringify({ type: "FeatureCollection", features: [1, 2].map((n) => ({ type: "Feature", geometry: point, properties: { n } })) }));
  await visit.element(`${begin}-file-count`).filter({ hasText: "Elementi: 2" }).waitFor();
  await visit.element(`input-${distance}`).fill("30");
  await visit.screenshot("analysis-geojson-it");
  await visit.element("run").click();
  await visit.element("result-table").waitFor();
  assert.equal(await visit.element("result-table").locator("tbody tr").count(), 2);
  await visit.end();
});

test("a_file_finds_room_on_the_narrowest_phone", async () => {
  const visit = await Visit.begin(browser, { viewport: { ...PHONE, width: 320 }, phone: true });
  await openAnalysis(visit, "it");
  const begin = await withFile(visit, "geocode-table");
  const header = Array.from({ length: 12 }, (_, at) => `colonna_lunga_${at}`);
  await give(visit, begin, "un-elenco-di-sedi-con-un-nome-davvero-molto-lungo.csv", `${header.join(";")}\n${header.map(() => "valore").join(";")}\n`);
  await visit.element("file-preview").waitFor();
  await visit.screenshot("analysis-file-320");
  assert.equal(await visit.page.evaluate(() => document.documentElement.scrollWidth), 320, "nothing makes the page wider than the screen");
  await visit.end();
});
