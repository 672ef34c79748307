/** A real browser, and visits of a page that note everything a page must not do. */
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";

/** @typedef {import("playwright-core").Page} Page */

/** Generous: the machine may be slow and busy. No test sleeps, each waits for a condition. */
export const PATIENCE_MS = 60_000;
export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export const ORIGIN = new URL(required("CIVICO_E2E_URL")).origin;
const SCREENSHOTS = new URL("screenshots/", import.meta.url);

/** @param {string} name */
function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the tests are run by run.sh`);
  return value;
}

/** Starts Chromium with a profile of its own and software WebGL; no host but this machine can be reached. */
export function launch() {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    chromiumSandbox: !root,
    timeout: PATIENCE_MS,
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-gl=angle",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ...(root ? ["--no-sandbox"] : []),
    ],
  });
}

/** One person's visit: a page without history, and all that it asked for and complained about. */
export class Visit {
  /** @type {{ method: string, url: string, body: string }[]} */
  requests = [];
  /** Errors on the console, exceptions and breaches of the content policy. @type {string[]} */
  complaints = [];

  /** @param {import("playwright-core").BrowserContext} context @param {Page} page */
  constructor(context, page) {
    this.context = context;
    this.page = page;
  }

  /**
   * @param {import("playwright-core").Browser} browser
   * @param {{ viewport?: { width: number, height: number }, phone?: boolean, animated?: boolean }} [options]
   */
  static async begin(browser, { viewport = DESKTOP, phone = false, animated = false } = {}) {
    const context = await browser.newContext({
      viewport,
      hasTouch: phone,
      isMobile: phone,
      reducedMotion: animated ? "no-preference" : "reduce",
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const visit = new Visit(context, page);
    context.on("request", (request) =>
      visit.requests.push({ method: request.method(), url: request.url(), body: request.postData() ?? "" }),
    );
    page.on("console", (message) => {
      if (message.type() === "error") visit.complaints.push(message.text());
    });
    page.on("pageerror", (error) => visit.complaints.push(String(error)));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    return visit;
  }

  /** Opens a path of the server; `map` waits until the map has drawn everything. */
  async open(/** @type {string} */ path, { map = true } = {}) {
    // Else a new fragment alone would not load the page again.
    if (this.page.url() !== "about:blank") await this.page.goto("about:blank");
    const response = await this.page.goto(ORIGIN + path);
    assert.equal(response?.status(), 200, `${path} answers`);
    if (map) await this.drawn();
  }

  /** Waits until the map stands still and has drawn all its tiles. */
  async drawn() {
    await this.page.waitForFunction(() => window.civico?.map.isStyleLoaded());
    await this.page.evaluate(
      (patience) =>
        new Promise((resolve, reject) => {
          const { map } = window.civico;
          const timer = setTimeout(() => reject(new Error("the map is never idle")), patience);
          map.once("idle", () => resolve(clearTimeout(timer)));
          map.triggerRepaint();
        }),
      PATIENCE_MS,
    );
  }

  /** @param {string} id */
  element(id) {
    return this.page.getByTestId(id);
  }

  async screenshot(/** @type {string} */ name) {
    await mkdir(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: new URL(`${name}.png`, SCREENSHOTS).pathname });
  }

  /** The part of the address that a person would share. */
  hash() {
    return new URL(this.page.url()).hash;
  }

  /**
   * Ends the visit and checks what holds for every one: nothing asked of another host, nothing complained about,
   * and what was typed is in no URL.
   * @param {{ typed?: string[], expected?: RegExp, through?: string | string[] }} [options] `expected`: complaints that the test
   * itself provoked; `through`: other origins that the person went through
   */
  async end({ typed = [], expected = /^$/, through = [] } = {}) {
    const urls = [...this.requests.map(({ url }) => url), this.page.url()];
    await this.context.close();
    const elsewhere = urls.filter((url) => !isOwn(url) && ![through].flat().some((origin) => url.startsWith(`${origin}/`)));
    assert.deepEqual(elsewhere, [], "every request goes to the server itself");
    assert.deepEqual(this.complaints.filter((text) => !expected.test(text)), [], "the page complains about nothing");
    for (const text of typed) {
      const leaks = urls.filter((url) => holds(url, text));
      assert.deepEqual(leaks, [], `“${text}” is in no URL`);
    }
  }
}

/** @param {string} url */
function isOwn(url) {
  return url.startsWith(`${ORIGIN}/`) || /^(data|about):/.test(url) || url.startsWith(`blob:${ORIGIN}/`);
}

/** Whether a URL holds a text, however it is encoded. @param {string} url @param {string} text */
export function holds(url, text) {
  const plain = (/** @type {string} */ value) => value.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  let decoded = url;
  try {
    decoded = decodeURIComponent(url);
  } catch {
    // A lone percent sign: the URL is compared as it is.
  }
  return plain(decoded).includes(plain(text));
}
