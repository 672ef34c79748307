import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { getItem } from "../api/items";
import { getLocality, type Locality } from "../api/localities";
import { boundsOf } from "../app/bounds";
import { t } from "../i18n/language";
import type { Action } from "./actions";
import { approve, reinstate, reject, retire, subjectOfLocality } from "./forms";
import { correctStage } from "./forms-corrections";
import { correctLocalityName, renameLocality } from "./forms-localities";
import { Sheet } from "./sheet";
import { LOCALITIES } from "./view";

const ZOOM = 16;

/** A named place with its streets, what can be done with it, and what happened to it. */
@customElement("civico-locality")
export class LocalityView extends Sheet {
  @state() private place: Locality | null = null;

  protected override async load(signal: AbortSignal): Promise<void> {
    const isFirst = this.place === null;
    const ref = { collection: "localities", id: this.subject };
    const [place, item] = await Promise.all([getLocality(this.client, this.subject, signal), getItem(this.client, ref, signal).catch(() => null)]);
    this.place = place;
    this.isOf(place.municipality);
    const shape = item?.geometry ?? null;
    this.map?.setHighlight(shape?.type === "Point" ? { shape: null, pin: { point: [shape.coordinates[0] ?? 0, shape.coordinates[1] ?? 0], label: place.label } } : { shape, pin: null });
    const bounds = shape && boundsOf(shape);
    if (isFirst && bounds && !this.stay) this.map?.fit(bounds, ZOOM);
  }

  protected override render(): TemplateResult {
    const { place } = this;
    return html`${this.back(LOCALITIES, t("localities.title"))} ${this.heading(place?.label ?? t("account.loading"))} ${this.whenReady(() => (place ? this.body(place) : html``))}`;
  }

  private body(place: Locality): TemplateResult {
    const subject = subjectOfLocality(place);
    return html`${this.facts(place.stage)} ${this.aliases(place.aliases)}
      ${this.buttons(place.municipality, this.actions(place), [correctStage(subject, place.stage)])}
      ${place.municipality === this.rights.municipality ? this.streets(place) : nothing} ${this.history(place.municipality, subject)}`;
  }

  private actions(place: Locality): Action[] {
    const subject = subjectOfLocality(place);
    switch (place.stage) {
      case "proposed":
        return [approve(subject), reject(subject), correctLocalityName(subject)];
      case "current":
        return [renameLocality(subject), correctLocalityName(subject), retire(subject)];
      case "retired":
        return [reinstate(subject)];
      default:
        return [];
    }
  }

  /** A place ends only once no street is in it any more: here one sees which. */
  private streets({ id }: Locality): TemplateResult {
    const streets = this.known.streetsIn(id);
    return html`<h4>${t("localities.streets", { count: streets.length })}</h4>
      ${streets.length === 0
        ? html`<p class="civico-note" data-testid="streets-empty">${t("localities.noStreets")}</p>`
        : html`<ul class="civico-worklist" data-testid="locality-streets">
            ${streets.map((street) => html`<li><button type="button" class="civico-worklist-row" @click=${() => this.go({ name: "street", id: street.id })}>${street.label}</button></li>`)}
          </ul>`}`;
  }
}
