import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Person } from "../../api/identity";
import { formatTime, language, t } from "../../i18n/language";
import { pagePath } from "../../state/account-links";
import { allowedPages, rolesNow, type AccountPageName } from "../../state/permissions";
import { weakRoles } from "../../state/sign-in-level";
import { CivicoElement } from "../../ui/element";
import { strongerLinks } from "../stronger";
import { names, roleName } from "../words";

/** Who is signed in, for which ente, with what rights, until when. */
@customElement("civico-overview")
export class Overview extends CivicoElement {
  @property({ attribute: false }) person!: Person;

  protected override render(): TemplateResult {
    const { person } = this;
    return html`
      <h1 id="page-title" tabindex="-1">${person.name}</h1>
      <dl class="civico-facts" data-testid="overview">
        <div><dt>${t("overview.account")}</dt><dd>${person.account}</dd></div>
        ${person.acting ? html`<div><dt>${t("account.acting")}</dt><dd>${person.acting.name}</dd></div>` : nothing}
        <div><dt>${t("overview.roles")}</dt><dd>${this.roles()}${this.withheld()}</dd></div>
        ${person.expiresAt ? html`<div><dt>${t("overview.until")}</dt><dd>${formatTime(person.expiresAt)}</dd></div>` : nothing}
      </dl>
      ${person.enti.length === 0 ? html`<p>${t("overview.noEnte", { account: person.account })}</p>` : this.pages()}
    `;
  }

  private withheld(): TemplateResult | typeof nothing {
    if (weakRoles(this.person).length === 0) return nothing;
    return html`<p class="civico-note" data-testid="withheld">${t("overview.withheld")}</p>${strongerLinks(this.person)}`;
  }

  private roles(): string {
    const roles = rolesNow(this.person);
    return roles.length === 0 ? t("overview.noRoles") : names(roles, roleName);
  }

  private pages(): TemplateResult {
    const pages = allowedPages(this.person).filter((page): page is Exclude<AccountPageName, "overview"> => page !== "overview");
    return html`<ul class="civico-tiles">
      ${pages.map((page) => html`<li>
        <a href=${pagePath(page, language())}>${t(`account.page.${page}`)}</a>
        <p>${t(`account.about.${page}`)}</p>
      </li>`)}
    </ul>`;
  }
}
