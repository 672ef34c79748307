import { html, nothing, type TemplateResult } from "lit";
import type { Person } from "../api/identity";
import { t } from "../i18n/language";
import { strongerPath } from "../state/account-links";
import { neededLevel, strongerSignIns } from "../state/sign-in-level";
import { rememberReturn } from "./return-to";
import { names, roleName } from "./words";

/** The way to a sign-in that is strong enough for a right, and back here; nothing where the server names no level. */
export function strongerLink(person: Person, right: string): TemplateResult | typeof nothing {
  const level = neededLevel(person, right);
  return level === null ? nothing : link(level, t("stronger.link"));
}

/** A way for each level that would give back some of the roles that this sign-in is too weak for. */
export function strongerLinks(person: Person): TemplateResult[] {
  return strongerSignIns(person).map(({ level, roles }) => link(level, t("stronger.linkFor", { roles: names(roles, roleName) })));
}

function link(level: string, text: string): TemplateResult {
  const here = location.pathname + location.search;
  return html`<p>
    <a class="btn btn-outline-primary btn-sm" href=${strongerPath(level, here)} data-testid="stronger" @click=${() => rememberReturn(here)}>${text}</a>
  </p>`;
}
