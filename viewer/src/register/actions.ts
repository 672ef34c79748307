import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/language";
import { allowed, type Editable } from "../state/editing";
import type { FormSpec } from "./form-spec";

export type Action = FormSpec;

/** What a person may do with a street or a number; the first is what is usually next, `rare` is folded away. */
export function actionButtons(actions: readonly Action[], rare: readonly Action[], rights: Editable, open: (spec: FormSpec) => void): TemplateResult | typeof nothing {
  const isPossible = ({ command }: Action): boolean => allowed(rights, command) !== "nothing";
  const more = rare.filter(isPossible);
  return html`${row(actions.filter(isPossible), true, open)}
  ${more.length === 0 ? nothing : html`<details class="civico-fold"><summary data-testid="more-actions">${t("register.moreActions")}</summary>${row(more, false, open)}</details>`}`;
}

function row(possible: readonly Action[], first: boolean, open: (spec: FormSpec) => void): TemplateResult | typeof nothing {
  if (possible.length === 0) return nothing;
  return html`<div class="civico-actions-row" role="group" aria-label=${t("actions")}>
    ${possible.map(
      (spec, at) => html`<button type="button" class="btn ${first && at === 0 ? "btn-primary" : "btn-outline-primary"} btn-xs" data-testid="action-${spec.id}" @click=${() => open(spec)}>${t(`form.${spec.id}.open`)}</button>`,
    )}
  </div>`;
}
