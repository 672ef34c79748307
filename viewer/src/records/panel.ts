import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import { ApiError, isAbort, type Client } from "../api/client";
import type { LonLat } from "../api/geocoder";
import type { Person } from "../api/identity";
import { decideReview, listReviews, type Review } from "../api/records";
import { t } from "../i18n/language";
import type { MapPort } from "../map/types";
import { strongerPath } from "../state/account-links";
import { isTooWeak, kept, KEEPING_RIGHT } from "../state/keeping";
import { decided, joined, NO_QUEUE, putOff, read, share, type Queue } from "../state/review-queue";
import { neededLevel } from "../state/sign-in-level";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { choice } from "../ui/form";
import "./review";
import type { Decided } from "./review";

/** Records read at once: each reading of a text is audited, and none is read long before it is looked at. */
const PAGE = 50;
/** The record is not what was looked at: it, or the place, is gone, somebody else decided, it changed. */
const STALE: ReadonlySet<number> = new Set([404, 409, 412]);
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/** What waits for the records officer of an ente, one record after another. */
@customElement("civico-records")
export class RecordsPanel extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) person!: Person;
  @property({ attribute: false }) map: MapPort | null = null;
  /** Whether somebody looks at it: nothing is read before. */
  @property({ attribute: false }) active = false;
  @state() private ente = "";
  @state() private queue: Queue = NO_QUEUE;
  @state() private status: "idle" | "loading" | "ready" | "failed" = "idle";
  @state() private busy = false;
  @state() private problem = "";
  /** What was decided last. */
  @state() private done = "";
  private request = new AbortController();

  /** Somebody pointed at the map; the answer is whether that says something about a record. */
  point(point: LonLat): boolean {
    const review = this.querySelector("civico-review");
    void review?.point(point);
    return review !== null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.request.abort();
  }

  protected override willUpdate(): void {
    const codes = kept(this.person).map(({ code }) => code);
    if (!codes.includes(this.ente)) this.take(codes[0] ?? "");
    if (this.active && this.status === "idle" && !isTooWeak(this.person)) void this.load();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("active") && !this.active) this.map?.setCandidates([]);
  }

  protected override render(): TemplateResult {
    return html`<section class="civico-register civico-records" aria-labelledby="records-title" data-testid="records" @civico-review-decided=${(event: CustomEvent<Decided>) => void this.decide(event.detail)}>
      ${this.enteField()}
      <h3 id="records-title" tabindex="-1" data-testid="records-title">${t("records.title", { name: kept(this.person).find(({ code }) => code === this.ente)?.name ?? this.ente })}</h3>
      <div class=${this.done === "" ? "visually-hidden" : "alert alert-success"} role="status" data-testid="records-done"><p>${this.done}</p></div>
      ${this.problem === "" ? nothing : html`<div class="alert alert-danger" role="alert" tabindex="-1" data-testid="records-problem"><p>${this.problem}</p></div>`}
      ${isTooWeak(this.person) ? this.tooWeak() : this.content()}
    </section>`;
  }

  private content(): TemplateResult {
    const [first] = this.queue.waiting;
    if (this.status === "failed") return html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="records-retry" @click=${() => void this.load()}>${t("retry")}</button>`;
    if (this.status !== "ready") return html`<p class="civico-note" role="status" data-testid="records-loading">${t("account.loading")}</p>`;
    if (!first) return this.empty();
    // What belongs to one record is never shown with another; while nobody looks the map is left to others.
    return html`${this.progress()}
    ${keyed(`${first.id} ${first.revision}`, html`<civico-review .client=${this.client} .map=${this.active ? this.map : null} .review=${first} .busy=${this.busy} .hasOthers=${this.queue.waiting.length > 1}></civico-review>`)}`;
  }

  private progress(): TemplateResult {
    const { total, decided: count } = this.queue;
    return html`<div class="civico-review-progress">
      <p class="civico-note" data-testid="records-left">${t("records.left", { count: total })}${count === 0 ? nothing : ` · ${t("records.decided", { count })}`}</p>
      ${count === 0 ? nothing : html`<progress max="100" value=${Math.round(share(this.queue) * 100)} aria-label=${t("records.progress")}></progress>`}
    </div>`;
  }

  private empty(): TemplateResult {
    return html`<p data-testid="records-empty">${t(this.queue.decided === 0 ? "records.empty" : "records.emptyNow", { count: this.queue.decided })}</p>
      <p class="civico-note">${t("records.emptyHint")}</p>
      <button type="button" class="btn btn-outline-primary btn-xs" data-testid="records-again" @click=${() => void this.load()}>${t("records.again")}</button>`;
  }

  private tooWeak(): TemplateResult {
    const level = neededLevel(this.person, KEEPING_RIGHT);
    return html`<div class="alert alert-warning" data-testid="records-weak"><p>${t("records.weak")}</p></div>
      ${level === null ? nothing : html`<a class="btn btn-outline-primary btn-sm" href=${strongerPath(level, location.pathname)} data-testid="stronger">${t("stronger.link")}</a>`}`;
  }

  /** Whoever reviews for several enti says for which one. */
  private enteField(): TemplateResult | typeof nothing {
    const enti = kept(this.person);
    if (enti.length < 2) return nothing;
    const change = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) this.take(event.target.value);
    };
    return html`<div @change=${change}>${choice({ id: "records-ente", name: "ente", label: t("records.ente"), options: enti.map(({ code, name }) => [code, name] as const), value: this.ente })}</div>`;
  }

  /** From now on another ente's; nothing of the one before stays. */
  private take(ente: string): void {
    this.request.abort();
    [this.ente, this.queue, this.status, this.problem, this.done] = [ente, NO_QUEUE, "idle", "", ""];
  }

  private async load(): Promise<void> {
    this.status = "loading";
    this.problem = "";
    try {
      await this.readFirst();
      this.status = "ready";
    } catch (error) {
      if (isAbort(error)) return;
      this.status = "failed";
      this.fail(error);
    }
  }

  private async readFirst(): Promise<void> {
    this.request.abort();
    const request = new AbortController();
    this.request = request;
    const page = await listReviews(this.client, this.ente, null, PAGE, request.signal);
    this.queue = read(this.queue, page);
  }

  private async decide({ review, decision, label }: Decided): Promise<void> {
    const { ente } = this;
    this.busy = true;
    this.problem = "";
    try {
      await decideReview(this.client, review, decision);
      if (this.ente !== ente) return;
      this.queue = decision.decision === "keep-open" ? putOff(this.queue, review.id) : decided(this.queue, review.id);
      this.done = t(`records.done.${decision.decision}`, { reference: review.reference, label });
      await this.fill();
    } catch (error) {
      if (this.ente !== ente) return;
      this.done = "";
      this.fail(error);
      if (error instanceof ApiError && STALE.has(error.status)) await this.readAnew(review);
    } finally {
      this.busy = false;
    }
    void this.lead();
  }

  /** The record was no longer what was looked at: what it is now, if it waits still. */
  private async readAnew(review: Review): Promise<void> {
    const was = this.queue.waiting.find(({ id }) => id === review.id);
    await this.readFirst().catch(() => undefined);
    const now = this.queue.waiting.find(({ id }) => id === review.id);
    if (now && now.revision !== was?.revision) this.problem = t("records.changed", { reference: review.reference });
    if (!now) this.problem = t("records.gone", { reference: review.reference });
  }

  /** The next page, once the one before is worked through. */
  private async fill(): Promise<void> {
    const { waiting, next } = this.queue;
    if (waiting.length > 0 || next === null) return;
    try {
      this.queue = joined(this.queue, await listReviews(this.client, this.ente, next, PAGE, this.request.signal));
    } catch (error) {
      // The decision itself was taken.
      this.status = "failed";
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    this.problem = errorText(error);
    // The session ended, or the role was taken away: the page learns what is left.
    if (error instanceof ApiError && [UNAUTHORIZED, FORBIDDEN].includes(error.status)) this.emit("civico-session-ended");
  }

  /** Leads the keyboard to what went wrong, else to the next record. */
  private async lead(): Promise<void> {
    await this.updateComplete;
    await this.querySelector("civico-review")?.updateComplete;
    const [problem, title, own] = ["[data-testid=records-problem]", "#review-title", "#records-title"].map((selector) => this.querySelector<HTMLElement>(selector));
    const target = problem ?? title ?? own;
    target?.focus({ preventScroll: true });
    (problem ?? own)?.scrollIntoView({ block: "start" });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-records": RecordsPanel;
  }
}
