/** How the provider behaves: well, or in one of the ways that a client must not fall for. */
import { setTimeout as sleep } from "node:timers/promises";
import { decodeJwt, SignJWT, UnsecuredJWT } from "jose";
import { ALGORITHM } from "./keys.mjs";

const HOUR_S = 3600;
/** More than a code lives in the mode `expired-code`; both are whole seconds. */
const LATE_MS = 2_100;

/** What the protocol itself puts into an ID token; who the person is comes on top, there or at the userinfo endpoint. */
const PROTOCOL = new Set(["iss", "sub", "aud", "exp", "iat", "nonce", "acr", "auth_time", "at_hash", "sid"]);
/** Modes in which the ID token says nothing of the person, as with the proxies that many put before SPID and CIE. */
const AT_USERINFO = new Set(["userinfo-only", "foreign-userinfo"]);

/** @typedef {{ mode: string, claims: Record<string, unknown> }} Settings */
/** @typedef {{ current: import("./keys.mjs").SigningKey, next: import("./keys.mjs").SigningKey, unknown: import("./keys.mjs").SigningKey }} Keys */

/** What each mode does to the claims of an ID token. @type {Record<string, (claims: any) => any>} */
const CLAIMS = {
  "wrong-nonce": (claims) => ({ ...claims, nonce: "another-nonce" }),
  "no-nonce": ({ nonce, ...claims }) => claims,
  "wrong-issuer": (claims) => ({ ...claims, iss: "https://other.example" }),
  "wrong-audience": (claims) => ({ ...claims, aud: "another-client" }),
  "clock-behind": (claims) => shifted(claims, -2 * HOUR_S),
  "clock-ahead": (claims) => shifted(claims, 2 * HOUR_S),
  "clock-a-little-ahead": (claims) => shifted(claims, 20),
};

/** @param {any} claims @param {number} seconds */
function shifted(claims, seconds) {
  return { ...claims, iat: claims.iat + seconds, exp: claims.exp + seconds };
}

/** @param {Record<string, unknown>} claims @param {(name: string) => boolean} isKept */
function only(claims, isKept) {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => isKept(name)));
}

export class Behaviour {
  /** @type {Settings} */
  settings = { mode: "good", claims: {} };

  /** @param {Keys} keys @param {string} issuer */
  constructor(keys, issuer) {
    this.keys = keys;
    this.issuer = issuer;
  }

  /** Seconds that a code lives. */
  codeTtl() {
    return this.settings.mode === "expired-code" ? 1 : 60;
  }

  /** What happens to a code before its owner can use it. @param {any} code */
  async issued(code) {
    if (this.settings.mode === "replayed-code") await code.consume();
  }

  /** What the token endpoint does before it answers. */
  async beforeToken() {
    if (this.settings.mode === "expired-code") await sleep(LATE_MS);
  }

  /** An ID token as the settings want it. @param {string} token */
  async idToken(token) {
    const { mode, claims } = this.settings;
    const change = CLAIMS[mode] ?? ((/** @type {any} */ unchanged) => unchanged);
    const all = { ...change(decodeJwt(token)), ...claims };
    const payload = AT_USERINFO.has(mode) ? only(all, (name) => PROTOCOL.has(name)) : all;
    if (mode === "unsigned") return new UnsecuredJWT(payload).encode();
    const signer = { "unknown-key": this.keys.unknown, "rotated-key": this.keys.next, "forged-key": { ...this.keys.unknown, kid: this.keys.current.kid } }[mode];
    const { kid, key } = signer ?? this.keys.current;
    return new SignJWT(payload).setProtectedHeader({ alg: ALGORITHM, kid }).sign(key);
  }

  /** What the userinfo endpoint says. @param {any} person */
  userinfo(person) {
    const { mode, claims } = this.settings;
    const said = { ...person, ...only(claims, (name) => !PROTOCOL.has(name)) };
    return mode === "foreign-userinfo" ? { ...said, sub: "another-person" } : said;
  }

  /** The published keys; a rotation publishes the new one beside the old. @param {any[]} keys */
  published(keys) {
    return this.settings.mode === "rotated-key" ? [...keys, this.keys.next.publicJwk] : keys;
  }

  /** Where the browser goes with the answer to a sign-in. @param {string} location */
  redirect(location) {
    const url = new URL(location);
    if (this.settings.mode === "wrong-state") url.searchParams.set("state", "another-state");
    // Whoever gets hold of an answer keeps it from the browser that it is for.
    return this.settings.mode === "stolen-answer" ? `${this.issuer}/stolen${url.search}` : url.href;
  }
}
