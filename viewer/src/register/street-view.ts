import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { getItem } from "../api/items";
import { getStreet, listNumbers, type HouseNumber, type Street } from "../api/register";
import { boundsOf } from "../app/bounds";
import { t } from "../i18n/language";
import { allowed } from "../state/editing";
import { compareLocators } from "../state/locator";
import { courseOf, usualOffsetM, type Course } from "../state/snapping";
import { actionButtons, type Action } from "./actions";
import type { FormSpec } from "./form-spec";
import { approve, attachAlias, correctName, newNumber, reinstate, reject, rename, renumber, retire, subjectOfStreet } from "./forms";
import { correctStage } from "./forms-corrections";
import { declareTwin, merge, split } from "./forms-streets";
import "./history";
import "./merge-field";
import { RegisterPart } from "./part";
import "./position-field";
import "./renumber-field";
import "./split-field";
import "./twin-field";
import "./twins";
import { HOME } from "./view";
import { isActive, stageName } from "./words";

const ZOOM = 18;

/** A street with its numbers, what can be done with it, and what happened to it. */
@customElement("civico-street")
export class StreetView extends RegisterPart {
  @property({ attribute: false }) subject = "";
  /** All streets of the comune. */
  @property({ attribute: false }) streets: readonly Street[] = [];
  @state() private street: Street | null = null;
  @state() private numbers: HouseNumber[] = [];
  @state() private all = false;
  private course: Course = [];

  protected override async load(signal: AbortSignal): Promise<void> {
    const ref = { collection: "thoroughfares", id: this.subject };
    const [street, numbers, item] = await Promise.all([
      getStreet(this.client, this.subject, signal),
      listNumbers(this.client, this.subject, signal),
      getItem(this.client, ref, signal).catch(() => null),
    ]);
    const isFirst = this.street === null;
    this.street = street;
    this.numbers = numbers.sort((a, b) => compareLocators(a.locator, b.locator));
    this.course = courseOf(item?.geometry ?? null);
    if (!isFirst) return;
    this.map?.setHighlight({ shape: item?.geometry ?? null, pin: null });
    const bounds = item?.geometry ? boundsOf(item.geometry) : null;
    if (bounds && !this.stay) this.map?.fit(bounds, ZOOM);
  }

  protected override render(): TemplateResult {
    const { street } = this;
    return html`${this.back(HOME, t("register.title"))} ${this.heading(street?.label ?? t("account.loading"))} ${this.whenReady(() => (street ? this.body(street) : html``))}`;
  }

  private body(street: Street): TemplateResult {
    return html`
      <p class="civico-facts-line">
        <span class="civico-stage ${street.stage}" data-testid="stage">${stageName(street.stage)}</span>
        ${street.localCode === null ? nothing : html`<span>${t("field.local_code")}: ${street.localCode}</span>`}
      </p>
      ${street.aliases.length === 0 ? nothing : html`<p class="civico-note">${t("register.aliases", { names: street.aliases.map((alias) => alias.text).join(", ") })}</p>`}
      <civico-twins .client=${this.client} .rights=${this.rights} .seq=${this.seq} .street=${street}></civico-twins>
      ${actionButtons(this.actions(street), this.rareActions(street), this.rights, (spec) => this.open(spec))} ${this.numberList()}
      <civico-history .client=${this.client} .rights=${this.rights} .seq=${this.seq} .subject=${street.id} .view=${subjectOfStreet(street).view}></civico-history>
    `;
  }

  private actions(street: Street): Action[] {
    const subject = subjectOfStreet(street);
    switch (street.stage) {
      case "proposed":
        return [approve(subject), reject(subject), this.number(street)];
      case "current":
        return [this.number(street), this.renumbering(street), rename(subject, street), correctName(subject, street), attachAlias(subject), retire(subject)];
      case "retired":
        return [reinstate(subject)];
      default:
        return [];
    }
  }

  /** What is asked for some times a year. */
  private rareActions(street: Street): Action[] {
    const subject = subjectOfStreet(street);
    const stage = correctStage(subject, street.stage);
    const twin = declareTwin(subject, () => html`<civico-twin .client=${this.client} .own=${street.municipality} .name=${street.name}></civico-twin>`);
    if (street.stage === "proposed") return [twin, stage];
    if (street.stage !== "current") return [stage];
    const numbers = this.numbers.filter(isActive);
    const others = this.streets.filter((other) => other.stage === "current" && other.id !== street.id);
    return [
      split(subject, street.kind, () => html`<civico-split .numbers=${numbers}></civico-split>`),
      merge(subject, () => html`<civico-merge .client=${this.client} .streets=${others} .numbers=${numbers}></civico-merge>`),
      twin,
      stage,
    ];
  }

  private number(street: Street): FormSpec {
    const points = this.numbers.flatMap(({ position }) => (position ? [position.point] : []));
    const offset = usualOffsetM(this.course, points);
    return newNumber(subjectOfStreet(street), () => html`<civico-position .map=${this.map} .course=${this.course} .offset=${offset}></civico-position>`);
  }

  private renumbering(street: Street): FormSpec {
    const inForce = this.numbers.filter(({ stage }) => stage === "current");
    return renumber(subjectOfStreet(street), () => html`<civico-renumber .numbers=${inForce}></civico-renumber>`);
  }

  private numberList(): TemplateResult {
    const past = this.numbers.filter(({ stage }) => stage === "retired" || stage === "rejected");
    const shown = this.all ? this.numbers : this.numbers.filter((number) => !past.includes(number));
    return html`<h4>${t("register.numbers", { count: this.numbers.length - past.length })}</h4>
      ${shown.length === 0 ? html`<p class="civico-note" data-testid="numbers-empty">${t("register.noNumbers")}</p>` : nothing}
      <ul class="civico-numbers" data-testid="numbers">
        ${shown.map(({ id, label, stage }) => html`<li>
          <button type="button" class="civico-number ${stage}" data-testid="number-${label}" @click=${() => this.go({ name: "number", id, street: this.subject })}>
            ${label}${stage === "current" ? nothing : html`<span class="visually-hidden">, ${stageName(stage)}</span>`}
          </button>
        </li>`)}
      </ul>
      ${past.length === 0
        ? nothing
        : html`<button type="button" class="civico-link" aria-expanded=${this.all ? "true" : "false"} data-testid="numbers-past" @click=${() => (this.all = !this.all)}>${t(this.all ? "register.hidePast" : "register.showPast", { count: past.length })}</button>`}`;
  }

  private open(spec: FormSpec): void {
    if (allowed(this.rights, spec.command) !== "nothing") this.go({ name: "form", spec });
  }
}
