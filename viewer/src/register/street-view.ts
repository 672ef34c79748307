import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { getItem } from "../api/items";
import { getStreet, listNumbers, type HouseNumber, type Street } from "../api/register";
import { boundsOf } from "../app/bounds";
import { t } from "../i18n/language";
import { compareLocators } from "../state/locator";
import { courseOf, usualOffsetM, type Course } from "../state/snapping";
import type { Action } from "./actions";
import "./arcs";
import type { FormSpec } from "./form-spec";
import { approve, attachAlias, correctName, newNumber, reinstate, reject, rename, renumber, retire, subjectOfStreet } from "./forms";
import { correctStage } from "./forms-corrections";
import { assignLocality } from "./forms-localities";
import { declareTwin, merge, split } from "./forms-streets";
import "./merge-field";
import "./position-field";
import "./renumber-field";
import { Sheet } from "./sheet";
import "./split-field";
import "./twin-field";
import "./twins";
import { HOME } from "./view";
import { isActive, stageName } from "./words";

const ZOOM = 18;

/** A street with its numbers, what can be done with it, and what happened to it. */
@customElement("civico-street")
export class StreetView extends Sheet {
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
    this.isOf(street.municipality);
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
    const rights = this.rightsOver(street.municipality);
    return html`
      ${this.facts(street.stage, [street.localCode === null ? null : html`<span>${t("field.local_code")}: ${street.localCode}</span>`, this.locality(street)])}
      ${this.aliases(street.aliases)}
      <civico-twins .client=${this.client} .rights=${rights} .seq=${this.seq} .street=${street}></civico-twins>
      ${this.buttons(street.municipality, this.actions(street), this.rareActions(street))} ${this.numberList()}
      <civico-arcs .street=${street} .course=${this.course} .rights=${rights} .map=${this.map}></civico-arcs>
      ${this.history(street.municipality, subjectOfStreet(street))}
    `;
  }

  private locality({ locality }: Street): TemplateResult | null {
    const place = locality === null ? null : this.known.locality(locality);
    return place && html`<span>${t("field.locality")}: <button type="button" class="civico-link" data-testid="street-locality-link" @click=${() => this.go({ name: "locality", id: place.id })}>${place.label}</button></span>`;
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
    const places = this.known.activeLocalities();
    const place = places.length === 0 && street.locality === null ? [] : [assignLocality(subject, street.locality, places)];
    if (street.stage === "proposed") return [...place, twin, stage];
    if (street.stage !== "current") return [stage];
    const numbers = this.numbers.filter(isActive);
    const others = this.known.streets.filter((other) => other.stage === "current" && other.id !== street.id);
    return [
      split(subject, street.kind, () => html`<civico-split .numbers=${numbers}></civico-split>`),
      merge(subject, () => html`<civico-merge .client=${this.client} .streets=${others} .numbers=${numbers}></civico-merge>`),
      ...place,
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
}
