import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { decideDelivery, getDelivery, type Delivery } from "../api/deliveries";
import { formatNumber, formatTime, t } from "../i18n/language";
import { choicesFor, endingOf } from "../state/delivery";
import "../ui/confirm-dialog";
import { errorText } from "../ui/error-text";
import { deliveryReport } from "./delivery-report";
import { layoutName } from "./delivery-words";
import { RegisterPart } from "./part";
import { DELIVERIES } from "./view";

type Decision = "publish" | "discard";

/** A delivery: what the server says of it, and the decision. */
@customElement("civico-delivery")
export class DeliveryView extends RegisterPart {
  @property({ attribute: false }) subject = "";
  /** Who looks at it has just sent it. */
  @property({ attribute: false }) own = false;
  @state() private delivery: Delivery | null = null;
  /** What is being asked once more. */
  @state() private asked: Decision | null = null;
  @state() private busy = false;
  /** Why it could not be decided. */
  @state() private failure = "";

  protected override async load(signal: AbortSignal): Promise<void> {
    this.delivery = await getDelivery(this.client, this.subject, signal);
  }

  protected override render(): TemplateResult {
    const { delivery } = this;
    return html`${this.back(DELIVERIES, t("delivery.title"))} ${this.heading(delivery ? t("delivery.of", { time: formatTime(delivery.createdAt) }) : t("delivery.title"))}
      ${this.whenReady(() => (delivery ? this.body(delivery) : html``))}`;
  }

  private body(delivery: Delivery): TemplateResult {
    return html`<p class="civico-facts-line">
        <span class="civico-stage ${delivery.state}" data-testid="delivery-state">${t(`delivery.state.${delivery.state}`)}</span>
        ${delivery.decidedAt === null ? nothing : html`<span>${formatTime(delivery.decidedAt)}</span>`}
        <span>${layoutName(delivery.layout)}: ${delivery.files.join(", ")}</span>
      </p>
      ${this.outcome(delivery)}
      ${this.failure === "" ? nothing : html`<div class="alert alert-danger" role="alert" data-testid="delivery-problem"><p>${this.failure}</p></div>`}
      ${deliveryReport(delivery.report)} ${this.decisions(delivery)} ${this.confirmation(delivery)}`;
  }

  /** What was decided; whoever listens hears it. */
  private outcome({ state: decided, report }: Delivery): TemplateResult {
    const words = decided === "published" ? t("delivery.events", { count: formatNumber(report.events ?? 0) }) : decided === "discarded" ? t("delivery.discarded") : "";
    const look = decided === "published" ? "alert alert-success" : "alert alert-info";
    return html`<div class=${words === "" ? "visually-hidden" : look} role="status" tabindex="-1" data-testid="delivery-outcome"><p>${this.busy ? t("delivery.publishing") : words}</p></div>`;
  }

  private decisions(delivery: Delivery): TemplateResult | typeof nothing {
    const { publish, discard, hint } = choicesFor(delivery, this.rights, this.own);
    if (!publish && !discard && hint === null) return nothing;
    const button = (decision: Decision, look: string): TemplateResult =>
      html`<button type="button" class="btn ${look} btn-xs" aria-disabled=${this.busy ? "true" : "false"} data-testid="delivery-${decision}" @click=${() => (this.asked = this.busy ? null : decision)}>${t(`delivery.${decision}`)}</button>`;
    return html`${hint === null ? nothing : html`<p class="civico-note" data-testid="delivery-hint">${t(`delivery.hint.${hint}`)}</p>`}
      <div class="civico-actions-row" role="group" aria-label=${t("actions")}>
        ${publish ? button("publish", "btn-primary") : nothing} ${discard ? button("discard", "btn-outline-primary") : nothing}
        ${this.busy ? html`<span class="civico-note" data-testid="delivery-busy">${t("delivery.publishing")}</span>` : nothing}
      </div>`;
  }

  private confirmation({ layout, report: { difference } }: Delivery): TemplateResult {
    const { asked } = this;
    const ending = difference ? endingOf(difference) : { streets: 0, addresses: 0 };
    const counts = { ...ending, addedStreets: difference?.streets.added ?? 0, addedAddresses: difference?.addresses.added ?? 0 };
    // Stretches are no whole register: nothing comes and nothing ends with them.
    const more = asked === "publish" && layout === "arcs" ? "delivery.confirm.publishArcs" : (`delivery.confirm.${asked ?? "discard"}More` as const);
    const consequence = asked === null ? "" : t(more, Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, formatNumber(count)])));
    return html`<civico-confirm
      ?open=${asked !== null}
      .question=${asked === null ? "" : t(`delivery.confirm.${asked}`)}
      .consequence=${consequence}
      .action=${asked === null ? "" : t(`delivery.${asked}`)}
      @civico-close-dialog=${() => (this.asked = null)}
      @civico-confirm=${() => asked && void this.decide(asked)}
    ></civico-confirm>`;
  }

  private async decide(decision: Decision): Promise<void> {
    [this.asked, this.busy, this.failure] = [null, decision === "publish", ""];
    try {
      this.delivery = await decideDelivery(this.client, this.subject, decision);
      if (decision === "publish") this.emit("civico-register-replaced");
    } catch (error) {
      this.failure = errorText(error);
      // It may smell by now, or somebody else decided: what holds is shown beside the reason.
      await this.reload();
    }
    this.busy = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-testid=${this.failure === "" ? "delivery-outcome" : "register-title"}]`)?.focus();
  }
}
