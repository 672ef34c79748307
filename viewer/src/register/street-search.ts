import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Street } from "../api/register";
import { t } from "../i18n/language";
import { matching } from "../state/street-filter";
import { CivicoElement } from "../ui/element";
import { stageName } from "./words";

const SHOWN = 12;

/** The streets of the comune by a part of their name. All are here already: what is typed goes nowhere. */
@customElement("civico-street-search")
export class StreetSearch extends CivicoElement {
  @property({ attribute: false }) streets: readonly Street[] = [];
  @state() private text = "";

  protected override render(): TemplateResult {
    const found = matching(this.streets, this.text);
    return html`<div class="civico-field">
      <label for="street-search">${t("register.findStreet")}</label>
      <input id="street-search" class="form-control" type="search" autocomplete="off" aria-describedby="street-search-state" data-testid="street-search" .value=${this.text} @input=${this.onInput} @keydown=${this.onKey} />
      <p id="street-search-state" class="civico-note" role="status" data-testid="street-search-state">${this.summary(found.length)}</p>
      ${this.text.trim() === ""
        ? nothing
        : html`<ul class="civico-worklist">
            ${found.slice(0, SHOWN).map(({ id, label, stage }) => html`<li>
              <button type="button" class="civico-worklist-row" data-testid="street-found" @click=${() => this.choose(id)}>
                ${label}${stage === "current" ? nothing : html`<small>${stageName(stage)}</small>`}
              </button>
            </li>`)}
          </ul>`}
    </div>`;
  }

  private summary(count: number): string {
    if (this.text.trim() === "") return t("register.streetCount", { count: this.streets.filter(({ stage }) => stage === "current").length });
    return count === 0 ? t("register.noStreet") : t("register.streetsFound", { count });
  }

  private choose(id: string): void {
    this.emit("civico-register-view", { name: "street", id });
  }

  private readonly onInput = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.text = event.target.value;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const first = matching(this.streets, this.text)[0];
    if (event.key === "Enter" && first && this.text.trim() !== "") this.choose(first.id);
  };
}
