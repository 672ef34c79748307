import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Client } from "../api/client";
import { reverse, type LonLat, type Place } from "../api/geocoder";
import { ADDRESS_PARTS, placeOf, type AddressText, type Candidate, type Decision, type Review } from "../api/records";
import { boundsOf } from "../app/bounds";
import { formatDate, language, t } from "../i18n/language";
import type { MapPort } from "../map/types";
import "../ui/confirm-dialog";
import { CivicoElement } from "../ui/element";
import { candidateList, CHOICE_FORM } from "./candidates";
import "./place-search";
import { inOneLine, kindName } from "./words";

const ZOOM = 17;

/** What is decided, with the words for it. */
export interface Decided {
  review: Review;
  decision: Decision;
  label: string;
}

/** One record that waits: what its service wrote, what that may mean, and what the officer says of it. */
@customElement("civico-review")
export class ReviewView extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) map: MapPort | null = null;
  @property({ attribute: false }) review!: Review;
  @property({ attribute: false }) busy = false;
  /** Whether another record could be looked at instead. */
  @property({ attribute: false }) hasOthers = false;
  /** Found by a search or on the map, below what the server offered. */
  @state() private found: Candidate[] = [];
  @state() private chosen: Candidate | null = null;
  @state() private problem = "";
  @state() private asking: "choose" | "not-an-address" | null = null;

  /** Somebody pointed at the map: the nearest address there is one more place to choose. */
  async point(point: LonLat): Promise<void> {
    const place = await reverse(this.client, point, language()).catch(() => null);
    const candidate = place && candidateOf({ ...place, faults: [] });
    if (!candidate?.place) return;
    const same = this.all().find((other) => JSON.stringify(other.place) === JSON.stringify(candidate.place));
    if (!same) this.found = [...this.found, candidate];
    this.choose(same ?? candidate);
    await this.updateComplete;
    this.querySelector(".civico-candidate.chosen")?.scrollIntoView({ block: "center" });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.map?.setCandidates([]);
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has("map") && !changed.has("found") && !changed.has("chosen") && !changed.has("review")) return;
    this.map?.setCandidates(this.all().flatMap((candidate, at) => (candidate.point ? [{ point: candidate.point, number: String(at + 1), chosen: candidate === this.chosen }] : [])));
    const likely = this.all().filter(({ place }) => place !== null);
    if (changed.has("map") || changed.has("review")) this.showAll(likely.length > 0 ? likely : this.all());
  }

  protected override render(): TemplateResult {
    const { review } = this;
    return html`
      <h4 id="review-title" tabindex="-1" data-testid="review-title">${kindName(review)} · <span class="civico-reference">${review.reference}</span></h4>
      <p class="civico-note" data-testid="review-reason">${t(`records.reason.${review.reason}`)}</p>
      ${this.text()}
      <div @civico-places-found=${(event: CustomEvent<Place[]>) => this.take(event.detail)}>
        ${candidateList(this.all(), this.chosen, (candidate) => this.choose(candidate), () => this.askToChoose())}
        <civico-place-search .client=${this.client}></civico-place-search>
      </div>
      <p class="civico-note error" role="alert" data-testid="review-problem" ?hidden=${this.problem === ""}>${this.problem}</p>
      ${this.buttons()} ${this.dialog()}
    `;
  }

  private text(): TemplateResult {
    const { text, textIsUnreadable, former, textKeptUntil } = this.review;
    if (text !== null) {
      return html`<div class="civico-sealed" data-testid="review-text">
        <span class="civico-overline">${t("records.written")}</span>
        ${written(text)}
        ${textKeptUntil === null ? nothing : html`<small>${t("records.keptUntil", { date: formatDate(textKeptUntil) })}</small>`}
      </div>`;
    }
    if (textIsUnreadable) return html`<div class="alert alert-warning" data-testid="review-unreadable"><p>${t("records.unreadable")}</p></div>`;
    if (former === null) return html`<p class="civico-sealed" data-testid="review-no-text">${t("records.noText")}</p>`;
    return html`<div class="civico-sealed" data-testid="review-former"><span class="civico-overline">${t("records.former")}</span><p>${inOneLine(former)}</p></div>`;
  }

  private buttons(): TemplateResult {
    const disabled = this.busy ? "true" : "false";
    return html`<div class="civico-review-foot"><div class="civico-form-buttons">
      <button type="submit" form=${CHOICE_FORM} class="btn btn-primary btn-sm" aria-disabled=${disabled} data-testid="review-choose">${t("records.choose")}</button>
      <button type="button" class="btn btn-outline-danger btn-sm" aria-disabled=${disabled} data-testid="review-none" @click=${() => this.busy || (this.asking = "not-an-address")}>${t("records.none")}</button>
      ${this.hasOthers ? html`<button type="button" class="btn btn-outline-primary btn-sm" aria-disabled=${disabled} data-testid="review-later" @click=${() => this.decide({ decision: "keep-open" })}>${t("records.later")}</button>` : nothing}
    </div></div>`;
  }

  private dialog(): TemplateResult {
    const { asking, review, chosen } = this;
    const isChoice = asking === "choose";
    const erased = review.text === null && !review.textIsUnreadable ? "" : ` ${t("records.erased")}`;
    return html`<civico-confirm
      .open=${asking !== null}
      .question=${t(isChoice ? "records.chooseQuestion" : "records.noneQuestion", { reference: review.reference })}
      .consequence=${(isChoice ? t("records.chooseText", { label: chosen?.label ?? "" }) : t("records.noneText")) + erased}
      .action=${t(isChoice ? "records.chooseConfirm" : "records.noneConfirm")}
      .isGrave=${!isChoice}
      @civico-close-dialog=${() => (this.asking = null)}
      @civico-confirm=${this.onConfirm}
    ></civico-confirm>`;
  }

  private all(): Candidate[] {
    return [...this.review.candidates, ...this.found];
  }

  private choose(candidate: Candidate): void {
    [this.chosen, this.problem] = [candidate, ""];
    if (candidate.point) this.map?.flyTo(candidate.point, ZOOM);
  }

  /** Answers of a search stand in the place of those of the search before. */
  private take(places: Place[]): void {
    const offered = new Set(this.review.candidates.map(({ place }) => JSON.stringify(place)));
    this.found = places.map(candidateOf).filter(({ place }) => place !== null && !offered.has(JSON.stringify(place)));
    if (this.chosen && !this.all().includes(this.chosen)) this.chosen = null;
    this.showAll(this.found);
  }

  private showAll(candidates: readonly Candidate[]): void {
    const bounds = boundsOf({ type: "MultiPoint", coordinates: candidates.flatMap(({ point }) => (point ? [point] : [])) });
    if (bounds) this.map?.fit(bounds, ZOOM);
  }

  private askToChoose(): void {
    if (this.busy) return;
    if (this.chosen === null) this.problem = t("records.chooseFirst");
    else this.asking = "choose";
  }

  private readonly onConfirm = (): void => {
    const { asking, chosen } = this;
    this.asking = null;
    if (asking === "not-an-address") this.decide({ decision: "not-an-address" });
    else if (chosen?.place) this.decide({ decision: "choose", ...chosen.place });
  };

  private decide(decision: Decision): void {
    if (this.busy) return;
    const detail: Decided = { review: this.review, decision, label: this.chosen?.label ?? "" };
    this.emit("civico-review-decided", detail);
  }
}

/** One line as it is, fields with their names. */
function written(text: AddressText): TemplateResult {
  if (text.q !== undefined) return html`<p>${text.q}</p>`;
  return html`<dl>
    ${ADDRESS_PARTS.flatMap((part) => (part === "q" || text[part] === undefined ? [] : [html`<div><dt>${t(`records.part.${part}`)}</dt><dd>${text[part]}</dd></div>`]))}
  </dl>`;
}

function candidateOf({ id, label, level, point, faults }: Place): Candidate {
  return { place: placeOf(id, level), label, level, point, faults: faults.map((message) => ({ token: null, message })) };
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-review": ReviewView;
  }
}
