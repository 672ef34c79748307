import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Arc } from "../api/arcs";
import type { Street } from "../api/register";
import { boundsOf } from "../app/bounds";
import { t } from "../i18n/language";
import type { MapPort } from "../map/types";
import { SIDES } from "../state/arcs";
import { allowed, type Editable } from "../state/editing";
import type { Course } from "../state/snapping";
import { CivicoElement } from "../ui/element";
import "./arcs-field";
import { metres, rangeWords, shapeOf, shownArc } from "./arcs-shown";
import { recordArcs } from "./forms-arcs";
import { subjectOfStreet } from "./forms";
import type { View } from "./view";
import { isActive } from "./words";

/** More are folded away. */
const SHOWN = 6;
const ZOOM = 19;

/** The stretches of a street with the numbers on their sides; the one that is looked at is shown on the map. */
@customElement("civico-arcs")
export class Arcs extends CivicoElement {
  @property({ attribute: false }) street!: Street;
  @property({ attribute: false }) course: Course = [];
  @property({ attribute: false }) rights!: Editable;
  @property({ attribute: false }) map: MapPort | null = null;
  @state() private all = false;
  /** The places of the one under the pointer, and of the one that has the keyboard. */
  private hovered: number | null = null;
  private focused: number | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.map?.editLines(null);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { arcs } = this.street;
    const mayRecord = isActive(this.street) && allowed(this.rights, "record-arcs") !== "nothing";
    if (arcs.length === 0 && !mayRecord) return nothing;
    return html`<h4>${t("arcs.count", { count: arcs.length })}</h4>
      ${arcs.length === 0 ? html`<p class="civico-note" data-testid="arcs-empty">${t("arcs.none")}</p>` : this.list(arcs)} ${mayRecord ? this.button() : nothing}`;
  }

  private list(arcs: readonly Arc[]): TemplateResult {
    const isLong = arcs.length > SHOWN;
    return html`<ol class="civico-arcs" data-testid="arcs" @pointerleave=${() => this.show(null, this.focused)} @focusout=${() => this.show(this.hovered, null)}>
        ${(isLong && !this.all ? arcs.slice(0, SHOWN) : arcs).map((arc, at) => this.row(arc, at))}
      </ol>
      ${isLong ? html`<button type="button" class="civico-link" aria-expanded=${this.all ? "true" : "false"} data-testid="arcs-all" @click=${() => (this.all = !this.all)}>${t(this.all ? "arcs.fewer" : "arcs.all", { count: arcs.length })}</button>` : nothing}`;
  }

  private row(arc: Arc, at: number): TemplateResult {
    const sides = SIDES.map((side) => html`<span>${t(`arcs.${side}`)}: ${arc[side] === null ? t("arcs.noNumbers") : html`<strong>${rangeWords(arc[side])}</strong>`}</span>`);
    return html`<li>
      <button type="button" class="civico-arc" data-testid="arc-${at + 1}" @pointerenter=${() => this.show(at, this.focused)} @focusin=${() => this.show(this.hovered, at)} @click=${() => this.fit(arc)}>
        <span class="civico-arc-name"><span class="visually-hidden">${t("arcs.one", { number: at + 1 })}</span><span aria-hidden="true">${at + 1}</span></span>
        <span class="civico-arc-sides">${sides}</span>
        <small>${metres(arc.lines)}</small>
      </button>
    </li>`;
  }

  private button(): TemplateResult {
    const { street } = this;
    const spec = recordArcs(subjectOfStreet(street), street.arcs, () => html`<civico-arcs-field .map=${this.map} .arcs=${street.arcs} .course=${this.course}></civico-arcs-field>`);
    const open = (): void => this.emit("civico-register-view", { name: "form", spec } satisfies View);
    return html`<div class="civico-actions-row"><button type="button" class="btn btn-outline-primary btn-xs" data-testid="action-record-arcs" @click=${open}>${t("form.record-arcs.open")}</button></div>`;
  }

  /** Emphasises one of them on the map; null for none. */
  private show(hovered: number | null, focused: number | null): void {
    [this.hovered, this.focused] = [hovered, focused];
    const chosen = hovered ?? focused;
    this.map?.editLines(chosen === null ? null : { lines: this.street.arcs.map(shownArc), chosen, drawing: null });
  }

  private fit(arc: Arc): void {
    const bounds = boundsOf(shapeOf([arc]));
    if (bounds) this.map?.fit(bounds, ZOOM);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-arcs": Arcs;
  }
}
