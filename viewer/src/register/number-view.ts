import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { getItem } from "../api/items";
import { getNumber, listNumbers, type HouseNumber } from "../api/register";
import { t } from "../i18n/language";
import { courseOf, usualOffsetM, type Course } from "../state/snapping";
import { actionButtons, type Action } from "./actions";
import { approve, confirmOnSite, correctPosition, move, reinstate, reject, retire, subjectOfNumber } from "./forms";
import { correctDetails, correctStage } from "./forms-corrections";
import "./history";
import { RegisterPart } from "./part";
import "./position-field";
import { isActive, specificationName, stageName } from "./words";

const ZOOM = 19;

/** A number with its place, what can be done with it, and what happened to it. */
@customElement("civico-number")
export class NumberView extends RegisterPart {
  @property({ attribute: false }) subject = "";
  @state() private number: HouseNumber | null = null;
  private course: Course = [];
  private offset = 0;
  /** The other numbers of its street. */
  private others: readonly HouseNumber[] = [];

  protected override async load(signal: AbortSignal): Promise<void> {
    const isFirst = this.number === null;
    const number = await getNumber(this.client, this.subject, signal);
    if (isFirst || number.street !== this.number?.street) await this.loadStreet(number.street, signal);
    this.number = number;
    const point = number.position?.point;
    this.map?.setHighlight({ shape: null, pin: point ? { point, label: number.label } : null });
    if (isFirst && point && !this.stay) this.map?.flyTo(point, ZOOM);
  }

  protected override render(): TemplateResult {
    const { number } = this;
    const street = number && this.streetOf(number.street);
    return html`${number ? this.back({ name: "street", id: number.street }, street?.label ?? t("register.street")) : nothing}
    ${this.heading(number ? this.label(number) : t("account.loading"))} ${this.whenReady(() => (number ? this.body(number) : html``))}`;
  }

  private body(number: HouseNumber): TemplateResult {
    const { position } = number;
    return html`
      <p class="civico-facts-line">
        <span class="civico-stage ${number.stage}" data-testid="stage">${stageName(number.stage)}</span>
        ${number.details.postcode === null ? nothing : html`<span>${t("field.postcode")}: ${number.details.postcode}</span>`}
      </p>
      <p class="civico-coordinates" data-testid="number-position">
        ${position ? html`${specificationName(position.specification)} · ${t("details.coordinates", { lat: position.point[1].toFixed(6), lon: position.point[0].toFixed(6) })}` : t("position.none")}
      </p>
      ${actionButtons(this.actions(number), [correctStage(subjectOfNumber(number, this.label(number)), number.stage)], this.rights, (spec) => this.go({ name: "form", spec }))}
      <civico-history .client=${this.client} .rights=${this.rights} .seq=${this.seq} .subject=${number.id} .view=${subjectOfNumber(number, "").view}></civico-history>
    `;
  }

  private actions(number: HouseNumber): Action[] {
    const subject = subjectOfNumber(number, this.label(number));
    const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Rome" });
    const place = (): TemplateResult => html`<civico-position
      .map=${this.map}
      .course=${this.course}
      .offset=${this.offset}
      .start=${number.position?.point ?? null}
      .specification=${number.position?.specification ?? "entrance"}
    ></civico-position>`;
    const details = correctDetails(subject, number, () => this.others.filter(isActive));
    switch (number.stage) {
      case "proposed":
        return [approve(subject), reject(subject), correctPosition(subject, place), details];
      case "current":
        return [correctPosition(subject, place), move(subject, number.locator, place), details, confirmOnSite(subject, today), retire(subject)];
      case "retired":
        return [reinstate(subject)];
      default:
        return [];
    }
  }

  private label(number: HouseNumber): string {
    return `${this.streetOf(number.street)?.label ?? ""} ${number.label}`.trim();
  }

  /** The course to put the access beside, and how far from it the others are. */
  private async loadStreet(street: string, signal: AbortSignal): Promise<void> {
    const [item, numbers] = await Promise.all([
      getItem(this.client, { collection: "thoroughfares", id: street }, signal).catch(() => null),
      listNumbers(this.client, street, signal).catch(() => []),
    ]);
    this.course = courseOf(item?.geometry ?? null);
    this.others = numbers.filter(({ id }) => id !== this.subject);
    this.offset = usualOffsetM(this.course, this.others.flatMap(({ position }) => (position ? [position.point] : [])));
  }
}
