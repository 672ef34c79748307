import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Client } from "../api/client";
import { listNumbers, type Street } from "../api/register";
import { t } from "../i18n/language";
import { clashing, mergingLines, withFreeLetters } from "../state/merging";
import { changes, type NumberNow } from "../state/renumbering";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { isActive } from "./words";
import { numberTable } from "./number-table";
import "./street-choice";

/** The street that another becomes part of, and new numbers for those that stand on both. */
@customElement("civico-merge")
export class MergeField extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  /** Streets that may stay. */
  @property({ attribute: false }) streets: readonly Street[] = [];
  /** Numbers of the street that ends. */
  @property({ attribute: false }) numbers: readonly NumberNow[] = [];
  @state() private into = "";
  /** Numbers of the street that stays; null until they are there. */
  @state() private staying: readonly NumberNow[] | null = null;
  @state() private written: ReadonlyMap<string, string> = new Map();
  @state() private problem = "";

  protected override render(): TemplateResult {
    return html`
      <div @civico-street-chosen=${(event: CustomEvent<string>) => void this.choose(event.detail)}>
        <civico-street-choice .streets=${this.streets} .label=${t("merge.into")} .field=${"into"}></civico-street-choice>
      </div>
      ${this.problem === "" ? nothing : html`<p class="civico-note error" role="alert">${this.problem}</p>`} ${this.staying ? this.clashes(this.staying) : nothing}
    `;
  }

  private clashes(staying: readonly NumberNow[]): TemplateResult {
    const all = mergingLines(this.numbers, staying, this.written);
    const asked = clashing(this.numbers, staying);
    const problems = all.filter(({ problem }) => problem !== null);
    const shown = all.filter(({ id, problem }) => asked.has(id) || problem !== null);
    return html`
      <p class=${problems.length > 0 ? "civico-note error" : "civico-note"} role="status" data-testid="merge-state">
        ${problems.length > 0 ? t("merge.clashes", { count: problems.length }) : t("merge.coming", { count: all.length, changed: changes(all).length })}
      </p>
      ${shown.length === 0
        ? nothing
        : html`<button type="button" class="btn btn-outline-primary btn-xs civico-fill" data-testid="merge-letters" @click=${this.onLetters}>${t("merge.letters")}</button>
            ${numberTable({ lines: shown, write: (id, text) => (this.written = new Map(this.written).set(id, text)) })}`}
      <input type="hidden" name="numbers" .value=${problems.length > 0 ? "" : JSON.stringify(changes(all))} />
    `;
  }

  private async choose(into: string): Promise<void> {
    this.into = into;
    [this.staying, this.written, this.problem] = [null, new Map(), ""];
    try {
      const numbers = await listNumbers(this.client, into);
      if (this.into === into) this.staying = numbers.filter(isActive);
    } catch (error) {
      this.problem = errorText(error);
    }
  }

  private readonly onLetters = (): void => {
    this.written = withFreeLetters(this.numbers, this.staying ?? []);
    this.dispatchEvent(new Event("input", { bubbles: true }));
  };
}
