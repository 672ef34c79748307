import type { Providers } from "../api/identity";
import type { Language } from "../i18n/language";
import { ACCOUNT_PAGES, type AccountPageName } from "./permissions";

/** Pages that only make sense on the way in or out: nobody is led back to them. */
const DOORS = /^\/(account\/sign-in|sign-in|sign-out)(\/|$)/;

/**
 * Where a person goes after the sign-in: a path of this very site, else the map. Whoever makes a link to the
 * sign-in must not be able to lead people to another site.
 */
export function returnPath(value: string | null, origin: string): string {
  // A second slash, or a backslash, which browsers take for one, would begin the name of another host.
  if (!value?.startsWith("/") || /^\/[/\\]|[\u0000-\u001f]/.test(value)) return "/";
  const url = parseUrl(value, origin);
  if (!url || url.origin !== origin || DOORS.test(url.pathname)) return "/";
  return url.pathname + url.search + url.hash;
}

/** The page with all ways to sign in, which leads back to `path`. */
export function signInPath(path: string, language: Language): string {
  return `/account/sign-in?${new URLSearchParams({ return_to: path, lang: language })}`;
}

/** Straight to the identity provider, and back to `path`. */
export function providerPath(path: string): string {
  return `/sign-in?${new URLSearchParams({ return_to: path })}`;
}

/** To the identity provider for a sign-in of a level (acr), and back to `path`. */
export function strongerPath(level: string, path: string): string {
  return `/sign-in?${new URLSearchParams({ acr: level, return_to: path })}`;
}

export function pagePath(page: AccountPageName, language: Language): string {
  return `/account/${page}?lang=${language}`;
}

/** The page that a path names, or null for none of ours. */
export function pageOf(path: string): AccountPageName | "sign-in" | null {
  const match = /^\/account(?:\/([a-z-]*))?\/?$/.exec(path);
  if (!match) return null;
  const name = match[1] || "overview";
  return name === "sign-in" ? name : (ACCOUNT_PAGES.find((page) => page === name) ?? null);
}

/** Whether there is any way in at all. */
export function hasSignIn({ oidc, local }: Providers): boolean {
  return oidc || local;
}

/** Where to go after the sign-out: the server names its own start page or the provider's sign-out, never a script. */
export function signedOutUrl(location: string, origin: string): string {
  const url = parseUrl(location, origin);
  return url && /^https?:$/.test(url.protocol) ? url.href : "/";
}

function parseUrl(value: string, base: string): URL | null {
  return URL.canParse(value, base) ? new URL(value, base) : null;
}
