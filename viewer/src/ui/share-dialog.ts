import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/language";
import { Dialog } from "./dialog";
import { icon } from "./icons";
import { copyOrSelect } from "./page";

/** The link to what is on the page now, to be copied. */
@customElement("civico-share-dialog")
export class ShareDialog extends Dialog {
  @property({ attribute: false }) link = "";
  @state() private copied: "no" | "yes" | "failed" = "no";

  protected override heading(): string {
    return t("share.title");
  }

  protected override willUpdate(): void {
    if (!this.open) this.copied = "no";
  }

  protected override body(): TemplateResult {
    return html`
      <p>${t("share.text")}</p>
      ${this.link.includes("job=") ? html`<p data-testid="share-job">${t("share.job")}</p>` : nothing}
      <label for="share-link">${t("share.link")}</label>
      <input id="share-link" class="form-control" readonly data-testid="share-link" .value=${this.link} @focus=${selectAll} />
      <div class="civico-dialog-actions">
        <button type="button" class="btn btn-primary btn-sm" data-testid="share-copy" @click=${this.copy}>
          ${icon("copy")} ${t("share.copy")}
        </button>
        <span role="status" data-testid="share-status">${this.status()}</span>
      </div>
    `;
  }

  private status(): string {
    if (this.copied === "yes") return t("share.copied");
    return this.copied === "failed" ? t("share.failed") : "";
  }

  private readonly copy = async (): Promise<void> => {
    this.copied = (await copyOrSelect(this.querySelector<HTMLInputElement>("#share-link"))) ? "yes" : "failed";
  };
}

function selectAll(event: Event): void {
  if (event.target instanceof HTMLInputElement) event.target.select();
}
