import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../../i18n/language";
import { CivicoElement } from "../../ui/element";
import { icon } from "../../ui/icons";
import { copyOrSelect } from "../../ui/page";

/** The secret of a new key, to be copied now or never. */
@customElement("civico-new-key")
export class NewKeySecret extends CivicoElement {
  @property({ attribute: false }) secret = "";
  @state() private copied: "no" | "yes" | "failed" = "no";

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>("h2")?.focus();
  }

  protected override render(): TemplateResult {
    return html`<section class="civico-secret" aria-labelledby="new-key-title" data-testid="new-key">
      <h2 id="new-key-title" tabindex="-1">${t("newKey.title")}</h2>
      <p>${t("newKey.once")}</p>
      <label for="new-key">${t("newKey.key")}</label>
      <div class="civico-secret-line">
        <input id="new-key" class="form-control" readonly autocomplete="off" spellcheck="false" data-testid="new-key-value" .value=${this.secret} />
        <button type="button" class="btn btn-primary btn-sm" data-testid="copy-key" @click=${this.copy}>${icon("copy")} ${t("share.copy")}</button>
      </div>
      <p class="civico-note" role="status" data-testid="copy-status">${this.status()}</p>
      <p class="civico-note">${t("newKey.use")} <code>Authorization: Bearer …</code></p>
      <button type="button" class="btn btn-outline-primary btn-sm" data-testid="key-kept" @click=${() => this.emit("civico-key-kept")}>${t("newKey.kept")}</button>
    </section>`;
  }

  private status(): string {
    if (this.copied === "yes") return t("newKey.copied");
    return this.copied === "failed" ? t("newKey.failed") : "";
  }

  private readonly copy = async (): Promise<void> => {
    this.copied = (await copyOrSelect(this.querySelector<HTMLInputElement>("#new-key"))) ? "yes" : "failed";
  };
}
