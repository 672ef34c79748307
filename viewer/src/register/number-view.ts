import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { getItem } from "../api/items";
import { getNumber, getStreet, listNumbers, type HouseNumber } from "../api/register";
import { formatDate, t } from "../i18n/language";
import { courseOf, usualOffsetM, type Course } from "../state/snapping";
import type { Action } from "./actions";
import { approve, confirmOnSite, correctPosition, move, reinstate, reject, retire, subjectOfNumber } from "./forms";
import { correctDetails, correctStage } from "./forms-corrections";
import "./internals";
import "./position-field";
import { Sheet } from "./sheet";
import { isActive, specificationName } from "./words";

const ZOOM = 19;

/** A number with its place, what can be done with it, and what happened to it. */
@customElement("civico-number")
export class NumberView extends Sheet {
  @state() private number: HouseNumber | null = null;
  private course: Course = [];
  private offset = 0;
  /** The other numbers of its street. */
  private others: readonly HouseNumber[] = [];
  /** What its street is called. */
  private streetName = "";

  protected override async load(signal: AbortSignal): Promise<void> {
    const isFirst = this.number === null;
    const number = await getNumber(this.client, this.subject, signal);
    if (isFirst || number.street !== this.number?.street) await this.loadStreet(number.street, signal);
    this.number = number;
    this.isOf(number.municipality);
    const point = number.position?.point;
    this.map?.setHighlight({ shape: null, pin: point ? { point, label: number.label } : null });
    if (isFirst && point && !this.stay) this.map?.flyTo(point, ZOOM);
  }

  protected override render(): TemplateResult {
    const { number } = this;
    return html`${number ? this.back({ name: "street", id: number.street }, this.streetLabel(number) || t("register.street")) : nothing}
    ${this.heading(number ? this.label(number) : t("account.loading"))} ${this.whenReady(() => (number ? this.body(number) : html``))}`;
  }

  private body(number: HouseNumber): TemplateResult {
    const { position } = number;
    const subject = subjectOfNumber(number, this.label(number));
    return html`
      ${this.facts(number.stage, [number.details.postcode === null ? null : html`<span>${t("field.postcode")}: ${number.details.postcode}</span>`])}
      <p class="civico-coordinates" data-testid="number-position">
        ${position ? html`${specificationName(position.specification)} · ${t("details.coordinates", { lat: position.point[1].toFixed(6), lon: position.point[0].toFixed(6) })}` : t("position.none")}
      </p>
      ${this.certification(number)} ${this.buttons(number.municipality, this.actions(number), [correctStage(subject, number.stage)])}
      <civico-internals .client=${this.client} .rights=${this.rightsOver(number.municipality)} .seq=${this.seq} .number=${number} .label=${subject.label}></civico-internals>
      ${this.history(number.municipality, subject)}
    `;
  }

  /** Who stands for a number in force: the comune by deciding or by having seen it, ANNCSU by having it too. */
  private certification({ certification, stage }: HouseNumber): TemplateResult | typeof nothing {
    if (!certification || stage !== "current") return nothing;
    const { decided, onSite, anncsu } = certification;
    const by = [anncsu ? [t("certification.anncsu")] : [], onSite === null ? [] : [t("certification.on-site", { date: formatDate(onSite) })], decided ? [t("certification.decided")] : []].flat();
    return html`<p class="civico-note" data-testid="certification">${by.length === 0 ? t("certification.none") : t("certification.by", { by: by.join(", ") })}</p>`;
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
    return `${this.streetLabel(number)} ${number.label}`.trim();
  }

  private streetLabel(number: HouseNumber): string {
    return this.known.street(number.street)?.label ?? this.streetName;
  }

  /** The course to put the access beside, and how far from it the others are. */
  private async loadStreet(street: string, signal: AbortSignal): Promise<void> {
    const [item, numbers, name] = await Promise.all([
      getItem(this.client, { collection: "thoroughfares", id: street }, signal).catch(() => null),
      listNumbers(this.client, street, signal).catch(() => []),
      // Of another comune, or new: the panel does not know it.
      this.known.street(street)?.label ?? getStreet(this.client, street, signal).then(({ label }) => label).catch(() => ""),
    ]);
    this.streetName = name;
    this.course = courseOf(item?.geometry ?? null);
    this.others = numbers.filter(({ id }) => id !== this.subject);
    this.offset = usualOffsetM(this.course, this.others.flatMap(({ position }) => (position ? [position.point] : [])));
  }
}
