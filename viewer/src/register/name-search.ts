import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n/language";
import { matching, type Named } from "../state/street-filter";
import { CivicoElement } from "../ui/element";
import type { View } from "./view";
import { stageName } from "./words";

const SHOWN = 12;

/** What the search says of itself. */
export interface SearchWords {
  label: string;
  /** Nothing has the name that was written. */
  none: string;
  /** How many things in force there are. */
  count(count: number): string;
  /** How many were found. */
  found(count: number): string;
}

/** Streets or named places of the comune by a part of their name. All are here already: what is typed goes nowhere. */
@customElement("civico-name-search")
export class NameSearch extends CivicoElement {
  @property({ attribute: false }) things: readonly (Named & { id: string })[] = [];
  /** What is looked for, as part of the ids on the page. */
  @property({ attribute: false }) name = "street";
  @property({ attribute: false }) words!: SearchWords;
  @property({ attribute: false }) viewOf!: (id: string) => View;
  /** What tells a thing from others of its name. */
  @property({ attribute: false }) noteOf: (id: string) => string = () => "";
  /** Whether those in force and proposed are listed as long as nothing is written: they are few. */
  @property({ attribute: false }) listed = false;
  @state() private text = "";
  @state() private all = false;

  protected override render(): TemplateResult {
    const { name, words } = this;
    const isWritten = this.text.trim() !== "";
    const found = isWritten ? matching(this.things, this.text) : this.listed ? this.inOrder() : [];
    return html`<div class="civico-field">
      <label for="${name}-search">${words.label}</label>
      <input id="${name}-search" class="form-control" type="search" autocomplete="off" aria-describedby="${name}-search-state" data-testid="${name}-search" .value=${this.text} @input=${this.onInput} @keydown=${this.onKey} />
      <p id="${name}-search-state" class="civico-note" role="status" data-testid="${name}-search-state">${this.summary(isWritten ? found.length : null)}</p>
      ${found.length === 0
        ? nothing
        : html`<ul class="civico-worklist" data-testid="${name}-list">
            ${(this.listed && this.all ? found : found.slice(0, SHOWN)).map((thing) => this.row(thing))}
          </ul>`}
      ${this.listed && !this.all && found.length > SHOWN
        ? html`<button type="button" class="civico-link" data-testid="${name}-all" @click=${() => (this.all = true)}>${t("worklist.all", { count: found.length })}</button>`
        : nothing}
    </div>`;
  }

  private row({ id, label, stage }: Named & { id: string }): TemplateResult {
    const notes = [this.noteOf(id), stage === "current" ? "" : stageName(stage)].filter((note) => note !== "");
    return html`<li>
      <button type="button" class="civico-worklist-row" data-testid="${this.name}-found" @click=${() => this.choose(id)}>
        ${label}${notes.length === 0 ? nothing : html`<small>${notes.join(" · ")}</small>`}
      </button>
    </li>`;
  }

  /** What may be chosen without a word: in force and proposed, then what ended. */
  private inOrder(): (Named & { id: string })[] {
    const rank = ({ stage }: Named): number => (stage === "current" || stage === "proposed" ? 0 : 1);
    return [...this.things].sort((a, b) => rank(a) - rank(b) || a.label.localeCompare(b.label, "it"));
  }

  private summary(found: number | null): string {
    if (found === null) return this.words.count(this.things.filter(({ stage }) => stage === "current").length);
    return found === 0 ? this.words.none : this.words.found(found);
  }

  private choose(id: string): void {
    this.emit("civico-register-view", this.viewOf(id));
  }

  private readonly onInput = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.text = event.target.value;
  };

  /** The enter key opens the first; the escape key empties the field. */
  private readonly onKey = (event: KeyboardEvent): void => {
    const first = matching(this.things, this.text)[0];
    if (event.key === "Enter" && first && this.text.trim() !== "") this.choose(first.id);
    if (event.key === "Escape" && this.text !== "") {
      event.stopPropagation();
      this.text = "";
    }
  };
}
