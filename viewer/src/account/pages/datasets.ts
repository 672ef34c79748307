import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { listDatasets, setVisibility, type Dataset } from "../../api/catalog";
import { listEnti, type Ente } from "../../api/identity";
import { formatDate, formatNumber, language, t } from "../../i18n/language";
import { ownDatasets } from "../../state/own-datasets";
import { AccountPage } from "../page";
import { table, type Cell } from "../table";
import { visibilityName } from "../words";
import "./visibility-form";
import type { Audience } from "./visibility-form";

/** Who sees each dataset of the ente acted for. */
@customElement("civico-datasets")
export class Datasets extends AccountPage {
  protected override readonly right = "publish";
  @state() private datasets: Dataset[] = [];
  /** Id of the dataset on show instead of the list. */
  @state() private chosen: string | null = null;
  private enti: Ente[] = [];

  protected override async load(): Promise<void> {
    const [datasets, enti] = await Promise.all([listDatasets(this.client), this.enti.length === 0 ? listEnti(this.client) : this.enti]);
    this.datasets = ownDatasets(datasets, this.person.acting?.code ?? "", language());
    this.enti = enti;
  }

  protected override render(): TemplateResult {
    return html`
      <h1 id="page-title" tabindex="-1">${t("account.page.datasets")}</h1>
      <p>${t("account.about.datasets")}</p>
      ${this.messages()} ${this.whenReady(() => this.content())}
    `;
  }

  private content(): TemplateResult {
    const chosen = this.datasets.find(({ id }) => id === this.chosen);
    return chosen ? this.one(chosen) : this.list();
  }

  private list(): TemplateResult {
    if (this.datasets.length === 0) return html`<p class="civico-note" data-testid="datasets-empty">${t("datasets.empty")}</p>`;
    const head = [t("datasets.title"), t("datasets.visibility"), t("datasets.count"), t("datasets.updated"), t("actions")];
    return table({ caption: t("account.page.datasets"), head, rows: this.datasets.map((dataset) => this.row(dataset)), testId: "datasets" });
  }

  private row(dataset: Dataset): Cell[] {
    const title = dataset.title[language()];
    return [
      html`${title}<br /><small>${dataset.id}</small>`,
      html`<span class="civico-state ${dataset.visibility}" data-testid="visibility-${dataset.id}">${visibilityName(dataset.visibility)}</span>`,
      dataset.count === null ? "" : formatNumber(dataset.count),
      dataset.updated === null ? "" : formatDate(dataset.updated),
      html`<button
        type="button"
        class="btn btn-outline-primary btn-xs"
        aria-label=${t("datasets.changeOf", { title })}
        data-testid="change-${dataset.id}"
        @click=${() => this.choose(dataset.id)}
      >
        ${t("change")}
      </button>`,
    ];
  }

  private one(dataset: Dataset): TemplateResult {
    const others = this.enti.filter(({ code }) => code !== this.person.acting?.code);
    return html`
      <p><button type="button" class="btn btn-outline-primary btn-sm" data-testid="back-to-datasets" @click=${() => this.choose(null)}>${t("datasets.back")}</button></p>
      <civico-visibility-form .collection=${dataset} .enti=${others} .busy=${this.busy} @civico-set-visibility=${(event: CustomEvent<Audience>) => void this.put(dataset, event.detail)}></civico-visibility-form>
      ${dataset.visibility === "public" ? nothing : html`<p class="civico-note">${t("datasets.notPublic")}</p>`}
    `;
  }

  private async choose(id: string | null): Promise<void> {
    const before = this.chosen;
    this.chosen = id;
    this.silence();
    await this.focusPlace(before);
  }

  private async put(dataset: Dataset, { visibility, sharedWith }: Audience): Promise<void> {
    const values = { title: dataset.title[language()], visibility: visibilityName(visibility) };
    const changed = await this.attempt(() => setVisibility(this.client, dataset.id, visibility, sharedWith), t("datasets.changed", values));
    if (!changed) return;
    // The catalogue follows a moment later: asked at once it may still say what was before.
    this.datasets = this.datasets.map((item) => (item.id === dataset.id ? { ...item, visibility, sharedWith } : item));
    this.chosen = null;
    await this.focusPlace(dataset.id);
  }

  /** The control that had the focus is gone: what took its place gets it, or the row that one came from. */
  private async focusPlace(before: string | null): Promise<void> {
    await this.updateComplete;
    const row = before === null ? null : this.querySelector<HTMLElement>(`[data-testid="change-${before}"]`);
    (this.querySelector<HTMLElement>("#visibility-title") ?? row ?? this.querySelector<HTMLElement>("#page-title"))?.focus();
  }
}
