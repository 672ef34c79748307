import { html, nothing, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import type { Person } from "../api/identity";
import { language, t } from "../i18n/language";
import { pagePath } from "../state/account-links";
import { allowedPages, type AccountPageName } from "../state/permissions";

/** The pages of the account that this person may use. */
export function accountNav(person: Person, current: AccountPageName): TemplateResult {
  return html`<nav class="civico-account-nav" aria-label=${t("account.pages")}>
    <ul>
      ${allowedPages(person).map(
        (page) => html`<li>
          <a href=${pagePath(page, language())} aria-current=${page === current ? "page" : nothing} ${page === current ? ref(showLink) : nothing} data-testid="nav-${page}">${t(`account.page.${page}`)}</a>
        </li>`,
      )}
    </ul>
  </nav>`;
}

/** On a phone the pages are a row wider than the screen: the current one is to be seen, once there is a layout. */
function showLink(link?: Element): void {
  requestAnimationFrame(() => link?.scrollIntoView({ block: "nearest", inline: "center" }));
}
