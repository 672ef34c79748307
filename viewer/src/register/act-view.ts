import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ask, type Act, type Outcome } from "../api/acts";
import { isAbort } from "../api/client";
import { boundsOf } from "../app/bounds";
import { formatDate, formatTime, t } from "../i18n/language";
import { errorText } from "../ui/error-text";
import { shapeOf, shownArc } from "./arcs-shown";
import { changeList } from "./change-list";
import { decision, undo } from "./forms";
import { arcsSummary, askedArcs } from "./forms-arcs";
import { namesFor } from "./names";
import { RegisterPart } from "./part";
import { HOME } from "./view";
import { aboutAct } from "./words";

const ZOOM = 18;

/** An act that waits, is a draft, or holds from a day to come: what it would change, and the decision. */
@customElement("civico-act")
export class ActView extends RegisterPart {
  @property({ attribute: false }) act!: Act;
  @state() private outcome: Outcome | null = null;
  /** Why it could not happen now. */
  @state() private refusal = "";
  private names: ReadonlyMap<string, string> = new Map();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.map?.editLines(null);
  }

  protected override firstUpdated(): void {
    this.showLines();
  }

  protected override async load(): Promise<void> {
    const { command, legalAct, reason, validFrom } = this.act;
    [this.outcome, this.refusal] = [null, ""];
    if (command === null || this.act.state === "applied") return;
    try {
      const outcome = await ask(this.client, command, "preview", { legalAct, reason, validFrom }, null);
      this.names = await namesFor(this.client, outcome.events);
      this.outcome = outcome;
    } catch (error) {
      if (isAbort(error)) throw error;
      this.refusal = errorText(error);
    }
  }

  protected override render(): TemplateResult {
    const { act } = this;
    return html`${this.back(HOME, t("register.title"))} ${this.heading(aboutAct(act, this.known))}
      <p class="civico-facts-line">
        <span class="civico-stage ${act.state}" data-testid="stage">${t(`act.${act.state}`)}</span>
        <span>${t("act.recorded", { time: formatTime(act.recordedAt) })}</span>
      </p>
      ${act.legalAct === null ? nothing : html`<p class="civico-note">${t("act.legal", { kind: act.legalAct.kind, protocol: act.legalAct.protocol, date: formatDate(act.legalAct.date) })}</p>`}
      ${act.reason === null ? nothing : html`<p class="civico-note">${t("register.because", { reason: act.reason })}</p>`} ${this.whenReady(() => this.body())}`;
  }

  private body(): TemplateResult {
    const { outcome, refusal } = this;
    return html`
      ${this.stretches()}
      ${outcome === null ? nothing : html`<div class="civico-preview"><h4>${t("register.wouldChange", { count: outcome.events.length })}</h4>${changeList(outcome.events, this.names)}</div>`}
      ${refusal === "" ? nothing : html`<div class="alert alert-warning" data-testid="act-refusal"><p>${refusal}</p></div>`}
      <div class="civico-actions-row" role="group" aria-label=${t("actions")}>${this.decisions()}</div>
    `;
  }

  /** The events of an act come without lines: what they change about a street is said, and drawn, by what was asked. */
  private stretches(): TemplateResult | typeof nothing {
    const { act, known } = this;
    const { command } = act;
    if (command?.type !== "record-arcs") return nothing;
    const street = act.state === "applied" ? null : known.street(String(command["thoroughfare"]));
    const asked = askedArcs(command);
    return html`<p class="civico-note" data-testid="act-arcs">${street ? arcsSummary(street.arcs, command) : t("arcs.asked", { count: asked.length })}</p>`;
  }

  private showLines(): void {
    const { command } = this.act;
    const asked = command?.type === "record-arcs" ? askedArcs(command) : [];
    if (asked.length === 0) return;
    this.map?.editLines({ lines: asked.map(shownArc), chosen: null, drawing: null });
    const bounds = boundsOf(shapeOf(asked));
    if (bounds) this.map?.fit(bounds, ZOOM);
  }

  private decisions(): (TemplateResult | typeof nothing)[] {
    const { act, rights } = this;
    if (act.state === "applied") return [rights.mayApprove || rights.mayEdit ? this.undo() : nothing];
    return [
      act.state === "waiting" && rights.mayApprove ? this.button("approve-act", "btn-primary") : nothing,
      act.state === "draft" && rights.mayEdit ? this.button("submit-act", "btn-primary") : nothing,
      // Who asked may take it back; whether that is this person only the server knows.
      act.state !== "scheduled" || rights.mayApprove ? this.button("reject-act", "btn-outline-primary") : nothing,
    ];
  }

  private button(id: "approve-act" | "reject-act" | "submit-act", look: string): TemplateResult {
    const spec = decision(id, this.act, aboutAct(this.act, this.known));
    return html`<button type="button" class="btn ${look} btn-xs" data-testid="action-${id}" @click=${() => this.go({ name: "form", spec })}>${t(`form.${id}.open`)}</button>`;
  }

  private undo(): TemplateResult {
    const spec = undo(this.act.id, aboutAct(this.act, this.known), HOME);
    return html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="undo" @click=${() => this.go({ name: "form", spec })}>${t("form.undo.open")}</button>`;
  }
}
