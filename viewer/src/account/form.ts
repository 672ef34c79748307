import { html, type TemplateResult } from "lit";
import { ROLES } from "../api/identity";
import { t } from "../i18n/language";
import { field } from "../ui/form";
import { roleName } from "./words";

export { checkboxes, choice, dateField, field, textField, textOf, texts } from "../ui/form";

export function roleField(id: string, roles: readonly string[] = ROLES): TemplateResult {
  return field(id, t("roles.role"), html`<select id=${id} name="role" class="form-control" data-testid=${id}>
    ${roles.map((role) => html`<option value=${role}>${roleName(role)}</option>`)}
  </select>`);
}
