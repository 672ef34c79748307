import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { listDeliveries, type Delivery } from "../api/deliveries";
import { formatTime, t } from "../i18n/language";
import { errorText } from "../ui/error-text";
import { layoutName } from "./delivery-words";
import { RegisterPart } from "./part";
import { HOME } from "./view";

/** The deliveries of a comune, newest first, and the way to send another one. */
@customElement("civico-deliveries")
export class Deliveries extends RegisterPart {
  @state() private deliveries: Delivery[] = [];
  @state() private next: string | null = null;
  /** Why older ones cannot be shown. */
  @state() private failure = "";

  protected override async load(signal: AbortSignal): Promise<void> {
    const page = await listDeliveries(this.client, this.rights.municipality, null, signal);
    [this.deliveries, this.next] = [page.deliveries, page.next];
  }

  protected override render(): TemplateResult {
    return html`${this.back(HOME, t("register.title"))} ${this.heading(t("delivery.title"))}
      ${this.rights.mayEdit
        ? html`<div class="civico-actions-row"><button type="button" class="btn btn-primary btn-xs" data-testid="delivery-new" @click=${() => this.go({ name: "send-delivery" })}>${t("delivery.new")}</button></div>`
        : nothing}
      ${this.whenReady(() => this.list())}`;
  }

  private list(): TemplateResult {
    if (this.deliveries.length === 0) return html`<p class="civico-note" data-testid="deliveries-empty">${t("delivery.empty")}</p>`;
    return html`<ul class="civico-worklist" data-testid="deliveries">
        ${this.deliveries.map((delivery) => this.row(delivery))}
      </ul>
      ${this.failure === "" ? nothing : html`<p class="civico-note error" role="alert">${this.failure}</p>`}
      ${this.next === null ? nothing : html`<button type="button" class="civico-link" data-testid="deliveries-more" @click=${() => void this.more()}>${t("delivery.more")}</button>`}`;
  }

  private row({ id, createdAt, state: decided, layout, files, needsSecond }: Delivery): TemplateResult {
    return html`<li>
      <button type="button" class="civico-worklist-row" data-testid="delivery-row" @click=${() => this.go({ name: "delivery", id, own: false })}>
        <span>${formatTime(createdAt)}<span class="civico-delivery-files">${layoutName(layout)}: ${files.join(", ")}</span></span>
        <small><span class="civico-stage ${decided}">${t(`delivery.state.${decided}`)}</span>${needsSecond && decided === "previewed" ? html`<br />${t("delivery.smells")}` : nothing}</small>
      </button>
    </li>`;
  }

  private async more(): Promise<void> {
    try {
      const page = await listDeliveries(this.client, this.rights.municipality, this.next);
      [this.deliveries, this.next, this.failure] = [[...this.deliveries, ...page.deliveries], page.next, ""];
    } catch (error) {
      this.failure = errorText(error);
    }
  }
}
