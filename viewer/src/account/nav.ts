import { html, nothing, type TemplateResult } from "lit";
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
          <a href=${pagePath(page, language())} aria-current=${page === current ? "page" : nothing} data-testid="nav-${page}">${t(`account.page.${page}`)}</a>
        </li>`,
      )}
    </ul>
  </nav>`;
}
