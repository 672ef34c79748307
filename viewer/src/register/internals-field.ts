import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { INTERNAL_PARTS, type Internal, type InternalPart } from "../api/internals";
import { t } from "../i18n/language";
import { internalsOf, LONGEST_PART, problemsOf, seriesOf, type InternalLine, type Series } from "../state/internals";
import { CivicoElement } from "../ui/element";
import { field } from "../ui/form";

const NOTHING_WRITTEN: Internal = { building: "", stair: "", floor: "", number: "" };

/** The internals of a number as a table to write in: lines are added one by one or as a series, changed, and taken away. */
@customElement("civico-internals-field")
export class InternalsField extends CivicoElement {
  /** Those that are there. */
  @property({ attribute: false }) start: readonly Internal[] = [];
  @state() private lines: readonly InternalLine[] = [];
  @state() private series: Series = { building: "", stair: "", floor: "", from: 1, to: 4 };
  private nextKey = 0;

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    this.lines = this.keyed(this.start.length > 0 ? this.start : [NOTHING_WRITTEN]);
  }

  protected override render(): TemplateResult {
    const problems = problemsOf(this.lines);
    const sent = internalsOf(this.lines);
    return html`
      <fieldset class="civico-field civico-plan">
        <legend>${t("internals.series")}</legend>
        <div class="civico-field-row short">${(["building", "stair", "floor"] as const).map((part) => this.seriesPart(part))}</div>
        <div class="civico-field-row short">${this.seriesEnd("from")} ${this.seriesEnd("to")}</div>
        <button type="button" class="btn btn-outline-primary btn-xs" data-testid="internals-series" @click=${this.onSeries}>${t("internals.addSeries")}</button>
      </fieldset>
      ${this.lines.length === 0 ? html`<p class="civico-note" data-testid="internals-field-empty">${t("internals.willBeNone")}</p>` : this.table(problems)}
      <button type="button" class="btn btn-outline-primary btn-xs civico-fill" data-testid="internals-add" @click=${this.onAdd}>${t("internals.add")}</button>
      <p class=${problems.size > 0 ? "civico-note error" : "civico-note"} role="status" data-testid="internals-state">
        ${problems.size > 0 ? t("internals.problems", { count: problems.size }) : t("internals.written", { count: sent?.length ?? 0 })}
      </p>
      <input type="hidden" name="internals" .value=${sent === null ? "" : JSON.stringify(sent)} />
    `;
  }

  private table(problems: ReturnType<typeof problemsOf>): TemplateResult {
    return html`<div class="civico-renumber-table civico-internals-table" role="region" aria-label=${t("internals.title")} tabindex="0">
      <table data-testid="internals-table">
        <caption class="visually-hidden">${t("internals.title")}</caption>
        <thead>
          <tr>
            ${INTERNAL_PARTS.map((part) => html`<th scope="col">${t(`internals.${part}`)}</th>`)}
            <th scope="col"><span class="visually-hidden">${t("internals.remove")}</span></th>
          </tr>
        </thead>
        <tbody>${this.lines.map((line, at) => this.line(line, at + 1, problems.get(line.key) ?? null))}</tbody>
      </table>
    </div>`;
  }

  private line(line: InternalLine, at: number, problem: "missing" | "taken" | "unwritable" | null): TemplateResult {
    const cell = (part: InternalPart): TemplateResult => html`<td>
      <input
        class="form-control"
        autocomplete="off"
        maxlength=${LONGEST_PART}
        aria-label=${t("internals.cell", { part: t(`internals.${part}`), line: at })}
        aria-invalid=${problem !== null && (part === "number" || problem === "taken") ? "true" : "false"}
        aria-describedby=${problem === null ? nothing : `internal-problem-${line.key}`}
        data-testid="internal-${part}-${at}"
        .value=${line[part]}
        @input=${(event: Event) => event.target instanceof HTMLInputElement && this.write(line.key, part, event.target.value)}
      />
    </td>`;
    return html`<tr>
        ${INTERNAL_PARTS.map(cell)}
        <td><button type="button" class="civico-icon-button" aria-label=${t("internals.removeLine", { line: at })} title=${t("internals.remove")} data-testid="internal-remove-${at}" @click=${() => this.takeAway(line.key)}>×</button></td>
      </tr>
      ${problem === null ? nothing : html`<tr class="civico-internal-problem"><td colspan=${INTERNAL_PARTS.length + 1}><span class="civico-note error" id="internal-problem-${line.key}">${t(`internals.problem.${problem}`)}</span></td></tr>`}`;
  }

  private seriesPart(part: "building" | "stair" | "floor"): TemplateResult {
    const onInput = (event: Event): void => {
      if (event.target instanceof HTMLInputElement) this.series = { ...this.series, [part]: event.target.value };
    };
    return field(`series-${part}`, t(`internals.${part}`), html`<input id="series-${part}" class="form-control" autocomplete="off" maxlength=${LONGEST_PART} data-testid="series-${part}" .value=${this.series[part]} @input=${onInput} />`);
  }

  private seriesEnd(end: "from" | "to"): TemplateResult {
    const onInput = (event: Event): void => {
      if (event.target instanceof HTMLInputElement) this.series = { ...this.series, [end]: Math.trunc(Number(event.target.value)) || 0 };
    };
    return field(`series-${end}`, t(`internals.${end}`), html`<input id="series-${end}" type="number" min="0" step="1" class="form-control" data-testid="series-${end}" .value=${String(this.series[end])} @input=${onInput} />`);
  }

  private keyed(internals: readonly Internal[]): InternalLine[] {
    return internals.map((internal) => ({ ...internal, key: this.nextKey++ }));
  }

  private write(key: number, part: InternalPart, text: string): void {
    this.lines = this.lines.map((line) => (line.key === key ? { ...line, [part]: text } : line));
  }

  /** The keyboard stays in the table: on the line that follows, or where lines are added. */
  private async takeAway(key: number): Promise<void> {
    const at = this.lines.findIndex((line) => line.key === key);
    this.lines = this.lines.filter((line) => line.key !== key);
    this.changed();
    await this.updateComplete;
    const next = Math.min(at + 1, this.lines.length);
    this.querySelector<HTMLElement>(next === 0 ? "[data-testid=internals-add]" : `[data-testid=internal-remove-${next}]`)?.focus();
  }

  private readonly onAdd = async (): Promise<void> => {
    const last = this.lines.at(-1);
    // The next door is mostly in the same stair.
    this.lines = [...this.lines, ...this.keyed([{ ...NOTHING_WRITTEN, building: last?.building ?? "", stair: last?.stair ?? "", floor: last?.floor ?? "" }])];
    this.changed();
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-testid=internal-number-${this.lines.length}]`)?.focus();
  };

  private readonly onSeries = async (): Promise<void> => {
    const there = this.lines.filter((line) => INTERNAL_PARTS.some((part) => line[part].trim() !== ""));
    this.lines = [...there, ...this.keyed(seriesOf(this.series, there))];
    // The floor above mostly goes on counting.
    const { from, to } = this.series;
    if (to >= from) this.series = { ...this.series, from: to + 1, to: to + 1 + (to - from) };
    this.changed();
    await this.updateComplete;
    this.querySelector(".civico-internals-table")?.scrollTo({ top: 1e6 });
  };

  /** The form has to hear of it as of any other field. */
  private changed(): void {
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
