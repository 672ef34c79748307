import { html, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { t } from "../i18n/language";
import { CivicoElement } from "./element";
import { icon } from "./icons";

let count = 0;

/** A modal window over the native dialog element, which keeps the focus and closes with the escape key. */
export abstract class Dialog extends CivicoElement {
  @property({ type: Boolean }) open = false;
  private readonly headingId = `dialog-heading-${(count += 1)}`;

  protected abstract heading(): string;
  protected abstract body(): TemplateResult;

  protected override updated(): void {
    const dialog = this.querySelector("dialog");
    if (!dialog || dialog.open === this.open) return;
    if (this.open) dialog.showModal();
    else dialog.close();
  }

  protected override render(): TemplateResult {
    return html`<dialog class="civico-dialog" aria-labelledby=${this.headingId} @close=${this.onClose} @click=${this.onBackdrop}>
      <div class="civico-dialog-head">
        <h2 id=${this.headingId}>${this.heading()}</h2>
        <button type="button" class="civico-icon-button" aria-label=${t("close")} data-testid="dialog-close" @click=${this.onClose}>${icon("close")}</button>
      </div>
      ${this.open ? this.body() : ""}
    </dialog>`;
  }

  private readonly onClose = (): void => {
    if (this.open) this.emit("civico-close-dialog");
  };

  private readonly onBackdrop = (event: Event): void => {
    if (event.target instanceof HTMLDialogElement) this.onClose();
  };
}
