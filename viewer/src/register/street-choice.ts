import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Street } from "../api/register";
import { t } from "../i18n/language";
import { matching } from "../state/street-filter";
import { CivicoElement } from "../ui/element";
import { field } from "../ui/form";

/** More are found by writing more of the name. */
const SHOWN = 60;
/** Lines of the list that are seen at once. */
const LINES = 6;

/** One street of a list: a part of its name narrows the list, which is a native one and so speaks and moves as all do. */
@customElement("civico-street-choice")
export class StreetChoice extends CivicoElement {
  @property({ attribute: false }) streets: readonly Street[] = [];
  /** What stands in the filter at first: the name that the other street probably has. */
  @property({ attribute: false }) start = "";
  @property({ attribute: false }) label = "";
  /** The name of the field in the form. */
  @property({ attribute: false }) field = "street";
  @state() private text: string | null = null;
  @state() private chosen = "";

  protected override render(): TemplateResult {
    const text = this.text ?? (matching(this.streets, this.start).length > 0 ? this.start : "");
    const found = text.trim() === "" ? [...this.streets] : matching(this.streets, text);
    const shown = found.slice(0, SHOWN);
    const kept = this.streets.find(({ id }) => id === this.chosen && !shown.some((street) => street.id === id));
    return html`
      ${field("street-filter", t("streetChoice.filter"), html`<input id="street-filter" class="form-control" type="search" autocomplete="off" data-testid="street-filter" .value=${text} @input=${this.onFilter} />`)}
      ${field(
        "street-choice",
        this.label,
        html`<select id="street-choice" name=${this.field} class="form-control civico-street-list" size=${LINES} required aria-describedby="street-choice-hint" data-testid="street-choice" @change=${this.onChoose}>
          ${[...(kept ? [kept] : []), ...shown].map(({ id, label }) => html`<option value=${id} .selected=${id === this.chosen}>${label}</option>`)}
        </select>`,
      )}
      <p id="street-choice-hint" class="civico-note" role="status" data-testid="street-choice-state">
        ${found.length === 0 ? t("register.noStreet") : found.length > SHOWN ? t("streetChoice.more", { shown: SHOWN, count: found.length }) : nothing}
      </p>
    `;
  }

  private readonly onFilter = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.text = event.target.value;
  };

  private readonly onChoose = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    this.chosen = event.target.value;
    this.emit("civico-street-chosen", this.chosen);
  };
}
