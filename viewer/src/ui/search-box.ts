import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Place } from "../api/geocoder";
import { t } from "../i18n/language";
import { CHARACTERS_MAX, SearchMachine, type SearchPort } from "../state/search";
import { CivicoElement } from "./element";
import { icon, type IconName } from "./icons";

/** Address search as a WAI-ARIA combobox with a list of suggestions. */
@customElement("civico-search")
export class SearchBox extends CivicoElement {
  @property({ attribute: false }) port: SearchPort | null = null;
  @state() private machine: SearchMachine | null = null;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("port") && this.port) this.machine = new SearchMachine(this.port, () => this.requestUpdate());
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.machine) return nothing;
    const { text, open, active } = this.machine.state;
    return html`
      <form role="search" class="civico-search" @submit=${this.onSubmit} @focusout=${this.onFocusOut}>
        <label for="search-input">${t("search.label")}</label>
        <div class="civico-search-field">
          <input
            id="search-input"
            class="form-control"
            type="text"
            role="combobox"
            inputmode="search"
            autocomplete="off"
            spellcheck="false"
            maxlength=${CHARACTERS_MAX}
            aria-autocomplete="list"
            aria-controls="search-list"
            aria-expanded=${open ? "true" : "false"}
            aria-activedescendant=${active >= 0 ? `search-option-${active}` : nothing}
            aria-describedby="search-status"
            placeholder=${t("search.placeholder")}
            data-testid="search-input"
            .value=${text}
            @input=${this.onInput}
            @keydown=${this.onKey}
          />
          ${text === "" ? nothing : this.clearButton()}
          <button type="submit" class="civico-icon-button primary" aria-label=${t("search.submit")} data-testid="search-submit">
            ${icon("search")}
          </button>
        </div>
        ${this.list()}
        <p id="search-status" class="visually-hidden" role="status" aria-live="polite">${this.status()}</p>
      </form>
    `;
  }

  private clearButton(): TemplateResult {
    return html`<button
      type="button"
      class="civico-icon-button"
      aria-label=${t("search.clear")}
      data-testid="search-clear"
      @click=${this.onClear}
    >
      ${icon("close")}
    </button>`;
  }

  private list(): TemplateResult {
    const { places, open, status } = this.machine?.state ?? { places: [], open: false, status: "idle" };
    const options = places.map((place, index) => this.option(place, index));
    const shown = status === "ready" || status === "loading" ? options : nothing;
    return html`
      <div class="civico-suggestions" ?hidden=${!open} data-testid="suggestions">
        <ul id="search-list" role="listbox" aria-label=${t("search.results")}>
          ${shown}
        </ul>
        ${this.note(status, places.length)}
      </div>
    `;
  }

  private note(status: string, count: number): TemplateResult | typeof nothing {
    if (status === "loading" && count === 0) {
      return html`<p class="civico-note" data-testid="search-loading">${t("search.loading")}</p>`;
    }
    if (status === "empty") {
      return html`<p class="civico-note" data-testid="search-empty"><strong>${t("search.empty")}</strong> ${t("search.emptyHint")}</p>`;
    }
    if (status === "failed") {
      return html`<p class="civico-note error" data-testid="search-failed">
        ${t("search.failed")}
        <button type="button" class="civico-link" @click=${this.onRetry}>${t("retry")}</button>
      </p>`;
    }
    return nothing;
  }

  private option(place: Place, index: number): TemplateResult {
    const active = index === this.machine?.state.active;
    return html`<li
      id="search-option-${index}"
      role="option"
      aria-selected=${active ? "true" : "false"}
      class=${active ? "active" : ""}
      data-testid="suggestion"
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.choose(place)}
    >
      ${icon(ICONS[place.level])}
      <span class="civico-option-label">${place.label}</span>
      <span class="civico-option-level">${t(`level.${place.level}`)}${place.method === null ? nothing : `, ${t(`method.${place.method}`)}`}</span>
    </li>`;
  }

  private status(): string {
    const { status, places } = this.machine?.state ?? { status: "idle", places: [] };
    if (status === "ready") return places.length === 1 ? t("search.countOne") : t("search.count", { count: places.length });
    if (status === "empty") return t("search.empty");
    return status === "loading" ? t("search.loading") : "";
  }

  private readonly onInput = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.machine?.type(event.target.value);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.machine?.move(event.key === "ArrowDown" ? 1 : -1);
      void this.updateComplete.then(() => this.querySelector("li.active")?.scrollIntoView({ block: "nearest" }));
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this.machine?.state.open) this.machine.close();
      else this.machine?.clear();
    }
  };

  private readonly onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const place = await this.machine?.submit();
    if (place) this.choose(place);
  };

  private readonly onFocusOut = (event: FocusEvent): void => {
    if (!(event.relatedTarget instanceof Node && this.contains(event.relatedTarget))) this.machine?.close();
  };

  private readonly onClear = (): void => {
    this.machine?.clear();
    this.querySelector("input")?.focus();
  };

  /** The button goes away with the message: the focus must not go with it, else the list would close. */
  private readonly onRetry = (): void => {
    this.querySelector("input")?.focus();
    this.machine?.retry();
  };

  private choose(place: Place): void {
    this.machine?.choose(place);
    this.emit("civico-choose", place);
  }
}

const ICONS: Record<Place["level"], IconName> = {
  "house-number": "number",
  "without-exponent": "number",
  interpolated: "number",
  "nearest-number": "number",
  street: "street",
  locality: "place",
  municipality: "town",
  none: "place",
};
