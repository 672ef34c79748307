import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { getHistory, type RegisterEvent } from "../api/register";
import { formatDate, formatTime, t } from "../i18n/language";
import { allowed } from "../state/editing";
import { nameOf } from "../state/difference";
import { eventDifferences } from "./change-list";
import { undo } from "./forms";
import { namesFor } from "./names";
import { RegisterPart } from "./part";
import type { View } from "./view";
import { eventName } from "./words";

/** What a counter-event cannot undo: what came by a delivery, and what only announces or reports. */
const LASTING = new Set(["imported", "scheduled", "unscheduled", "took-effect"]);

/** What happened to a street or a number, as a line of time: the latest first. */
@customElement("civico-history")
export class History extends RegisterPart {
  @property({ attribute: false }) subject = "";
  @property({ attribute: false }) view!: View;
  @state() private events: RegisterEvent[] = [];
  private names: ReadonlyMap<string, string> = new Map();

  protected override async load(signal: AbortSignal): Promise<void> {
    const events = await getHistory(this.client, this.subject, signal);
    this.names = await namesFor(this.client, events, signal);
    this.events = events.reverse();
  }

  protected override render(): TemplateResult | typeof nothing {
    return html`<h4>${t("history.title")}</h4>
      ${this.whenReady(
        () => html`<ol class="civico-timeline" data-testid="history">
          ${this.events.map((event, at) => this.entry(event, at === 0))}
        </ol>`,
      )}`;
  }

  /** Only the latest can be undone: the server refuses what something else came after. */
  private entry(event: RegisterEvent, latest: boolean): TemplateResult {
    const { type, time, validFrom, reason, act } = event;
    const undoable = latest && act !== null && !LASTING.has(type) && allowed(this.rights, "undo") !== "nothing";
    return html`<li data-testid="history-entry">
      <strong>${eventName(type)}</strong>
      ${time === null ? nothing : html`<time datetime=${time}>${formatTime(time)}</time>`}
      ${validFrom === null || validFrom === time?.slice(0, 10) ? nothing : html`<span class="civico-change">${t("register.from", { date: formatDate(validFrom) })}</span>`}
      ${eventDifferences({ ...event, validFrom: null }, this.names)}
      ${reason === null ? nothing : html`<span class="civico-change">${t("register.because", { reason })}</span>`}
      ${undoable
        ? html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="undo" @click=${() => this.go({ name: "form", spec: undo(act, `${eventName(type)}, ${nameOf(event.after)}`, this.view) })}>${t("form.undo.open")}</button>`
        : nothing}
    </li>`;
  }
}
