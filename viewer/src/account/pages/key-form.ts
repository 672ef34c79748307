import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ROLES } from "../../api/identity";
import { ROUTES, type NewKey } from "../../api/keys";
import { t } from "../../i18n/language";
import { dayAfter, endOfDay } from "../../state/key-state";
import { CivicoElement } from "../../ui/element";
import { checkboxes, field, textField, textOf, texts } from "../form";
import { roleName, routeName } from "../words";

/** A program administers nothing: what it gave would outlive whoever was allowed to. */
const ROLES_OF_KEYS = ROLES.filter((role) => role !== "administrator");

const A_YEAR_DAYS = 365;

/** What a new key is for and how far it goes. */
@customElement("civico-key-form")
export class KeyForm extends CivicoElement {
  @property({ attribute: false }) busy = false;
  @state() private missing: "roles" | "routes" | null = null;

  protected override render(): TemplateResult {
    return html`<form class="civico-form" aria-labelledby="key-form-title" @submit=${this.onSubmit} @change=${() => (this.missing = null)}>
      <h2 id="key-form-title">${t("keys.new")}</h2>
      <div class="civico-form-row">
        ${textField({ id: "key-label", name: "label", label: t("keys.label"), hint: t("keys.labelHint"), maxLength: 100 })}
        ${textField({ id: "key-purpose", name: "purpose", label: t("keys.purpose"), hint: t("keys.purposeHint"), maxLength: 500 })}
      </div>
      ${checkboxes("roles", t("keys.roles"), ROLES_OF_KEYS, roleName)} ${this.note("roles")}
      ${checkboxes("routes", t("keys.routes"), ROUTES, routeName)} ${this.note("routes")} ${this.expiry()}
      <button type="submit" class="btn btn-primary" aria-disabled=${this.busy ? "true" : "false"} data-testid="create-key">${t("keys.create")}</button>
    </form>`;
  }

  private expiry(): TemplateResult {
    const now = Date.now();
    return field("key-expires", t("keys.expires"), html`<input
      id="key-expires"
      name="expires"
      type="date"
      class="form-control civico-short"
      required
      min=${dayAfter(now, 1)}
      value=${dayAfter(now, A_YEAR_DAYS)}
      aria-describedby="key-expires-hint"
      data-testid="key-expires"
    />`, t("keys.expiresHint"));
  }

  private note(name: "roles" | "routes"): TemplateResult | typeof nothing {
    return this.missing === name ? html`<p class="civico-note error" role="alert" data-testid="missing-${name}">${t(`keys.missing.${name}`)}</p>` : nothing;
  }

  private readonly onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    const key: NewKey = {
      label: textOf(data, "label"),
      purpose: textOf(data, "purpose"),
      roles: texts(data, "roles"),
      routes: texts(data, "routes"),
      expiresAt: endOfDay(textOf(data, "expires")),
    };
    this.missing = key.roles.length === 0 ? "roles" : key.routes.length === 0 ? "routes" : null;
    if (this.missing === null) this.emit("civico-create-key", key);
    else this.querySelector<HTMLElement>(`input[name=${this.missing}]`)?.focus();
  };
}
