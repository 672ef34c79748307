import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, Visit } from "../../browser.mjs";
import { behave, me, PROVIDER, sessionCookie, throughSecond } from "../../identity.mjs";
import { SECOND, startSecond } from "../../second-server.mjs";

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => void (browser = await launch()));
after(() => browser.close());

const OF_PROVIDER = "CIVICO_IDENTITY__PROVIDER__";
/** How a server proves itself at the provider: what each way asks for beside what the first server has. */
const WAYS = {
  "client-secret-post": { [`${OF_PROVIDER}CLIENT_ID`]: "civico-post" },
  "private-key-jwt": {
    [`${OF_PROVIDER}CLIENT_ID`]: "civico-jwt",
    [`${OF_PROVIDER}PRIVATE_KEY_FILE`]: process.env.CIVICO_E2E_CLIENT_KEY ?? "",
    [`${OF_PROVIDER}PRIVATE_KEY_ID`]: "civico",
  },
};

for (const [way, settings] of Object.entries(WAYS)) {
  test(`a_person_signs_in_on_a_server_that_proves_itself_by_${way}`, async () => {
    const stop = await startSecond({ ...settings, [`${OF_PROVIDER}AUTHENTICATION`]: way });
    try {
      await behave();
      const visit = await Visit.begin(browser);
      await throughSecond(visit, "Anna Esempio");
      await visit.element("overview").waitFor();
      assert.equal((await me(visit)).account, "anna@example.org");
      await visit.element("account").click();
      await visit.element("sign-out").click();
      await visit.page.getByRole("heading", { name: "Provider: sign out" }).waitFor();
      await visit.end({ through: [PROVIDER, SECOND] });
    } finally {
      await stop();
    }
  });
}

test("a_server_with_another_secret_than_the_provider_knows_signs_nobody_in", async () => {
  const settings = { [`${OF_PROVIDER}AUTHENTICATION`]: "client-secret-post", [`${OF_PROVIDER}CLIENT_SECRET`]: "another" };
  const stop = await startSecond({ ...WAYS["client-secret-post"], ...settings });
  try {
    await behave();
    const visit = await Visit.begin(browser);
    await throughSecond(visit, "Anna Esempio");
    await visit.element("sign-in-error").waitFor();
    assert.equal(await sessionCookie(visit), undefined);
    await visit.end({ through: [PROVIDER, SECOND] });
  } finally {
    await stop();
  }
});
