import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch, PHONE, Visit } from "../browser.mjs";
import { drawn } from "../map.mjs";
import { sampleAddress } from "../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

const PERSON = "Perché Segretissimo";
const RESULT = "latitude;longitude;result_label;result_score;result_score_next;result_type;result_id;result_housenumber;result_street;result_city;result_citycode;result_postcode;result_state;result_uncertainty_m;result_ambiguous;result_faults;result_method;result_anncsu_street;result_anncsu_access;result_certification;result_seq;result_error";

/** Opens the panel by the keyboard. @param {Visit} visit */
async function openPanel(visit, lang = "en") {
  await visit.open(`/#lang=${lang}`);
  await visit.element("civico-geocode-file").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("batch-drop").waitFor();
  assert.equal(await visit.page.evaluate(() => document.activeElement?.id), "geocode-heading", "the panel has the focus");
  for (const stop of ["geocode-close", "batch-chooser"]) {
    await visit.page.keyboard.press("Tab");
    assert.equal(await visit.page.evaluate(() => document.activeElement?.getAttribute("data-testid")), stop);
  }
}

/** @param {Visit} visit @param {string} name @param {Buffer} buffer */
function choose(visit, name, buffer) {
  return visit.element("batch-chooser").setInputFiles({ name, mimeType: "text/csv", buffer });
}

/** What a button gives to be saved. @param {Visit} visit @param {string} id */
async function saved(visit, id) {
  const [download] = await Promise.all([visit.page.waitForEvent("download"), visit.element(id).click()]);
  const text = (await readFile(await download.path())).toString("utf8");
  return { name: download.suggestedFilename(), mark: text.startsWith("\uFEFF"), lines: text.replace("\uFEFF", "").trim().split("\r\n") };
}

test("an_office_gets_its_file_back_with_places_and_sees_them_and_what_is_to_be_checked", async () => {
  const { street, number, municipality, id, point } = await sampleAddress();
  const rows = [`Nome;Via;Civico;Città`, `${PERSON};${street};${number};${municipality}`, `${PERSON};${street};9999;${municipality}`, `${PERSON};Via Che Non Esiste Affatto;1;${municipality}`, `"${PERSON}; bis";"";"";""`];
  const visit = await Visit.begin(browser);
  await openPanel(visit);
  await choose(visit, "Elenco utenti.csv", Buffer.from(`${rows.join("\r\n")}\r\n`, "latin1"));
  await visit.element("batch-preview").waitFor();
  assert.equal(await visit.element("batch-encoding").inputValue(), "windows-1252");
  assert.equal(await visit.element("batch-delimiter").inputValue(), ";");
  const roles = await Promise.all([0, 1, 2, 3].map((at) => visit.element(`batch-role-${at}`).inputValue()));
  assert.deepEqual(roles, ["none", "street", "number", "municipality"]);
  await visit.element("batch-asked").filter({ hasText: `${street}, ${number}, ${municipality}` }).waitFor();
  await visit.screenshot("geocode-preview-en");
  await visit.element("batch-start").focus();
  await visit.page.keyboard.press("Enter");
  await visit.element("batch-end").filter({ hasText: "Done: 4 rows." }).waitFor();

  assert.equal(await visit.page.evaluate(() => document.activeElement?.getAttribute("data-testid")), "batch-end", "how it ended has the focus");
  assert.match(await visit.element("batch-matched").innerText(), /^1\b/);
  await visit.element("batch-rejects").filter({ hasText: "it is the nearest number in the register" }).waitFor();
  await visit.page.waitForFunction(() => window.civico.map.getLayer("civico-batch-matched") && !window.civico.map.isMoving());
  await visit.drawn();
  assert.ok((await drawn(visit, ["civico-batch-matched"])).length > 0, "the place is on the map");
  await visit.screenshot("geocode-result-en");

  const result = await saved(visit, "batch-download");
  assert.deepEqual([result.name, result.mark, result.lines.length], ["Elenco utenti-geocoded.csv", true, 5]);
  assert.equal(result.lines[0], `Nome;Via;Civico;Città;${RESULT}`);
  const cells = result.lines[1].split(";");
  assert.deepEqual(cells.slice(0, 4), [PERSON, street, number, municipality]);
  assert.ok(Math.abs(Number(cells[4]) - point[1]) < 1e-4 && Math.abs(Number(cells[5]) - point[0]) < 1e-4, "latitude comes before longitude");
  assert.equal(cells[10], id);
  const rejects = await saved(visit, "batch-download-rejects");
  assert.equal(rejects.name, "Elenco utenti-to-check.csv");
  assert.deepEqual(rejects.lines.slice(1).map((line) => line.split(";")[0]), ["2", "3", "4"]);

  const sent = visit.requests.filter(({ url }) => url.includes("/geocoder/v1/batch"));
  assert.equal(sent.length, 1);
  assert.equal(new URL(sent[0].url).search, "?delimiter=%2C&encoding=utf-8&street=street&number=number&municipality=municipality");
  assert.ok(visit.requests.every(({ body }) => !body.includes("Segretissimo")), "what is no address stays here");
  await visit.element("batch-show").first().click();
  await visit.end({ typed: [street, PERSON, "Che Non Esiste"] });
});

test("a_file_is_dropped_and_what_was_guessed_wrong_is_chosen_otherwise", async () => {
  const { street, number, municipality } = await sampleAddress();
  const visit = await Visit.begin(browser);
  await openPanel(visit, "it");
  await visit.screenshot("geocode-empty-it");
  await visit.page.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "senza-nomi.csv"));
    document.querySelector("[data-testid=batch-drop]")?.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, `1|${street} ${number}\n2|${street} ${number}\n`);
  await visit.element("batch-plan").filter({ hasText: "Scegli la colonna con l'indirizzo intero" }).waitFor();
  assert.equal(await visit.element("batch-delimiter").inputValue(), "|");
  await visit.element("batch-start").click({ force: true });
  assert.equal(await visit.element("batch-progress").count(), 0, "nothing begins without an address");
  await visit.element("batch-named").uncheck();
  await visit.element("batch-role-1").selectOption("address");
  await visit.element("batch-municipality").fill(municipality);
  await visit.element("batch-asked").filter({ hasText: `${street} ${number}, ${municipality}` }).first().waitFor();
  await visit.element("batch-start").click();
  await visit.element("batch-end").filter({ hasText: "Finito: 2 righe." }).waitFor();
  assert.match(await visit.element("batch-matched").innerText(), /^2\b/);
  assert.equal(await visit.element("batch-rejects").count(), 0);
  await visit.screenshot("geocode-result-it");
  await visit.element("batch-other").click();
  await visit.element("batch-drop").waitFor();
  await visit.end({ typed: [street] });
});

test("a_long_file_shows_how_far_it_is_and_can_be_cancelled", async () => {
  const { street, number, municipality } = await sampleAddress();
  const visit = await Visit.begin(browser);
  await openPanel(visit);
  await choose(visit, "long.csv", Buffer.from(`indirizzo\n${`"${street} ${number}, ${municipality}"\n`.repeat(60_000)}`));
  await visit.element("batch-start").click();
  await visit.element("batch-rate").filter({ hasText: /Rows done: [1-9]/ }).waitFor();
  await visit.screenshot("geocode-progress-en");
  await visit.element("geocode-close").click();
  await visit.element("tab-layers").waitFor();
  await visit.element("civico-geocode-file").click();
  await visit.element("batch-cancel").click();
  await visit.element("batch-end").filter({ hasText: "Cancelled after" }).waitFor();
  const { lines } = await saved(visit, "batch-download");
  assert.ok(lines.length > 1 && lines.length < 60_001, `${lines.length} lines`);
  await visit.end({ typed: [street] });
});

test("what_is_no_table_of_text_is_refused_with_the_way_out", async () => {
  const visit = await Visit.begin(browser);
  await openPanel(visit);
  await choose(visit, "elenco.xlsx", Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]));
  await visit.element("batch-problem").filter({ hasText: "CSV UTF-8" }).waitFor();
  await choose(visit, "vuoto.csv", Buffer.from("indirizzo\n"));
  await visit.element("batch-problem").filter({ hasText: "holds no rows" }).waitFor();
  assert.equal(visit.requests.some(({ url }) => url.includes("batch")), false);
  await visit.end();
});

for (const width of [PHONE.width, 320]) {
  test(`a_file_is_geocoded_on_a_screen_of_${width}_pixels`, async () => {
    const { street, number, municipality } = await sampleAddress();
    const visit = await Visit.begin(browser, { viewport: { ...PHONE, width }, phone: true });
    await openPanel(visit, "it");
    await visit.screenshot(`geocode-empty-${width}`);
    await choose(visit, "elenco.csv", Buffer.from(`nome,indirizzo,comune\nA,"${street} ${number}",${municipality}\nB,Via Che Non Esiste Affatto 3,${municipality}\n`));
    await visit.element("batch-preview").waitFor();
    await visit.screenshot(`geocode-preview-${width}`);
    await visit.element("batch-start").click();
    await visit.element("batch-end").waitFor();
    const wide = await visit.page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(wide, width, "nothing makes the page wider than the screen");
    await visit.screenshot(`geocode-result-${width}`);
    await visit.end({ typed: [street] });
  });
}
