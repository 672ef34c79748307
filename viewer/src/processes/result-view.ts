import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError, type Client } from "../api/client";
import { decodeDrill, type Drill } from "../api/drill";
import type { Outcome, ResultFeature } from "../api/jobs";
import { sampleItems } from "../api/result-items";
import { boundsOf, isPoint } from "../app/bounds";
import { formatNumber, t } from "../i18n/language";
import type { MapPort } from "../map/types";
import { bestColumn, colorColumns, legendOf, type Legend } from "../state/legend";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { save } from "../ui/page";
import { fileOf, formatsOf, type Format } from "./downloads";
import { drillView } from "./drill-view";
import { legendView } from "./legend-view";
import { wait } from "./port";
import { resultTable } from "./result-table";

/** Up to here a result is drawn from its features, beyond by the tiles of its collection. */
const IN_HAND = 2_000;
const ZOOM_MAX = 17;
/** How often a collection that is not known yet is asked for again, and how long between. */
const TRIES = 4;
const PAUSE_MS = 300;

/** What came of an analysis: on the map, with its legend, as a table, and as a file. */
@customElement("civico-result")
export class ResultView extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) map: MapPort | null = null;
  @property({ attribute: false }) process = "";
  @property({ attribute: false }) outcome!: Outcome;
  /** When the answer was made; null where the server does not say. */
  @property({ attribute: false }) when: string | null = null;
  @state() private features: readonly ResultFeature[] = [];
  @state() private sample: readonly ResultFeature[] = [];
  @state() private matched = 0;
  @state() private status: "loading" | "ready" | "failed" = "loading";
  @state() private problem = "";
  @state() private column: string | null = null;
  @state() private chosen: string | null = null;
  @state() private saving: Format | null = null;
  private drill: Drill | null = null;
  /** When this page got the answer. */
  private taken = "";
  private request = new AbortController();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.request.abort();
    this.map?.setResult(null);
    this.map?.setHighlight({ shape: null, pin: null });
  }

  /** Somebody pointed at a feature of the result. */
  async pick(id: string): Promise<void> {
    this.chosen = id;
    const feature = this.features.find((known) => known.id === id);
    if (feature?.geometry) this.map?.setHighlight({ shape: feature.geometry, pin: null });
    await this.updateComplete;
    this.querySelector(`[data-row="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "nearest" });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("outcome")) void this.take(this.outcome);
  }

  protected override updated(changed: PropertyValues): void {
    const redraw = ["map", "features", "sample", "column", "status"].some((name) => changed.has(name));
    if (!redraw || this.status !== "ready" || this.outcome.kind === "json") return;
    const inHand = this.features.length >= this.matched;
    const tiles = inHand || this.outcome.kind !== "collection" ? null : { url: `/tiles/${encodeURIComponent(this.outcome.collection)}`, collection: this.outcome.collection };
    this.map?.setResult({ features: inHand ? this.features : NOTHING, tiles, legend: this.legend() });
  }

  protected override render(): TemplateResult {
    if (this.status === "loading") return html`<p class="civico-note" role="status">${t("analysis.state.reading")}</p>`;
    if (this.status === "failed") return html`<div class="alert alert-danger" role="alert" data-testid="result-failed"><p>${this.problem}</p><button type="button" class="btn btn-outline-primary btn-xs" @click=${() => void this.take(this.outcome)}>${t("retry")}</button></div>`;
    const { notices } = this.outcome;
    return html`${notices.length === 0 ? nothing : html`<div class="alert alert-info civico-notices" data-testid="result-notices">${notices.map((notice) => html`<p>${notice}</p>`)}</div>`}
      ${this.body()}
      <div class="civico-form-buttons no-print">
        ${formatsOf(this.outcome).map((format) => html`<button type="button" class="btn btn-outline-primary btn-xs" aria-disabled=${this.saving === null ? "false" : "true"} data-testid="download-${format}" @click=${() => void this.download(format)}>${t(this.saving === format ? "analysis.download.busy" : `analysis.download.${format}`)}</button>`)}
        ${this.drill === null ? nothing : html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="drill-print" @click=${() => this.emit("civico-print")}>${t("analysis.drill.print")}</button>`}
      </div>
      <p class="civico-note error" role="alert" ?hidden=${this.problem === ""}>${this.problem}</p>`;
  }

  private body(): TemplateResult {
    const { outcome, drill } = this;
    if (drill !== null) return drillView(drill, this.when ?? this.taken);
    if (outcome.kind === "json") return html`<pre class="civico-json" tabindex="0" data-testid="result-json">${JSON.stringify(outcome.value, null, 2)}</pre>`;
    const rows = this.sample.map(({ properties }) => properties);
    const isDrawn = this.features.some(({ geometry }) => geometry !== null);
    return html`<p class="civico-note" data-testid="result-count">${t("analysis.result.count", { count: formatNumber(this.matched) })}</p>
      ${isDrawn ? legendView(this.process, this.legend(), colorColumns(this.process, rows), this.column, (column) => (this.column = column)) : nothing}
      <h4>${t("analysis.table")}</h4>
      ${resultTable(this.features, this.matched, this.chosen, (feature) => this.show(feature))}`;
  }

  private legend(): Legend {
    return legendOf(this.process, this.column, this.sample.map(({ properties }) => properties), this.sample.length >= this.matched);
  }

  private async take(outcome: Outcome): Promise<void> {
    this.request.abort();
    const request = (this.request = new AbortController());
    this.taken = new Date().toISOString();
    [this.status, this.problem, this.chosen, this.drill] = ["loading", "", null, null];
    try {
      const found = await this.read(outcome, request.signal);
      if (request.signal.aborted) return;
      ({ features: this.features, sample: this.sample, matched: this.matched } = found);
      this.column = bestColumn(this.process, found.sample.map(({ properties }) => properties));
      this.status = "ready";
      this.goThere(outcome);
    } catch (error) {
      if (request.signal.aborted) return;
      [this.status, this.problem] = ["failed", errorText(error)];
    }
  }

  private async read(outcome: Outcome, signal: AbortSignal): Promise<{ features: readonly ResultFeature[]; sample: readonly ResultFeature[]; matched: number }> {
    if (outcome.kind === "collection") return this.sampled(outcome.collection, signal);
    if (outcome.kind === "features") return { features: outcome.features, sample: outcome.features, matched: outcome.features.length };
    if (this.process === "drill-through") this.drill = decodeDrill(outcome.value);
    return { features: NOTHING, sample: NOTHING, matched: 0 };
  }

  /** A node hears of a new collection a moment after the job is done. */
  private async sampled(collection: string, signal: AbortSignal): ReturnType<typeof sampleItems> {
    for (let turn = 0; ; turn += 1) {
      try {
        return await sampleItems(this.client, collection, IN_HAND, signal);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 404 || turn >= TRIES || signal.aborted) throw error;
        await wait(PAUSE_MS, signal);
      }
    }
  }

  private goThere(outcome: Outcome): void {
    if (this.drill?.geometry) {
      this.map?.setHighlight({ shape: this.drill.geometry, pin: null });
      this.fit(this.drill.geometry);
      return;
    }
    if (outcome.kind === "collection" && outcome.bounds) {
      this.map?.fit(outcome.bounds, ZOOM_MAX);
      return;
    }
    const geometries = this.features.flatMap(({ geometry }) => (geometry ? [geometry] : []));
    if (geometries.length > 0) this.fit({ type: "GeometryCollection", geometries });
  }

  private show(feature: ResultFeature): void {
    this.chosen = feature.id;
    if (feature.geometry === null) return;
    this.map?.setHighlight({ shape: feature.geometry, pin: null });
    this.fit(feature.geometry);
  }

  private fit(geometry: GeoJSON.Geometry): void {
    const bounds = boundsOf(geometry);
    if (bounds && isPoint(bounds)) this.map?.flyTo([bounds[0], bounds[1]], ZOOM_MAX);
    else if (bounds) this.map?.fit(bounds, ZOOM_MAX);
  }

  private async download(format: Format): Promise<void> {
    if (this.saving !== null) return;
    [this.saving, this.problem] = [format, ""];
    try {
      save(await fileOf(this.client, this.outcome, format), `${this.process || "result"}.${format}`);
    } catch (error) {
      this.problem = errorText(error);
    } finally {
      this.saving = null;
    }
  }
}

const NOTHING: readonly ResultFeature[] = [];

declare global {
  interface HTMLElementTagNameMap {
    "civico-result": ResultView;
  }
}
