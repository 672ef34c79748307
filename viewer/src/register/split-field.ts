import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/language";
import { changes, type NumberNow, type Side } from "../state/renumbering";
import { countedAnew, goingLines, stretchOf } from "../state/splitting";
import { CivicoElement } from "../ui/element";
import { choice, field } from "../ui/form";
import { numberTable } from "./number-table";

/** The numbers of a street that is divided: those that go to the new street are ticked, by a stretch or one by one. */
@customElement("civico-split")
export class SplitField extends CivicoElement {
  @property({ attribute: false }) numbers: readonly NumberNow[] = [];
  @state() private side: Side = "all";
  @state() private ends = { from: 1, to: 1 };
  @state() private going: ReadonlySet<string> = new Set();
  @state() private written: ReadonlyMap<string, string> = new Map();

  protected override willUpdate(): void {
    // The first stretch that is offered is the whole street: its ends are then brought together.
    if (this.hasUpdated) return;
    const counted = this.numbers.flatMap(({ locator }) => (locator.kind === "number" ? [locator.number] : []));
    if (counted.length > 0) this.ends = { from: Math.min(...counted), to: Math.max(...counted) };
  }

  protected override render(): TemplateResult {
    const all = goingLines(this.numbers, this.going, this.written);
    const sent = changes(all);
    const problems = all.filter(({ problem }) => problem !== null).length;
    return html`
      <fieldset class="civico-field civico-plan">
        <legend>${t("split.plan")}</legend>
        <div class="civico-field-row">${this.end("from", t("split.from"))} ${this.end("to", t("split.to"))}</div>
        ${choice({ id: "plan-side", name: "plan-side", label: t("renumber.side"), options: [["all", t("renumber.all")], ["odd", t("renumber.odd")], ["even", t("renumber.even")]], value: this.side })}
        <div class="civico-actions-row">
          <button type="button" class="btn btn-outline-primary btn-xs" data-testid="split-take" @click=${this.onTake}>${t("split.take")}</button>
          <button type="button" class="btn btn-outline-primary btn-xs" data-testid="split-count" @click=${this.onCount}>${t("split.count")}</button>
        </div>
      </fieldset>
      ${numberTable({
        lines: all,
        write: (id, text) => (this.written = new Map(this.written).set(id, text)),
        choose: { heading: t("split.goes"), isChosen: ({ goes }) => goes, toggle: (id) => this.toggle(id) },
      })}
      <p class=${problems > 0 ? "civico-note error" : "civico-note"} role="status" data-testid="split-state">
        ${this.summary(problems, sent.length, all.length)}
      </p>
      <input type="hidden" name="numbers" .value=${problems > 0 || sent.length === 0 ? "" : JSON.stringify(sent)} />
    `;
  }

  protected override firstUpdated(): void {
    this.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement && event.target.name === "plan-side") this.side = event.target.value as Side;
    });
  }

  private summary(problems: number, going: number, all: number): string {
    if (problems > 0) return t("renumber.problems", { count: problems });
    return going === all && all > 0 ? t("split.allGo", { count: going }) : t("split.going", { count: going, rest: all - going });
  }

  private end(name: "from" | "to", label: string): TemplateResult {
    const onInput = (event: Event): void => {
      if (event.target instanceof HTMLInputElement) this.ends = { ...this.ends, [name]: Math.trunc(Number(event.target.value)) || 0 };
    };
    return field(`split-${name}`, label, html`<input id="split-${name}" type="number" min="1" step="1" class="form-control" data-testid="split-${name}" .value=${String(this.ends[name])} @input=${onInput} />`);
  }

  private toggle(id: string): void {
    const going = new Set(this.going);
    if (!going.delete(id)) going.add(id);
    this.going = going;
  }

  private readonly onTake = (): void => {
    this.going = stretchOf(this.numbers, { side: this.side, ...this.ends });
    this.written = new Map();
    this.changed();
  };

  private readonly onCount = (): void => {
    this.written = countedAnew(this.numbers, this.going);
    this.changed();
  };

  /** The form has to hear of it as of any other field. */
  private changed(): void {
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
