import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { REGISTER, type Dataset } from "../api/catalog";
import type { AppState } from "../app/state";
import { formatNumber, language, messageFor, t } from "../i18n/language";
import { filterDatasets, groupDatasets, type EnteGroup, type ThemeGroup } from "../state/catalog-groups";
import { CivicoElement } from "./element";
import { icon } from "./icons";
import { swatch } from "./swatch";

/** Below this many datasets in all, every theme is open from the start. */
const OPEN_BELOW = 12;

/** What can be drawn: the register, what is on the map now, and the whole catalogue by theme and ente. */
@customElement("civico-layers")
export class LayerPanel extends CivicoElement {
  @property({ attribute: false }) app!: AppState;
  @property({ attribute: false }) colorOf: (id: string) => string = () => "";
  @state() private filter = "";
  @state() private opened: ReadonlySet<string> = new Set();

  protected override render(): TemplateResult {
    return html`<div class="civico-layers">${this.register()} ${this.active()} ${this.catalog()}</div>`;
  }

  private register(): TemplateResult {
    return html`<section aria-labelledby="layers-register">
      <h3 id="layers-register">${t("layers.register")}</h3>
      <ul class="civico-rows">
        ${REGISTER.map(
          (id) => html`<li class="civico-row">
            ${this.checkbox(`register-${id}`, t(`collection.${id}`), !this.app.hidden.includes(id), () => this.emit("civico-register", id))}
            ${this.count(this.app.datasets.find((dataset) => dataset.id === id)?.count ?? null)}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private active(): TemplateResult | typeof nothing {
    const shown = [...this.app.active].reverse().flatMap((id) => this.app.datasets.find((dataset) => dataset.id === id) ?? []);
    if (shown.length === 0) return nothing;
    return html`<section aria-labelledby="layers-active" data-testid="active-layers">
      <div class="civico-section-head">
        <h3 id="layers-active">${t("layers.active", { count: shown.length })}</h3>
        <button type="button" class="civico-link" data-testid="remove-all" @click=${() => this.emit("civico-remove-all")}>
          ${t("layers.removeAll")}
        </button>
      </div>
      <ul class="civico-rows">
        ${shown.map((dataset) => this.row(dataset, "active"))}
      </ul>
    </section>`;
  }

  private catalog(): TemplateResult {
    return html`<section aria-labelledby="layers-catalog">
      <h3 id="layers-catalog">${t("layers.catalog")}</h3>
      ${this.app.catalog === "ready" ? this.groups() : this.catalogStatus()}
    </section>`;
  }

  private catalogStatus(): TemplateResult {
    if (this.app.catalog === "loading") {
      return html`<p class="civico-note" role="status" data-testid="catalog-loading">${t("layers.loading")}</p>`;
    }
    return html`<div class="alert alert-danger" role="alert" data-testid="catalog-failed">
      <p>${t("layers.failed")}</p>
      <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => this.emit("civico-reload")}>${t("retry")}</button>
    </div>`;
  }

  private groups(): TemplateResult {
    const groups = groupDatasets(filterDatasets(this.app.datasets, this.filter), language());
    const found = groups.reduce((sum, group) => sum + group.count, 0);
    const openAll = this.filter.trim() !== "" || found < OPEN_BELOW;
    return html`
      <label class="visually-hidden" for="layer-filter">${t("layers.filter")}</label>
      <input
        id="layer-filter"
        class="form-control civico-filter"
        type="search"
        autocomplete="off"
        placeholder=${t("layers.filter")}
        data-testid="layer-filter"
        .value=${this.filter}
        @input=${this.onFilter}
      />
      <p class="civico-note" role="status">
        ${found === 0 ? t(this.filter === "" ? "layers.none" : "layers.noMatch") : t("layers.count", { count: formatNumber(found) })}
      </p>
      ${groups.map((group) => this.theme(group, openAll))}
    `;
  }

  private theme(group: ThemeGroup, openAll: boolean): TemplateResult {
    const key = group.theme ?? "";
    const open = openAll || this.opened.has(key);
    const active = group.enti.flatMap((ente) => ente.datasets).filter((dataset) => this.app.active.includes(dataset.id)).length;
    return html`<div class="civico-theme" data-testid="theme">
      <button type="button" class="civico-theme-head" aria-expanded=${open ? "true" : "false"} @click=${() => this.toggleTheme(key)}>
        <span>${themeTitle(group.theme)}</span>
        <span class="civico-count">${active > 0 ? html`<span class="badge bg-primary">${active}</span>` : nothing} ${formatNumber(group.count)}</span>
      </button>
      ${open ? group.enti.map((ente) => this.ente(ente)) : nothing}
    </div>`;
  }

  private ente(group: EnteGroup): TemplateResult {
    return html`<h4>${group.name === "" ? t("layers.noEnte") : group.name}</h4>
      <ul class="civico-rows">
        ${group.datasets.map((dataset) => this.row(dataset, "layer"))}
      </ul>`;
  }

  private row(dataset: Dataset, place: "active" | "layer"): TemplateResult {
    const title = dataset.title[language()];
    const color = this.colorOf(dataset.id);
    const active = this.app.active.includes(dataset.id);
    const toggle = (): void => this.emit("civico-dataset", dataset.id);
    return html`<li class="civico-row" data-testid="${place}-${dataset.id}">
      ${dataset.geometry === "none" ? html`<span class="civico-table-only">${title}</span>` : this.checkbox(`${place}-${dataset.id}`, title, active, toggle)}
      ${dataset.visibility === "public" ? nothing : html`<span class="civico-visibility">${t(`visibility.${dataset.visibility}`)}</span>`}
      ${swatch(dataset.geometry, active ? color : "#8b98a5")}
      ${place === "active" ? html`<span class="civico-row-ente">${dataset.ente.name}</span>` : this.count(dataset.count)}
      ${dataset.bounds ? this.zoomButton(dataset.id, title) : nothing}
      <a class="civico-icon-button" href="/ogc/collections/${dataset.id}" title=${t("layers.about")} aria-label=${t("layers.aboutOf", { title })}>${icon("info")}</a>
    </li>`;
  }

  private zoomButton(id: string, title: string): TemplateResult {
    return html`<button
      type="button"
      class="civico-icon-button"
      title=${t("layers.zoom")}
      aria-label=${t("layers.zoomTo", { title })}
      data-testid="zoom-${id}"
      @click=${() => this.emit("civico-zoom-to", id)}
    >
      ${icon("extent")}
    </button>`;
  }

  private checkbox(id: string, label: string, checked: boolean, toggle: () => void): TemplateResult {
    return html`<span class="civico-check">
      <input id=${id} type="checkbox" data-testid="check-${id}" .checked=${checked} @change=${toggle} />
      <label for=${id}>${label}</label>
    </span>`;
  }

  private count(count: number | null): TemplateResult | typeof nothing {
    return count === null ? nothing : html`<span class="civico-count" title=${t("layers.features")}>${formatNumber(count)}</span>`;
  }

  private readonly onFilter = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.filter = event.target.value;
  };

  private toggleTheme(key: string): void {
    const opened = new Set(this.opened);
    if (!opened.delete(key)) opened.add(key);
    this.opened = opened;
  }
}

/** Known themes have a title in both languages; others show the word that the catalogue holds. */
function themeTitle(theme: string | null): string {
  if (theme === null) return t("theme.none");
  return messageFor(`theme.${theme}`) ?? theme.charAt(0).toUpperCase() + theme.slice(1).replace(/[-_]/g, " ");
}
