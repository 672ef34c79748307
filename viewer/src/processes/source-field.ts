import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { hasHistory, type Dataset } from "../api/catalog";
import type { Column } from "../api/columns";
import type { FeaturesInput, GeometryInput, ShapeKind } from "../api/processes";
import type { Details } from "../app/state";
import { formatNumber, language, messageFor, t } from "../i18n/language";
import type { Condition } from "../state/conditions";
import { featureName } from "../state/feature-name";
import { NO_DRAWING, NO_FILE, NO_LAYER, type FileSource, type LayerSource, type Selected, type Source } from "../state/process-values";
import { accepts, drawable } from "../state/sketch";
import { CivicoElement } from "../ui/element";
import "./conditions-field";
import "./feature-file";
import { drafting, drawButtons, drawnList, type Draft, type DrawingAct } from "./drawing";
import { layerGroups } from "./layers";

type From = Source["from"];

/** Where the features of an input come from: a layer, a drawing, or what is selected on the map. */
@customElement("civico-source")
export class SourceField extends CivicoElement {
  @property({ attribute: false }) input!: FeaturesInput | GeometryInput;
  @property({ attribute: false }) source!: Source;
  /** Begins the ids of its controls. */
  @property({ attribute: false }) name = "";
  @property({ attribute: false }) datasets: readonly Dataset[] = [];
  /** Ids of the layers on the map. */
  @property({ attribute: false }) onMap: readonly string[] = [];
  @property({ attribute: false }) details: Details | null = null;
  @property({ attribute: false }) selected: Selected | null = null;
  @property({ attribute: false }) draft: Draft | null = null;
  /** Of the layer; null while they are not known. */
  @property({ attribute: false }) columns: readonly Column[] | null = null;
  @property({ attribute: false }) invalid = false;

  protected override render(): TemplateResult {
    return html`<div class="civico-source-kinds" role="radiogroup" aria-label=${t("analysis.from.label", { input: this.input.title })} aria-describedby="input-${this.input.name}-problem">
        ${this.kinds().map((from) => this.radio(from))}
      </div>
      <div class="civico-source-body">${this.body()}</div>`;
  }

  private get takesTables(): boolean {
    return this.input.kind === "features" && this.input.tables;
  }

  private kinds(): From[] {
    // What is drawn has no columns, which are what a table is about.
    const own: From[] = this.takesTables ? ["layer", "file", "selection"] : this.input.kind === "features" ? ["layer", "drawing", "selection", "file"] : ["drawing", "selection"];
    return this.source.from === "kept" ? ["kept", ...own] : own;
  }

  private radio(from: From): TemplateResult {
    const id = `${this.name}-${from}`;
    return html`<span class="civico-check">
      <input type="radio" id=${id} name="${this.name}-from" .checked=${this.source.from === from} data-testid=${id} @change=${() => this.choose(from)} />
      <label for=${id}>${t(`analysis.from.${from}`)}</label>
    </span>`;
  }

  private choose(from: From): void {
    if (from === "layer") this.set(NO_LAYER);
    else if (from === "drawing") this.set(NO_DRAWING);
    else if (from === "file") this.set(NO_FILE);
    else if (from === "selection") this.set({ from, selected: this.selected });
  }

  private body(): TemplateResult | typeof nothing {
    const { source } = this;
    switch (source.from) {
      case "layer":
        return this.layer(source);
      case "drawing":
        return this.drawing(source.shapes);
      case "selection":
        return this.selection(source.selected);
      case "file":
        return html`<civico-feature-file .name=${this.name} .source=${source} .tables=${this.takesTables} @civico-file=${(event: CustomEvent<FileSource>) => this.set(event.detail)}></civico-feature-file>`;
      case "kept":
        return html`<p class="civico-note">${t("analysis.kept", { count: formatNumber(source.count) })}</p>`;
    }
  }

  private layer(source: LayerSource): TemplateResult {
    const id = `${this.name}-collection`;
    const groups = layerGroups(this.datasets, this.onMap, { shapes: this.input.shapes, tables: this.takesTables }, source.collection);
    const onChange = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) this.set({ ...NO_LAYER, inView: source.inView, collection: event.target.value });
    };
    return html`<label class="visually-hidden" for=${id}>${t("analysis.layer")}</label>
      <select id=${id} class="form-control" data-testid=${id} aria-invalid=${this.invalid ? "true" : "false"} aria-describedby="input-${this.input.name}-problem" @change=${onChange}>
        <option value="" .selected=${source.collection === ""}>${t("analysis.layer.choose")}</option>
        ${groups.map(({ title, layers }) => html`<optgroup label=${title}>${layers.map((layer) => html`<option value=${layer.id} .selected=${layer.id === source.collection && layer.isFirst}>${layer.title}</option>`)}</optgroup>`)}
      </select>
      ${source.collection === "" ? nothing : html`<div class="civico-source-of">${this.portion(source)}</div>`}`;
  }

  /** What of the layer. */
  private portion(source: LayerSource): TemplateResult {
    const box = source.bbox !== null && !source.inView;
    return html`
      ${source.version === null ? nothing : this.tick("version", t("analysis.layer.version", { version: source.version }), true, () => this.set({ ...source, version: null }))}
      ${box ? this.tick("box", t("analysis.layer.box"), true, () => this.set({ ...source, bbox: null })) : this.tick("view", t("analysis.layer.inView"), source.inView, (on) => this.set({ ...source, inView: on }))}
      ${hasHistory(source.collection) || source.datetime !== null ? this.time(source) : nothing}
      <civico-conditions .name=${this.name} .conditions=${source.conditions} .columns=${this.columns} @civico-conditions=${(event: CustomEvent<Condition[]>) => this.set({ ...source, conditions: event.detail })}></civico-conditions>
    `;
  }

  /** As the layer was on a day; a span of time is that of a run that is repeated. */
  private time(source: LayerSource): TemplateResult {
    const { datetime } = source;
    if (datetime?.includes("/")) return this.tick("span", t("analysis.layer.span", { span: datetime }), true, () => this.set({ ...source, datetime: null }));
    const id = `${this.name}-day`;
    const onChange = (event: Event): void => {
      if (event.target instanceof HTMLInputElement) this.set({ ...source, datetime: event.target.value });
    };
    return html`${this.tick("past", t("analysis.layer.past"), datetime !== null, (on) => this.set({ ...source, datetime: on ? "" : null }))}
      ${datetime === null ? nothing : html`<div class="civico-source-day"><label for=${id}>${t("analysis.layer.day")}</label>
        <input id=${id} type="date" class="form-control civico-short" .value=${datetime} data-testid=${id} @change=${onChange} /></div>`}`;
  }

  private tick(what: string, words: string, on: boolean, change: (on: boolean) => void): TemplateResult {
    const id = `${this.name}-${what}`;
    const onChange = (event: Event): void => change(event.target instanceof HTMLInputElement && event.target.checked);
    return html`<span class="civico-check"><input type="checkbox" id=${id} .checked=${on} data-testid=${id} @change=${onChange} /><label for=${id}>${words}</label></span>`;
  }

  private drawing(shapes: readonly GeoJSON.Geometry[]): TemplateResult {
    const single = this.input.kind === "geometry";
    const begin = (shape: ShapeKind): void => this.emit("civico-draw", { act: "begin", shape });
    const remove = (at: number): void => this.set({ from: "drawing", shapes: shapes.filter((_, index) => index !== at) });
    if (this.draft) return html`${drawnList(this.name, shapes, remove)} ${drafting(this.draft, (act: DrawingAct) => this.emit("civico-draw", { act }))}`;
    return html`${drawnList(this.name, shapes, remove)} ${drawButtons(this.name, drawable(this.input.shapes), shapes.length > 0 && single, begin)}`;
  }

  private selection(selected: Selected | null): TemplateResult {
    const hits = this.details?.hits ?? [];
    if (selected === null) return html`<p class="civico-note" data-testid="${this.name}-selected">${t("analysis.selection.none")}</p>`;
    const fits = accepts(this.input.shapes, selected.geometry);
    return html`<p class="civico-selected" data-testid="${this.name}-selected"><span class="civico-overline">${this.collectionTitle(selected.collection)}</span><strong>${selected.title}</strong></p>
      ${fits ? nothing : html`<p class="civico-note error">${t("analysis.selection.shape", { shapes: this.input.shapes.map((shape) => t(`analysis.shape.${shape}`)).join(", ") })}</p>`}
      ${hits.length > 1 ? this.others(selected) : html`<p class="civico-note">${t("analysis.selection.hint")}</p>`}`;
  }

  /** Where several things lie at a place, which one is meant. */
  private others({ collection, id }: Selected): TemplateResult {
    const { details } = this;
    const onChange = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) this.emit("civico-show-hit", Number(event.target.value));
    };
    return html`<label for="${this.name}-hit">${t("analysis.selection.others")}</label>
      <select id="${this.name}-hit" class="form-control" data-testid="${this.name}-hit" @change=${onChange}>
        ${details?.hits.map((hit, at) => html`<option value=${at} .selected=${hit.collection === collection && hit.id === id}>${this.collectionTitle(hit.collection)}: ${featureName(hit.properties, hit)}</option>`)}
      </select>`;
  }

  private collectionTitle(collection: string): string {
    return messageFor(`collection.${collection}.one`) ?? this.datasets.find(({ id }) => id === collection)?.title[language()] ?? collection;
  }

  private set(source: Source): void {
    this.emit("civico-source", source);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-source": SourceField;
  }
}
