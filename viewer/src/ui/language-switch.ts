import { html, type TemplateResult } from "lit";
import { language, LANGUAGES, t, type Language } from "../i18n/language";

/** The languages of the page as buttons. */
export function languageSwitch(choose: (code: Language) => void): TemplateResult {
  return html`<ul class="civico-languages" aria-label=${t("header.languages")}>
    ${LANGUAGES.map(
      (code) => html`<li>
        <button
          type="button"
          lang=${code}
          aria-current=${code === language() ? "true" : "false"}
          data-testid="language-${code}"
          @click=${() => choose(code)}
        >
          ${code.toUpperCase()}<span class="visually-hidden">, ${t(`language.${code}`)}</span>
        </button>
      </li>`,
    )}
  </ul>`;
}
