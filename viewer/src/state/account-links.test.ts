import { describe, expect, it } from "vitest";
import { pageOf, pagePath, providerPath, returnPath, signedOutUrl, signInPath, strongerPath } from "./account-links";
import { ACCOUNT_PAGES } from "./permissions";

const ORIGIN = "https://portale.example";

describe("the way back after a sign-in", () => {
  it.each(["/", "/account/keys?lang=en", "/#map=12/45.5/9.1&layers=rho.parchi&lang=it"])("goes to %s", (path) => {
    expect(returnPath(path, ORIGIN)).toBe(path);
  });

  it.each([
    null,
    "",
    "account",
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example",
    " //evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "@evil.example",
  ])("never leads to another site: %j", (path) => {
    expect(returnPath(path, ORIGIN)).toBe("/");
  });

  it.each(["/account/sign-in?return_to=/", "/sign-in", "/sign-in/callback?code=x", "/sign-out", "/x/../sign-in"])("never leads back to a door: %s", (path) => {
    expect(returnPath(path, ORIGIN)).toBe("/");
  });

  it("goes through both sign-ins unharmed", () => {
    const path = "/#map=12/45.5/9.1&layers=a,b&lang=it";
    for (const link of [signInPath(path, "en"), providerPath(path)]) {
      expect(new URL(link, ORIGIN).searchParams.get("return_to")).toBe(path);
    }
    const stronger = new URL(strongerPath("https://www.spid.gov.it/SpidL2", path), ORIGIN).searchParams;
    expect([stronger.get("acr"), stronger.get("return_to")]).toEqual(["https://www.spid.gov.it/SpidL2", path]);
    expect(new URL(signInPath("/", "en"), ORIGIN).searchParams.get("lang")).toBe("en");
  });
});

describe("addresses of the account's pages", () => {
  it.each(ACCOUNT_PAGES)("%s is found again", (page) => {
    const { pathname } = new URL(pagePath(page, "it"), ORIGIN);
    expect(pageOf(pathname)).toBe(page);
  });

  it("other addresses are no page", () => {
    expect(pageOf("/account/")).toBe("overview");
    expect(pageOf("/account/sign-in")).toBe("sign-in");
    expect(pageOf("/account/nothing")).toBeNull();
    expect(pageOf("/account/keys/7")).toBeNull();
  });
});

describe("the way out", () => {
  it("leads to the start page or to the provider, never into a script", () => {
    expect(signedOutUrl("/", ORIGIN)).toBe(`${ORIGIN}/`);
    expect(signedOutUrl("https://idp.example/session/end?id_token_hint=x", ORIGIN)).toBe("https://idp.example/session/end?id_token_hint=x");
    expect(signedOutUrl("javascript:alert(1)", ORIGIN)).toBe("/");
    expect(signedOutUrl("http://[", ORIGIN)).toBe("/");
  });
});
