import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { INTERNAL_PARTS, listInternals, type Internal } from "../api/internals";
import type { HouseNumber } from "../api/register";
import { t } from "../i18n/language";
import { allowed } from "../state/editing";
import { inOrder } from "../state/internals";
import { recordInternals } from "./forms-internals";
import { subjectOfNumber } from "./forms";
import "./internals-field";
import { RegisterPart } from "./part";
import { isActive } from "./words";

/** What is behind a number: its internals, and the numbers that are extensions of it. */
@customElement("civico-internals")
export class Internals extends RegisterPart {
  @property({ attribute: false }) number!: HouseNumber;
  /** The number with its street, as people say it. */
  @property({ attribute: false }) label = "";
  @state() private internals: readonly Internal[] = [];
  @state() private extensions: readonly HouseNumber[] = [];

  protected override async load(signal: AbortSignal): Promise<void> {
    const { internals, extensions } = await listInternals(this.client, this.number.id, signal);
    this.internals = inOrder(internals);
    this.extensions = extensions.filter(isActive);
  }

  protected override render(): TemplateResult {
    return html`${this.isOwn() ? html`<h4>${t("internals.count", { count: this.internals.length })}</h4>` : nothing}
    ${this.whenReady(() => html`${this.isOwn() ? html`${this.list()} ${this.button()}` : nothing} ${this.extensionList()}`)}`;
  }

  /** To others the server says that there are none: nothing is shown rather than what is not so. */
  private isOwn(): boolean {
    return this.rights.mayEdit || this.rights.mayApprove;
  }

  private list(): TemplateResult {
    const { internals } = this;
    if (internals.length === 0) return html`<p class="civico-note" data-testid="internals-empty">${t("internals.none")}</p>`;
    const shown = INTERNAL_PARTS.filter((part) => part === "number" || internals.some((internal) => internal[part] !== ""));
    return html`<div class="civico-renumber-table" role="region" aria-label=${t("internals.title")} tabindex="0">
      <table data-testid="internals">
        <caption class="visually-hidden">${t("internals.title")}</caption>
        <thead><tr>${shown.map((part) => html`<th scope="col">${t(`internals.${part}`)}</th>`)}</tr></thead>
        <tbody>${internals.map((internal) => html`<tr>${shown.map((part) => html`<td>${internal[part]}</td>`)}</tr>`)}</tbody>
      </table>
    </div>`;
  }

  private button(): TemplateResult | typeof nothing {
    if (!isActive(this.number) || allowed(this.rights, "record-internals") === "nothing") return nothing;
    const spec = recordInternals(subjectOfNumber(this.number, this.label), () => html`<civico-internals-field .start=${this.internals}></civico-internals-field>`);
    return html`<div class="civico-actions-row"><button type="button" class="btn btn-outline-primary btn-xs" data-testid="action-record-internals" @click=${() => this.go({ name: "form", spec })}>${t("form.record-internals.open")}</button></div>`;
  }

  private extensionList(): TemplateResult | typeof nothing {
    if (this.extensions.length === 0) return nothing;
    return html`<h4>${t("internals.extensions", { count: this.extensions.length })}</h4>
      <ul class="civico-numbers" data-testid="extensions">
        ${this.extensions.map(({ id, label, stage, street }) => html`<li><button type="button" class="civico-number ${stage}" @click=${() => this.go({ name: "number", id, street })}>${label}</button></li>`)}
      </ul>`;
  }
}
