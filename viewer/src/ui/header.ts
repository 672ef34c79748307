import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { language, LANGUAGES, t } from "../i18n/language";
import { CivicoElement } from "./element";
import { icon, type IconName } from "./icons";

/** Who runs the portal, its name, the languages, and what can be done with the whole page. */
@customElement("civico-header")
export class Header extends CivicoElement {
  @property({ attribute: false }) ente = "";

  protected override render(): TemplateResult {
    return html`
      <header>
        <div class="civico-slim">
          <span class="civico-ente" data-testid="ente">${this.ente === "" ? t("header.ente") : this.ente}</span>
          <ul class="civico-languages" aria-label=${t("header.languages")}>
            ${LANGUAGES.map((code) => this.languageButton(code))}
          </ul>
        </div>
        <div class="civico-title">
          <div>
            <h1>${t("header.title")}</h1>
            <p>${t("header.tagline")}</p>
          </div>
          <div class="civico-actions">
            ${this.action("share", "share.title", "civico-share")} ${this.action("print", "print.title", "civico-print")}
            ${this.action("help", "help.title", "civico-help")}
          </div>
        </div>
      </header>
    `;
  }

  private languageButton(code: (typeof LANGUAGES)[number]): TemplateResult {
    const current = code === language();
    return html`<li>
      <button
        type="button"
        lang=${code}
        aria-current=${current ? "true" : "false"}
        data-testid="language-${code}"
        @click=${() => this.emit("civico-language", code)}
      >
        ${code.toUpperCase()}<span class="visually-hidden">, ${t(`language.${code}`)}</span>
      </button>
    </li>`;
  }

  private action(name: IconName, key: "share.title" | "print.title" | "help.title", event: string): TemplateResult {
    return html`<button type="button" class="civico-action" data-testid=${event} @click=${() => this.emit(event)}>
      ${icon(name)}<span>${t(key)}</span>
    </button>`;
  }
}
