import { html, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { isAbort, type Client } from "../api/client";
import { t } from "../i18n/language";
import type { MapPort } from "../map/types";
import type { Editable } from "../state/editing";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { Known } from "./known";
import type { View } from "./view";

/** A part of the register's panel that shows what the server says, and says it again when the register changes. */
export abstract class RegisterPart extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) rights!: Editable;
  @property({ attribute: false }) map: MapPort | null = null;
  @property({ attribute: false }) known = Known.NOTHING;
  /** The number of the last event that was heard of: with another one the part asks again. */
  @property({ attribute: false }) seq = 0;
  /** Leaves the map where it is. */
  @property({ attribute: false }) stay = false;
  @state() protected status: "loading" | "ready" | "failed" = "loading";
  @state() private problem = "";
  private request = new AbortController();

  protected abstract load(signal: AbortSignal): Promise<void>;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("seq")) void this.reload();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.request.abort();
  }

  /** What was shown stays until the answer is there: nobody's focus is lost over what others do. */
  protected async reload(): Promise<void> {
    this.request.abort();
    const request = new AbortController();
    this.request = request;
    try {
      await this.load(request.signal);
      if (this.request !== request) return;
      this.status = "ready";
    } catch (error) {
      if (isAbort(error) || this.request !== request) return;
      this.status = "failed";
      this.problem = errorText(error);
    }
    this.requestUpdate();
  }

  /** Leads to another view of the panel. */
  protected go(view: View): void {
    this.emit("civico-register-view", view);
  }

  protected heading(text: string): TemplateResult {
    return html`<h3 id="register-title" tabindex="-1" data-testid="register-title">${text}</h3>`;
  }

  protected back(view: View, label: string): TemplateResult {
    return html`<p class="civico-back"><button type="button" class="civico-link" data-testid="register-back" @click=${() => this.go(view)}>‹ ${label}</button></p>`;
  }

  /** The content once it is there; till then what is being waited for, or what went wrong. */
  protected whenReady(content: () => TemplateResult): TemplateResult {
    if (this.status === "loading") return html`<p class="civico-note" role="status" data-testid="register-loading">${t("account.loading")}</p>`;
    if (this.status === "ready") return content();
    return html`<div class="alert alert-danger" role="alert" data-testid="register-problem">
      <p>${this.problem}</p>
      <button type="button" class="btn btn-outline-primary btn-xs" @click=${() => void this.reload()}>${t("retry")}</button>
    </div>`;
  }
}
