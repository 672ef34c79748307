import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Column } from "../api/columns";
import { formatNumber, t } from "../i18n/language";
import { CONDITION_LENGTH_MAX, CONDITIONS_MAX, freeColumns, NO_CONDITION, type Condition } from "../state/conditions";
import { CivicoElement } from "../ui/element";
import { icon } from "../ui/icons";

/** The conditions that features of a layer have to fulfil: added, taken away, all together. */
@customElement("civico-conditions")
export class ConditionsField extends CivicoElement {
  /** Begins the ids of its controls. */
  @property({ attribute: false }) name = "";
  @property({ attribute: false }) conditions: readonly Condition[] = [];
  /** Of the layer; null while they are not known. */
  @property({ attribute: false }) columns: readonly Column[] | null = null;
  /** What gets the keyboard when the list has changed. */
  private next: string | null = null;

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has("conditions") || this.next === null) return;
    this.querySelector<HTMLElement>(`[data-testid="${this.next}"]`)?.focus();
    this.next = null;
  }

  protected override render(): TemplateResult {
    const { name, conditions } = this;
    return html`<fieldset class="civico-conditions" data-testid="${name}-conditions">
      <legend>${t("analysis.conditions")}</legend>
      <p class="civico-note" data-testid="${name}-conditions-note">${t(conditions.length === 0 ? "analysis.conditions.none" : conditions.length === 1 ? "analysis.conditions.one" : "analysis.conditions.all")}</p>
      ${conditions.map((condition, at) => this.row(condition, at))}
      ${this.more()}
    </fieldset>`;
  }

  /** The way to one more condition, or why there is none. */
  private more(): TemplateResult {
    const { name, conditions, columns } = this;
    if (conditions.length >= CONDITIONS_MAX) return html`<p class="civico-note">${t("analysis.conditions.most", { count: formatNumber(CONDITIONS_MAX) })}</p>`;
    if (columns !== null && freeColumns(columns, conditions, NO_CONDITION).length === 0) return html`<p class="civico-note">${t(columns.length === 0 ? "analysis.conditions.noColumns" : "analysis.conditions.allColumns")}</p>`;
    return html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="${name}-condition-add" @click=${this.onAdd}>${t("analysis.conditions.add")}</button>`;
  }

  private row(condition: Condition, at: number): TemplateResult {
    const id = `${this.name}-condition-${at}`;
    const remove = t("analysis.conditions.remove", { number: at + 1 });
    return html`<div class="civico-condition" role="group" aria-label=${t("analysis.conditions.number", { number: at + 1 })} data-testid=${id}>
      <div><label for="${id}-column">${t("analysis.filter.column")}</label>${this.column(condition, at, `${id}-column`)}</div>
      <div><label for="${id}-value">${t("analysis.filter.value")}</label>${this.value(condition, at, `${id}-value`)}</div>
      <button type="button" class="civico-icon-button" aria-label=${remove} title=${remove} data-testid="${id}-remove" @click=${() => this.takeAway(at)}>${icon("close")}</button>
    </div>`;
  }

  private column({ column }: Condition, at: number, id: string): TemplateResult {
    const { columns, conditions } = this;
    const own = conditions[at] ?? NO_CONDITION;
    const names = columns === null ? (column === "" ? [] : [column]) : freeColumns(columns, conditions, own).map(({ name }) => name);
    // Of a run that is repeated: a column that the layer no longer has is shown, else another would seem to be chosen.
    const offered = column === "" || names.includes(column) ? names : [...names, column];
    const onChange = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) this.change(at, { column: event.target.value, value: "" });
    };
    return html`<select id=${id} class="form-control" data-testid=${id} @change=${onChange}>
      <option value="" .selected=${column === ""}>${t("analysis.column.choose")}</option>
      ${offered.map((name) => html`<option value=${name} .selected=${name === column}>${name}</option>`)}
    </select>`;
  }

  private value({ column, value }: Condition, at: number, id: string): TemplateResult {
    const type = this.typeOf(column);
    const onInput = (event: Event): void => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) this.change(at, { value: event.target.value });
    };
    if (type === "boolean") {
      return html`<select id=${id} class="form-control" data-testid=${id} @change=${onInput}>
        <option value="" .selected=${value === ""}>${t("analysis.choose")}</option>
        <option value="true" .selected=${value === "true"}>${t("yes")}</option>
        <option value="false" .selected=${value === "false"}>${t("no")}</option>
      </select>`;
    }
    return html`<input id=${id} class="form-control" autocomplete="off" inputmode=${type === "number" ? "decimal" : nothing} maxlength=${CONDITION_LENGTH_MAX} data-testid=${id} .value=${value} @input=${onInput} />`;
  }

  private typeOf(column: string): Column["type"] | null {
    return this.columns?.find(({ name }) => name === column)?.type ?? null;
  }

  private change(at: number, patch: Partial<Condition>): void {
    const changed = this.conditions.map((own, index) => (index === at ? { ...own, ...patch, type: this.typeOf(patch.column ?? own.column) } : own));
    this.emit("civico-conditions", changed);
  }

  /** The keyboard goes on to the condition that takes its place, else to the way to a new one. */
  private takeAway(at: number): void {
    const left = this.conditions.filter((_, index) => index !== at);
    this.next = left.length === 0 ? `${this.name}-condition-add` : `${this.name}-condition-${Math.min(at, left.length - 1)}-remove`;
    this.emit("civico-conditions", left);
  }

  private readonly onAdd = (): void => {
    this.next = `${this.name}-condition-${this.conditions.length}-column`;
    this.emit("civico-conditions", [...this.conditions, NO_CONDITION]);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-conditions": ConditionsField;
  }
}
