import { html, type TemplateResult } from "lit";
import { t } from "../i18n/language";

/** The parts of the side panel; the last two are for those who keep the register, and records. */
export const TABS = ["layers", "details", "register", "records"] as const;
export type Tab = (typeof TABS)[number];

/** One tab of the side panel (WAI-ARIA tabs). */
export function tabButton(tab: Tab, isCurrent: boolean, show: (tab: Tab) => void): TemplateResult {
  return html`<button
    type="button"
    role="tab"
    id="tab-${tab}"
    aria-controls="tab-panel"
    aria-selected=${isCurrent ? "true" : "false"}
    tabindex=${isCurrent ? 0 : -1}
    data-testid="tab-${tab}"
    @click=${() => show(tab)}
  >
    ${t(`tab.${tab}`)}
  </button>`;
}
