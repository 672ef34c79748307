import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../../i18n/language";
import { CivicoElement } from "../../ui/element";
import { textField, textOf } from "../form";

/** Who is to administer a public body, which from then on looks after its roles itself. */
@customElement("civico-appoint-form")
export class AppointForm extends CivicoElement {
  @property({ attribute: false }) name = "";
  @property({ attribute: false }) busy = false;

  protected override render(): TemplateResult {
    return html`<section aria-labelledby="appoint-title">
      <h2 id="appoint-title">${t("enti.appoint", { name: this.name })}</h2>
      <p>${t("enti.appointText")}</p>
      <form class="civico-form" aria-labelledby="appoint-title" @submit=${this.onSubmit}>
        ${textField({ id: "appoint-account", name: "account", label: t("roles.account"), hint: t("roles.accountHint"), maxLength: 200 })}
        <button type="submit" class="btn btn-primary" aria-disabled=${this.busy ? "true" : "false"} data-testid="appoint">${t("enti.appointSubmit")}</button>
      </form>
    </section>`;
  }

  private readonly onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (event.target instanceof HTMLFormElement) this.emit("civico-appoint", textOf(new FormData(event.target), "account"));
  };
}
