import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/language";
import { changes, lines, propose, type NumberNow, type Plan, type Side } from "../state/renumbering";
import { CivicoElement } from "../ui/element";
import { choice, field } from "../ui/form";
import { numberTable } from "./number-table";

/** The numbers of a street beside what they are to be: filled by a plan, changed one by one. */
@customElement("civico-renumber")
export class RenumberField extends CivicoElement {
  @property({ attribute: false }) numbers: readonly NumberNow[] = [];
  @state() private kind: Plan["kind"] = "shift";
  @state() private side: Side = "odd";
  @state() private amounts = { by: 2, start: 1, step: 2 };
  /** What stands in the table where a plan or a person changed it. */
  @state() private written: ReadonlyMap<string, string> = new Map();

  protected override render(): TemplateResult {
    const all = lines(this.numbers, this.written);
    const sent = changes(all);
    const problems = all.filter(({ problem }) => problem !== null).length;
    return html`
      <fieldset class="civico-field civico-plan">
        <legend>${t("renumber.plan")}</legend>
        <div class="civico-field-row">
          ${choice({ id: "plan-kind", name: "plan-kind", label: t("renumber.kind"), options: [["shift", t("renumber.shift")], ["count", t("renumber.count")]], value: this.kind })}
          ${choice({ id: "plan-side", name: "plan-side", label: t("renumber.side"), options: [["odd", t("renumber.odd")], ["even", t("renumber.even")], ["all", t("renumber.all")]], value: this.side })}
        </div>
        <div class="civico-field-row">
          ${this.kind === "shift" ? this.amount("by", t("renumber.by")) : html`${this.amount("start", t("renumber.start"))} ${this.amount("step", t("renumber.step"))}`}
        </div>
        <button type="button" class="btn btn-outline-primary btn-xs" data-testid="plan-apply" @click=${this.onPlan}>${t("renumber.fill")}</button>
      </fieldset>
      ${numberTable({ lines: all, write: (id, text) => (this.written = new Map(this.written).set(id, text)) })}
      <p class=${problems > 0 ? "civico-note error" : "civico-note"} role="status" data-testid="renumber-state">
        ${problems > 0 ? t("renumber.problems", { count: problems }) : t("renumber.changing", { count: sent.length })}
      </p>
      <input type="hidden" name="numbers" .value=${problems > 0 || sent.length === 0 ? "" : JSON.stringify(sent)} />
    `;
  }

  protected override firstUpdated(): void {
    this.addEventListener("change", this.onChoice);
  }

  private amount(name: "by" | "start" | "step", label: string): TemplateResult {
    const onInput = (event: Event): void => {
      if (event.target instanceof HTMLInputElement) this.amounts = { ...this.amounts, [name]: Math.trunc(Number(event.target.value)) || 0 };
    };
    return field(`plan-${name}`, label, html`<input id="plan-${name}" type="number" step="1" class="form-control" data-testid="plan-${name}" .value=${String(this.amounts[name])} @input=${onInput} />`);
  }

  private readonly onChoice = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    if (event.target.name === "plan-kind") this.kind = event.target.value as Plan["kind"];
    if (event.target.name === "plan-side") this.side = event.target.value as Side;
  };

  private readonly onPlan = (): void => {
    const { by, start, step } = this.amounts;
    this.written = propose(this.numbers, this.kind === "shift" ? { kind: "shift", side: this.side, by } : { kind: "count", side: this.side, start, step });
    this.dispatchEvent(new Event("input", { bubbles: true }));
  };
}
