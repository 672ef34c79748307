import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { behave, PROVIDER, signIn } from "../../identity.mjs";
import { APPROVER, CLERK, openRegister, press } from "../../register.mjs";
import { sampleAddress } from "../../server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
beforeEach(() => behave());
after(() => browser.close());

test("an_account_without_a_role_for_a_comune_does_not_see_the_register", async () => {
  for (const person of ["Dario Esempio", "Bruno Esempio", "Elena Esempio"]) {
    const visit = await Visit.begin(browser);
    await signIn(visit, person);
    await visit.open("/#lang=en");
    await visit.element("account").filter({ hasText: person }).waitFor();
    assert.equal(await visit.element("tab-register").count(), 0, person);
    assert.equal(visit.requests.some(({ url }) => /\/panel-[\w-]+\.js/.test(url)), false, "nor is it loaded");
    await visit.end({ through: PROVIDER });
  }
  const stranger = await Visit.begin(browser);
  await stranger.open("/#lang=en");
  await stranger.element("sign-in").waitFor();
  assert.equal(await stranger.element("tab-register").count(), 0);
  await stranger.end();
});

test("what_is_chosen_on_the_map_opens_in_the_register", async () => {
  const address = await sampleAddress();
  const visit = await Visit.begin(browser);
  await openRegister(visit, CLERK, `19/${address.point[1]}/${address.point[0]}`);
  const box = await visit.element("map").boundingBox();
  await visit.page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await visit.element("register-title").filter({ hasText: `${address.street} ${address.number}` }).waitFor();
  await visit.element("tab-details").click();
  await visit.element("search-input").fill(`${address.street} ${address.number} ${address.municipality}`);
  await visit.element("suggestion").first().click();
  await visit.element("open-register").click();
  await visit.element("tab-register").and(visit.page.locator("[aria-selected=true]")).waitFor();
  await visit.element("register-title").filter({ hasText: `${address.street} ${address.number}` }).waitFor();
  await visit.end({ through: PROVIDER, typed: [address.street] });
});

for (const lang of ["it", "en"]) {
  test(`the_worklist_speaks_${lang}`, async () => {
    const visit = await Visit.begin(browser);
    await openRegister(visit, APPROVER, "15/45.53200/9.05050", lang);
    await visit.element("worklist.numbers").filter({ hasText: lang === "it" ? "Numeri proposti" : "Proposed numbers" }).waitFor();
    await visit.drawn();
    await visit.screenshot(`register-worklist-${lang}`);
    await visit.end({ through: PROVIDER });
  });
}

test("the_keyboard_is_led_to_what_is_shown_and_a_person_who_went_on_is_not_called_back", async () => {
  const visit = await Visit.begin(browser);
  await openRegister(visit, CLERK);
  const focused = () => visit.page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).dataset.testid);
  await press(visit, "action-new-street");
  await visit.page.waitForFunction(() => document.activeElement?.id === "register-title");
  await press(visit, "form-cancel");
  await visit.page.waitForFunction(() => document.activeElement?.id === "register-title");

  // A machine so slow that the person is faster than the next frame.
  await visit.page.evaluate(() => {
    const draw = window.requestAnimationFrame.bind(window);
    /** @type {FrameRequestCallback[]} */
    const held = [];
    window.requestAnimationFrame = (frame) => held.push(frame);
    window.goOn = () => {
      window.requestAnimationFrame = draw;
      return new Promise((resolve) => draw((at) => {
        for (const frame of held) frame(at);
        draw(resolve);
      }));
    };
  });
  await press(visit, "action-new-street");
  await visit.element("street-name").focus();
  await visit.page.evaluate(() => window.goOn());
  assert.equal(await focused(), "street-name");
  await visit.end({ through: PROVIDER });
});
