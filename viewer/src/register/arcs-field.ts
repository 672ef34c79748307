import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Arc } from "../api/arcs";
import type { LonLat } from "../api/geocoder";
import { formatNumber, t } from "../i18n/language";
import type { MapPort } from "../map/types";
import { arcsOf, drawnStretch, hasLength, lengthM, overlapsOf, problemCount, rangeOf, rangeProblem, reversed, SIDES, startOf, type Side, type Stretch } from "../state/arcs";
import { moved } from "../state/delivery";
import type { Course } from "../state/snapping";
import { CivicoElement } from "../ui/element";
import { icon } from "../ui/icons";
import { metres, shownArc } from "./arcs-shown";

const ENDS = ["from", "to"] as const;
type End = (typeof ENDS)[number];
const LONGEST_NUMBER = 5;
/** Of the table: the place of a stretch, and both ends of both sides. */
const COLUMNS = 5;

/** The stretches of a street as a table to write in, beside their lines on the map: drawn there, turned round, put in order, taken away. */
@customElement("civico-arcs-field")
export class ArcsField extends CivicoElement {
  @property({ attribute: false }) map: MapPort | null = null;
  /** Those that are known. */
  @property({ attribute: false }) arcs: readonly Arc[] = [];
  @property({ attribute: false }) course: Course = [];
  @state() private stretches: readonly Stretch[] = [];
  /** The keys of the one under the pointer, and of the one in which somebody writes. */
  @state() private hovered: number | null = null;
  @state() private focused: number | null = null;
  /** Points of the line that is being drawn; null while none is. */
  @state() private drawn: readonly LonLat[] | null = null;
  /** Why the drawing cannot end yet. */
  @state() private tooShort = false;
  private nextKey = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this.onKey);
    this.map?.editLines(null);
  }

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    this.stretches = startOf(this.arcs, this.course);
    this.nextKey = this.stretches.length;
    // The lines of the table stand for the street.
    this.map?.setHighlight({ shape: null, pin: null });
  }

  protected override updated(): void {
    const { drawn, stretches } = this;
    const chosen = drawn === null ? stretches.findIndex(({ key }) => key === this.chosen()) : -1;
    this.map?.editLines({
      // A range is beside its line once it can be read.
      lines: stretches.map(({ line, left, right }, at) => shownArc({ lines: [line], left: rangeOf(left), right: rangeOf(right) }, at)),
      chosen: chosen === -1 ? null : chosen,
      drawing: drawn && { points: drawn, placed: (point) => this.place(point), removed: () => this.takeBack(), ended: () => void this.end(), cancelled: () => void this.cancel() },
    });
  }

  protected override render(): TemplateResult {
    const sent = arcsOf(this.stretches);
    return html`
      ${this.stretches.length === 0 ? html`<p class="civico-note" data-testid="arcs-field-empty">${t(this.arcs.length + this.course.length === 0 ? "arcs.start" : "arcs.willBeNone")}</p>` : this.table()}
      ${this.drawn === null ? html`<button type="button" class="btn btn-outline-primary btn-xs civico-fill" data-testid="arcs-add" @click=${() => this.begin()}>${t("arcs.add")}</button>` : this.drawing(this.drawn)}
      ${this.summary()}
      <input type="hidden" name="arcs" .value=${sent === null ? "" : JSON.stringify(sent)} />
      <input type="hidden" name="drawing" .value=${this.drawn === null ? "" : "yes"} />
    `;
  }

  private summary(): TemplateResult {
    const problems = problemCount(this.stretches);
    return html`<p class=${problems > 0 ? "civico-note error" : "civico-note"} role="status" data-testid="arcs-state">${problems > 0 ? t("arcs.problems", { count: problems }) : t("arcs.written", { count: this.stretches.length })}</p>`;
  }

  private table(): TemplateResult {
    const shared = overlapsOf(this.stretches);
    return html`<div class="civico-renumber-table civico-arcs-table" role="region" aria-label=${t("arcs.title")} tabindex="0" @pointerleave=${() => (this.hovered = null)} @focusout=${() => (this.focused = null)}>
      <table data-testid="arcs-table">
        <caption class="visually-hidden">${t("arcs.title")}</caption>
        <thead>
          <tr><th scope="col" rowspan="2"><span class="visually-hidden">${t("arcs.stretch")}</span></th>${SIDES.map((side) => html`<th scope="colgroup" colspan="2">${t(`arcs.${side}`)}</th>`)}</tr>
          <tr>${SIDES.map(() => ENDS.map((end) => html`<th scope="col">${t(`arcs.${end}`)}</th>`))}</tr>
        </thead>
        ${repeat(this.stretches, ({ key }) => key, (stretch, at) => this.stretch(stretch, at, shared.get(at) ?? []))}
      </table>
    </div>`;
  }

  private stretch(stretch: Stretch, at: number, shared: readonly number[]): TemplateResult {
    const problem = SIDES.map((side) => rangeProblem(stretch[side])).find((found) => found !== null) ?? null;
    const told = problem !== null ? t(`arcs.problem.${problem}`) : shared.length === 0 ? "" : shared.every((other) => other === at) ? t("arcs.sharedSides") : t("arcs.shared", { others: shared.filter((other) => other !== at).map((other) => other + 1).join(", ") });
    return html`<tbody class=${stretch.key === this.chosen() ? "chosen" : ""} @focusin=${() => (this.focused = stretch.key)} @pointerenter=${() => (this.hovered = stretch.key)}>
      <tr>
        <th scope="row">${at + 1}</th>
        ${SIDES.map((side) => ENDS.map((end) => this.cell(stretch, side, end, at + 1)))}
      </tr>
      <tr class="civico-arc-tools">
        <td></td>
        <td colspan=${COLUMNS - 1}><div>${this.tools(stretch, at)}</div></td>
      </tr>
      ${told === "" ? nothing : html`<tr class="civico-arc-told"><td></td><td colspan=${COLUMNS - 1}><span class=${problem === null ? "civico-note" : "civico-note error"} id="arc-told-${stretch.key}" data-testid="arc-told-${at + 1}">${told}</span></td></tr>`}
    </tbody>`;
  }

  private cell(stretch: Stretch, side: Side, end: End, line: number): TemplateResult {
    const wrong = rangeProblem(stretch[side]) !== null;
    const onInput = (event: Event): void => {
      if (event.target instanceof HTMLInputElement) this.write(stretch.key, side, end, event.target.value);
    };
    return html`<td><input
      class="form-control"
      inputmode="numeric"
      autocomplete="off"
      maxlength=${LONGEST_NUMBER}
      aria-label=${t("arcs.cell", { side: t(`arcs.${side}`), end: t(`arcs.${end}`), line })}
      aria-invalid=${wrong ? "true" : "false"}
      aria-describedby=${wrong ? `arc-told-${stretch.key}` : nothing}
      data-testid="arc-${side}-${end}-${line}"
      .value=${stretch[side][end]}
      @input=${onInput}
    /></td>`;
  }

  private tools(stretch: Stretch, at: number): TemplateResult {
    const line = at + 1;
    const tool = (id: string, name: "arrowUp" | "arrowDown" | "reverse" | "close", key: "arcs.up" | "arcs.down" | "arcs.reverse" | "arcs.remove", act: () => void, disabled = false): TemplateResult =>
      html`<button type="button" class="civico-icon-button" ?disabled=${disabled} aria-label=${t(key, { line })} title=${t(key, { line })} data-testid="arc-${id}-${line}" @click=${act}>${icon(name)}</button>`;
    return html`<span class="civico-arc-length">${metres([stretch.line])}</span>
      ${tool("up", "arrowUp", "arcs.up", () => void this.move(at, -1), at === 0)} ${tool("down", "arrowDown", "arcs.down", () => void this.move(at, 1), line === this.stretches.length)}
      ${tool("reverse", "reverse", "arcs.reverse", () => this.turn(stretch.key))} ${tool("remove", "close", "arcs.remove", () => void this.takeAway(at))}`;
  }

  private drawing(points: readonly LonLat[]): TemplateResult {
    const button = (id: string, key: "arcs.centre" | "arcs.back" | "arcs.end" | "arcs.cancel", act: () => void): TemplateResult =>
      html`<button type="button" class="btn ${id === "end" ? "btn-primary" : "btn-outline-primary"} btn-xs" data-testid="arcs-${id}" @click=${act}>${t(key)}</button>`;
    return html`<fieldset class="civico-field civico-plan civico-drawing" data-testid="arcs-drawing">
      <legend>${t("arcs.drawing")}</legend>
      <p class="civico-note">${t("arcs.hint")} <span class="civico-by-keys">${t("arcs.keys")}</span></p>
      <p class=${this.tooShort ? "civico-note error" : "civico-note"} role="status" data-testid="arcs-points">${this.tooShort ? t("arcs.tooShort") : t("arcs.points", { count: points.length, metres: formatNumber(lengthM(points), 0) })}</p>
      <div class="civico-actions-row">
        ${button("end", "arcs.end", () => void this.end())} ${button("centre", "arcs.centre", () => this.map && this.place(this.map.middle()))}
        ${button("back", "arcs.back", () => this.takeBack())} ${button("cancel", "arcs.cancel", () => void this.cancel())}
      </div>
    </fieldset>`;
  }

  private begin(): void {
    [this.drawn, this.tooShort] = [[], false];
    this.changed();
  }

  private place(point: LonLat): void {
    const last = this.drawn?.at(-1);
    if (this.drawn === null || (last && last[0] === point[0] && last[1] === point[1])) return;
    [this.drawn, this.tooShort] = [[...this.drawn, point], false];
  }

  private takeBack(): void {
    if (this.drawn !== null) [this.drawn, this.tooShort] = [this.drawn.slice(0, -1), false];
  }

  /** A line of one point is none: the drawing goes on. */
  private async end(): Promise<void> {
    const { drawn } = this;
    if (drawn === null) return;
    this.tooShort = !hasLength(drawn);
    if (this.tooShort) return;
    [this.stretches, this.drawn] = [[...this.stretches, drawnStretch(this.nextKey++, drawn)], null];
    this.changed();
    await this.focusOn(`arc-left-from-${this.stretches.length}`);
  }

  private async cancel(): Promise<void> {
    if (this.drawn === null) return;
    this.drawn = null;
    this.changed();
    await this.focusOn("arcs-add");
  }

  /** Gives up the line, and nothing else of the form. */
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.drawn === null) return;
    event.stopPropagation();
    void this.cancel();
  };

  private chosen(): number | null {
    return this.hovered ?? this.focused;
  }

  private write(key: number, side: Side, end: End, text: string): void {
    this.stretches = this.stretches.map((stretch) => (stretch.key === key ? { ...stretch, [side]: { ...stretch[side], [end]: text } } : stretch));
  }

  private turn(key: number): void {
    this.stretches = this.stretches.map((stretch) => (stretch.key === key ? reversed(stretch) : stretch));
    this.changed();
  }

  /** The keyboard goes with the stretch; at an end only the way back is left. */
  private async move(at: number, by: -1 | 1): Promise<void> {
    const [to, last] = [at + by, this.stretches.length - 1];
    this.stretches = moved(this.stretches, at, by);
    this.changed();
    await this.focusOn(`arc-${to === 0 ? "down" : to === last ? "up" : by < 0 ? "up" : "down"}-${to + 1}`);
  }

  /** The keyboard stays in the table: on the stretch that follows, or where stretches are added. */
  private async takeAway(at: number): Promise<void> {
    [this.stretches, this.hovered] = [this.stretches.filter((_, place) => place !== at), null];
    this.changed();
    const next = Math.min(at + 1, this.stretches.length);
    await this.focusOn(next === 0 ? "arcs-add" : `arc-remove-${next}`);
  }

  private async focusOn(id: string): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.focus();
  }

  /** The form has to hear of it as of any other field. */
  private changed(): void {
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-arcs-field": ArcsField;
  }
}
