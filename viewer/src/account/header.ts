import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Me } from "../api/identity";
import type { Session } from "../app/session";
import { language, setLanguage, t } from "../i18n/language";
import "../ui/account-menu";
import { CivicoElement } from "../ui/element";
import { languageSwitch } from "../ui/language-switch";

/** The head of the account's pages: the way back to the map, the languages, who is signed in. */
@customElement("civico-account-header")
export class AccountHeader extends CivicoElement {
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) me: Me | null = null;

  protected override render(): TemplateResult {
    return html`<header>
      <div class="civico-slim">
        <span class="civico-ente">${t("header.ente")}</span>
        <div class="civico-slim-tools">
          ${languageSwitch(setLanguage)}
          ${this.me?.person ? html`<civico-account-menu .session=${this.session} .me=${this.me}></civico-account-menu>` : ""}
        </div>
      </div>
      <div class="civico-title">
        <div>
          <a class="civico-home" href="/#lang=${language()}" data-testid="to-map">${t("header.title")}</a>
          <p>${t("header.tagline")}</p>
        </div>
      </div>
    </header>`;
  }
}
