import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { LonLat } from "../api/geocoder";
import { formatNumber, t } from "../i18n/language";
import type { MapPort } from "../map/types";
import { footOn, moved, snap, type Course } from "../state/snapping";
import { CivicoElement } from "../ui/element";
import { choice, field } from "../ui/form";
import { icon } from "../ui/icons";
import { specificationName } from "./words";

const SPECIFICATIONS = ["entrance", "driveway", "plate", "building", "parcel", "segment"] as const;
/** Seven decimals of a degree are a centimetre. */
const DECIMALS = 7;
const NUDGE_M = 0.5;

/** Where an access is: a point on the map, dragged or moved by keys, written as coordinates, kept beside its street. */
@customElement("civico-position")
export class PositionField extends CivicoElement {
  @property({ attribute: false }) map: MapPort | null = null;
  @property({ attribute: false }) course: Course = [];
  /** Where it is now; null for a place yet to be chosen. */
  @property({ attribute: false }) start: LonLat | null = null;
  /** How far from the axis of the street it is put, in metres. */
  @property({ attribute: false }) offset = 0;
  @property({ attribute: false }) specification = "entrance";
  @state() private point: LonLat | null = null;
  @state() private snapping = false;
  /** What a person changed the distance to. */
  @state() private offsetM: number | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.map?.editPoint(null);
  }

  /** A point somewhere on the map; a street that has a course draws it to its side. */
  place(point: LonLat): void {
    this.point = this.snapping ? snap(this.course, point, this.distance()) : point;
    // The form has to hear of it as of any other field.
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("start")) {
      this.point = this.start;
      // A measured place stays where it was measured; a new one begins beside its street.
      this.snapping = this.start === null && this.course.length > 0;
    }
  }

  protected override updated(): void {
    this.map?.editPoint({
      point: this.point,
      label: t("position.marker"),
      course: this.course,
      foot: this.point && (footOn(this.course, this.point)?.point ?? null),
      moved: (point) => this.place(point),
      nudged: (eastM, northM) => this.nudge(eastM, northM),
    });
  }

  protected override render(): TemplateResult {
    return html`<fieldset class="civico-field civico-position">
      <legend>${t("position.title")}</legend>
      <p class="civico-note">${t("position.hint")}</p>
      ${this.point ? this.pad() : html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="place-centre" @click=${this.onCentre}>${t("position.centre")}</button>`}
      <div class="civico-field-row">${this.coordinate("lat", 1, t("position.lat"))} ${this.coordinate("lon", 0, t("position.lon"))}</div>
      ${this.snapField()}
      ${choice({ id: "specification", name: "specification", label: t("position.specification"), options: SPECIFICATIONS.map((of) => [of, specificationName(of)] as const), value: this.specification })}
    </fieldset>`;
  }

  private coordinate(name: "lon" | "lat", at: 0 | 1, label: string): TemplateResult {
    const input = html`<input
      id="position-${name}"
      name=${name}
      type="number"
      step="any"
      class="form-control"
      data-testid="position-${name}"
      .value=${this.point ? this.point[at].toFixed(DECIMALS) : ""}
      @change=${this.onWritten}
      @keydown=${(event: KeyboardEvent) => this.onCoordinateKey(event, name)}
    />`;
    return field(`position-${name}`, label, input);
  }

  private pad(): TemplateResult {
    return html`<div class="civico-pad" role="group" aria-label=${t("position.move")}>
      ${this.arrow("arrowLeft", "position.west", -NUDGE_M, 0)} ${this.arrow("arrowUp", "position.north", 0, NUDGE_M)}
      ${this.arrow("arrowDown", "position.south", 0, -NUDGE_M)} ${this.arrow("arrowRight", "position.east", NUDGE_M, 0)}
      <span class="civico-note">${t("position.step")}</span>
    </div>`;
  }

  private arrow(name: "arrowLeft" | "arrowRight" | "arrowUp" | "arrowDown", key: "position.west" | "position.east" | "position.north" | "position.south", east: number, north: number): TemplateResult {
    return html`<button type="button" class="civico-icon-button" aria-label=${t(key)} title=${t(key)} data-testid=${key} @click=${() => this.nudge(east, north)}>${icon(name)}</button>`;
  }

  private snapField(): TemplateResult {
    if (this.course.length === 0) return html`<p class="civico-note" data-testid="snap-state">${t("position.noCourse")}</p>`;
    return html`<div class="civico-snap">
      <span class="civico-check">
        <input id="snap" type="checkbox" data-testid="snap" .checked=${this.snapping} @change=${this.onSnap} />
        <label for="snap">${t("position.snap")}</label>
      </span>
      ${this.snapping
        ? field("snap-offset", t("position.offset"), html`<input id="snap-offset" type="number" min="0" max="200" step="0.5" class="form-control" data-testid="snap-offset" .value=${String(this.distance())} @change=${this.onOffset} />`)
        : nothing}
      <p class="civico-note" role="status" data-testid="snap-state">${this.snapState()}</p>
    </div>`;
  }

  private snapState(): string {
    const foot = this.point && footOn(this.course, this.point);
    if (!foot) return t("position.missing");
    const metres = formatNumber(foot.distanceM, 1);
    return t(this.snapping ? "position.snapped" : "position.free", { metres });
  }

  private distance(): number {
    return this.offsetM ?? this.offset;
  }

  private nudge(eastM: number, northM: number): void {
    if (this.point) this.place(moved(this.point, eastM, northM));
  }

  private readonly onCentre = async (): Promise<void> => {
    if (!this.map) return;
    this.place(this.map.middle());
    await this.updateComplete;
    document.querySelector<HTMLElement>(".civico-point-marker")?.focus();
  };

  /** Written coordinates count as they are: whoever measured them knows better than the street. */
  private readonly onWritten = (): void => {
    const read = (name: string): number => Number(this.querySelector<HTMLInputElement>(`#position-${name}`)?.value || Number.NaN);
    const [lon, lat] = [read("lon"), read("lat")];
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) return;
    this.snapping = false;
    this.point = [lon, lat];
    this.map?.flyTo(this.point, Math.max(this.map.camera().zoom, 18));
  };

  /** The browser's own arrows would step by a whole degree. */
  private onCoordinateKey(event: KeyboardEvent, name: "lon" | "lat"): void {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const step = event.key === "ArrowUp" ? NUDGE_M : -NUDGE_M;
    this.nudge(name === "lon" ? step : 0, name === "lat" ? step : 0);
  }

  private readonly onSnap = (event: Event): void => {
    this.snapping = event.target instanceof HTMLInputElement && event.target.checked;
    if (this.snapping && this.point) this.place(this.point);
  };

  private readonly onOffset = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.offsetM = Math.max(0, Number(event.target.value) || 0);
    if (this.point) this.place(this.point);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-position": PositionField;
  }
}
