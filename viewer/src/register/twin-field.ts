import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Client } from "../api/client";
import { listEnteRecords } from "../api/enti";
import { listStreets, type Street } from "../api/register";
import { t } from "../i18n/language";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { choice } from "../ui/form";
import "./street-choice";
import { isActive } from "./words";

/** A street of another comune: first the comune, then one of its streets, which are all here before anything is typed. */
@customElement("civico-twin")
export class TwinField extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  /** The comune whose street it is: its own streets are no twins of it. */
  @property({ attribute: false }) own = "";
  /** The name of its street, which that of the twin probably resembles. */
  @property({ attribute: false }) name = "";
  @state() private comuni: readonly (readonly [string, string])[] = [];
  @state() private comune = "";
  @state() private streets: readonly Street[] | null = null;
  @state() private problem = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.loadComuni();
  }

  protected override render(): TemplateResult {
    return html`
      <div @change=${this.onComune}>${choice({ id: "twin-comune", name: "twin-comune", label: t("twin.comune"), none: t("twin.choose"), options: this.comuni, value: this.comune })}</div>
      ${this.problem === "" ? nothing : html`<p class="civico-note error" role="alert">${this.problem}</p>`}
      ${this.comune === "" ? nothing : html`<div role="status">${this.streets === null ? html`<p class="civico-note">${t("account.loading")}</p>` : this.list(this.streets)}</div>`}
    `;
  }

  private list(streets: readonly Street[]): TemplateResult {
    if (streets.length === 0) return html`<p class="civico-note" data-testid="twin-empty">${t("twin.none")}</p>`;
    return html`<civico-street-choice .streets=${streets} .start=${this.name} .label=${t("twin.street")} .field=${"twin"}></civico-street-choice>`;
  }

  private async loadComuni(): Promise<void> {
    try {
      const enti = await listEnteRecords(this.client);
      const comuni = enti.filter(({ kind, validTo, code }) => kind === "comune" && validTo === null && code !== this.own);
      this.comuni = comuni.map(({ code, name }) => [code, name] as const).sort((a, b) => a[1].localeCompare(b[1], "it"));
    } catch (error) {
      this.problem = errorText(error);
    }
  }

  private readonly onComune = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement && event.target.name === "twin-comune") void this.load(event.target.value);
  };

  private async load(comune: string): Promise<void> {
    this.comune = comune;
    [this.streets, this.problem] = [null, ""];
    if (comune === "") return;
    try {
      const { streets } = await listStreets(this.client, comune);
      if (this.comune === comune) this.streets = streets.filter(isActive);
    } catch (error) {
      this.problem = errorText(error);
    }
  }
}
