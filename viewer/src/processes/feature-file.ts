import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Reading } from "../csv/sniff";
import { readingFields } from "../geocode/preview";
import { formatNumber, t } from "../i18n/language";
import { AT_ONCE_MAX, BODY_MAX, FEATURES_MAX, POSITIONS_MAX, type FeatureFile } from "../state/feature-file";
import type { FileSource } from "../state/process-values";
import "../ui/drop-zone";
import { CivicoElement } from "../ui/element";
import { fileSize } from "../ui/file-size";
import { cellText } from "./cells";
import { readFile } from "./read-file";

const PREVIEW_ROWS = 5;
const GEOJSON = ".geojson,.json,application/geo+json";
const TABLES = ".csv,.txt,.tsv,text/csv,text/plain";

/** A file of the person's own in place of a layer: chosen, looked over, read otherwise, taken away. */
@customElement("civico-feature-file")
export class FeatureFileField extends CivicoElement {
  /** Begins the ids of its controls. */
  @property({ attribute: false }) name = "";
  @property({ attribute: false }) source!: FileSource;
  /** Whether tables without places will do. */
  @property({ attribute: false }) tables = false;
  @state() private reading = false;
  /** Counts what is read: of two files the later one is meant. */
  private turn = 0;

  protected override render(): TemplateResult {
    const { file, problem } = this.source;
    return html`<div role="status">${this.reading ? html`<p class="civico-note">${t("analysis.file.reading")}</p>` : nothing}</div>
      ${problem === null ? nothing : html`<div class="alert alert-danger" role="alert" data-testid="${this.name}-file-problem"><p>${t(`analysis.file.problem.${problem}`, limits())}</p></div>`}
      ${file === null ? this.chooser() : this.summary(file)}`;
  }

  private chooser(): TemplateResult {
    return html`<civico-drop-zone
        .name=${`${this.name}-file`}
        .invitation=${t("analysis.file.drop")}
        .action=${t("batch.choose")}
        .formats=${`${t(this.tables ? "analysis.file.formats.tables" : "analysis.file.formats")} ${t("analysis.file.limits", limits())}`}
        .accept=${this.tables ? `${TABLES},${GEOJSON}` : GEOJSON}
        @civico-files=${(event: CustomEvent<File[]>) => (event.stopPropagation(), void (event.detail[0] && this.open(event.detail[0], null)))}
      ></civico-drop-zone>`;
  }

  private summary(file: FeatureFile): TemplateResult {
    const { name } = this;
    const count = formatNumber(file.features.length);
    const reread = (changed: Partial<Reading>): void => void (file.reading && this.open(file.file, { ...file.reading, ...changed }));
    return html`<p class="civico-file" tabindex="-1" data-testid="${name}-file-name"><strong>${file.file.name}</strong> <span>${fileSize(file.file.size)}</span></p>
      <p class="civico-note" role="status" data-testid="${name}-file-count">${file.reading === null ? t("analysis.file.features", { count }) : t("analysis.file.rows", { count, columns: formatNumber(file.columns.length) })}</p>
      ${file.reading === null ? nothing : readingFields(file.reading, { reading: reread }, `${name}-file`)}
      ${file.reading === null || file.reading.named ? nothing : html`<p class="civico-note" data-testid="${name}-file-unnamed">${t("analysis.file.unnamed")}</p>`}
      ${preview(file)}
      ${this.tables && file.features.length > AT_ONCE_MAX ? html`<p class="civico-note error" data-testid="${name}-file-many">${t("analysis.file.many", limits())}</p>` : html`<p class="civico-note">${t(this.tables ? "analysis.file.atOnce" : "analysis.file.sent")}</p>`}
      <button type="button" class="btn btn-outline-primary btn-xs" data-testid="${name}-file-remove" @click=${this.onRemove}>${t("analysis.file.remove")}</button>`;
  }

  /** Reads a file; the keyboard goes on to what was read, or stays at the field where a person wants it read otherwise. */
  private async open(file: File, reading: Reading | null): Promise<void> {
    const turn = (this.turn += 1);
    this.reading = true;
    const result = await readFile(file, this.tables, reading);
    if (turn !== this.turn) return;
    this.reading = false;
    this.emit("civico-file", typeof result === "string" ? { from: "file", file: null, problem: result } : { from: "file", file: result, problem: null });
    if (reading === null) await this.lead(typeof result === "string" ? "file-chooser" : "file-name");
  }

  private readonly onRemove = (): void => {
    this.turn += 1;
    this.emit("civico-file", { from: "file", file: null, problem: null });
    void this.lead("file-chooser");
  };

  /** Leads the keyboard to a part, when that is there. */
  private async lead(part: string): Promise<void> {
    // What was emitted comes back from above.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-testid="${this.name}-${part}"]`)?.focus();
  }
}

/** The first features, by their columns. */
function preview({ columns, features }: FeatureFile): TemplateResult | typeof nothing {
  if (columns.length === 0) return nothing;
  return html`<div class="civico-batch-table civico-file-table" role="region" aria-label=${t("batch.preview")} tabindex="0">
    <table data-testid="file-preview">
      <caption class="visually-hidden">${t("batch.preview")}</caption>
      <thead><tr>${columns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${features.slice(0, PREVIEW_ROWS).map(({ properties }) => html`<tr>${columns.map(({ name }) => html`<td>${cellText(properties[name])}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}

/** What messages say of the server's caps. */
function limits(): Record<string, string> {
  return { rows: formatNumber(FEATURES_MAX), positions: formatNumber(POSITIONS_MAX), size: fileSize(BODY_MAX), most: formatNumber(AT_ONCE_MAX) };
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-feature-file": FeatureFileField;
  }
}
