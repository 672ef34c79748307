import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { listEnti } from "../api/identity";
import { getStreet, type Street } from "../api/register";
import { t } from "../i18n/language";
import { allowed } from "../state/editing";
import { subjectOfStreet } from "./forms";
import { endTwin } from "./forms-streets";
import { RegisterPart } from "./part";

/** The streets of other comuni that a street is declared one with, and whether those comuni say so too. */
@customElement("civico-twins")
export class Twins extends RegisterPart {
  @property({ attribute: false }) street!: Street;
  @state() private twins: readonly { street: Street; comune: string }[] = [];

  protected override async load(signal: AbortSignal): Promise<void> {
    const { client, street } = this;
    if (street.twins.length === 0) {
      this.twins = [];
      return;
    }
    const [enti, ...streets] = await Promise.all([listEnti(client).catch(() => []), ...street.twins.map((id) => getStreet(client, id, signal))]);
    this.twins = streets.map((twin) => ({ street: twin, comune: enti.find(({ code }) => code === twin.municipality)?.name ?? twin.municipality }));
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.street.twins.length === 0) return nothing;
    return html`<h4>${t("twin.title")}</h4>
      ${this.whenReady(() => html`<ul class="civico-twins" data-testid="twins">
        ${this.twins.map(({ street, comune }) => this.twin(street, comune))}
      </ul>`)}`;
  }

  private twin(street: Street, comune: string): TemplateResult {
    const label = `${street.label} (${comune})`;
    const mutual = street.twins.includes(this.street.id);
    return html`<li>
      <span><strong>${label}</strong> <small>${t(mutual ? "twin.mutual" : "twin.onesided", { comune })}</small></span>
      ${allowed(this.rights, "declare-twin") === "nothing"
        ? nothing
        : html`<button type="button" class="btn btn-outline-primary btn-xs" aria-label=${`${t("form.end-twin.open")}: ${label}`} data-testid="action-end-twin" @click=${() => this.go({ name: "form", spec: endTwin(subjectOfStreet(this.street), street.id, label) })}>${t("form.end-twin.open")}</button>`}
    </li>`;
  }
}
