import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n/language";
import { Dialog } from "./dialog";

/** Something that cannot be undone, asked once more. */
@customElement("civico-confirm")
export class ConfirmDialog extends Dialog {
  @property({ attribute: false }) question = "";
  @property({ attribute: false }) consequence = "";
  /** The word on the button that does it. */
  @property({ attribute: false }) action = "";
  /** Whether something is lost that nobody can bring back. */
  @property({ attribute: false }) isGrave = true;

  protected override heading(): string {
    return this.question;
  }

  protected override body(): TemplateResult {
    return html`<p>${this.consequence}</p>
      <div class="civico-dialog-actions">
        <button type="button" class="btn ${this.isGrave ? "btn-danger" : "btn-primary"} btn-sm" data-testid="confirm" @click=${() => this.emit("civico-confirm")}>${this.action}</button>
        <button type="button" class="btn btn-outline-primary btn-sm" data-testid="cancel" @click=${() => this.emit("civico-close-dialog")}>${t("cancel")}</button>
      </div>`;
  }
}
