import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../../i18n/language";
import { save } from "../../ui/page";
import { AccountPage } from "../page";

/** Everything that the ente owns, to take away. */
@customElement("civico-data")
export class OwnData extends AccountPage {
  /** There is nothing to show before it is asked for. */
  protected override async load(): Promise<void> {}

  protected override render(): TemplateResult {
    return html`
      <h1 id="page-title" tabindex="-1">${t("account.page.data")}</h1>
      <p>${t("data.text", { ente: this.person.acting?.name ?? "" })}</p>
      ${this.messages()}
      <button type="button" class="btn btn-primary" aria-disabled=${this.busy ? "true" : "false"} data-testid="export" @click=${this.onExport}>${t("data.download")}</button>
      <p class="civico-note" role="status" data-testid="export-status">${this.busy ? t("data.preparing") : ""}</p>
    `;
  }

  private readonly onExport = (): Promise<boolean> =>
    this.attempt(async () => {
      const ente = this.person.acting?.code ?? "";
      const { blob, name } = await this.client.download(`/rest/catalog/v1/export?${new URLSearchParams({ ente })}`);
      save(blob, name ?? `civico-${ente}.zip`);
    }, t("data.saved"));
}
