import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Me } from "../api/identity";
import type { Session } from "../app/session";
import { t } from "../i18n/language";
import "./account-menu";
import { CivicoElement } from "./element";
import { icon, type IconName } from "./icons";
import { languageSwitch } from "./language-switch";

/** Who runs the portal, its name, the languages, the account, and what can be done with the whole page. */
@customElement("civico-header")
export class Header extends CivicoElement {
  @property({ attribute: false }) ente = "";
  @property({ attribute: false }) session: Session | null = null;
  @property({ attribute: false }) me: Me | null = null;

  protected override render(): TemplateResult {
    return html`
      <header>
        <div class="civico-slim">
          <span class="civico-ente" data-testid="ente">${this.ente === "" ? t("header.ente") : this.ente}</span>
          <div class="civico-slim-tools">
            ${languageSwitch((code) => this.emit("civico-language", code))}
            ${this.session ? html`<civico-account-menu .session=${this.session} .me=${this.me}></civico-account-menu>` : nothing}
          </div>
        </div>
        <div class="civico-title">
          <div>
            <h1>${t("header.title")}</h1>
            <p>${t("header.tagline")}</p>
          </div>
          <div class="civico-actions">
            ${this.action("analysis", "analysis.title", "civico-analysis-open")} ${this.action("table", "batch.title", "civico-geocode-file")} ${this.action("share", "share.title", "civico-share")} ${this.action("print", "print.title", "civico-print")}
            ${this.action("help", "help.title", "civico-help")}
          </div>
        </div>
      </header>
    `;
  }

  private action(name: IconName, key: "analysis.title" | "batch.title" | "share.title" | "print.title" | "help.title", event: string): TemplateResult {
    return html`<button type="button" class="civico-action" data-testid=${event} @click=${() => this.emit(event)}>
      ${icon(name)}<span>${t(key)}</span>
    </button>`;
  }
}
