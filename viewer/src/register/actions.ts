import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/language";
import { allowed, type Editable } from "../state/editing";
import type { FormSpec } from "./form-spec";

export type Action = FormSpec;

/** What a person may do with a street or a number; the first is what is usually next. */
export function actionButtons(actions: readonly Action[], rights: Editable, open: (spec: FormSpec) => void): TemplateResult | typeof nothing {
  const possible = actions.filter(({ command }) => allowed(rights, command) !== "nothing");
  if (possible.length === 0) return nothing;
  return html`<div class="civico-actions-row" role="group" aria-label=${t("actions")}>
    ${possible.map(
      (spec, at) => html`<button type="button" class="btn ${at === 0 ? "btn-primary" : "btn-outline-primary"} btn-xs" data-testid="action-${spec.id}" @click=${() => open(spec)}>${t(`form.${spec.id}.open`)}</button>`,
    )}
  </div>`;
}
