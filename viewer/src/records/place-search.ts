import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { isAbort, type Client } from "../api/client";
import { search, type Place } from "../api/geocoder";
import { language, t } from "../i18n/language";
import { CHARACTERS_MAX } from "../state/search";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { field, textOf } from "../ui/form";

const LIMIT = 5;

/** Another address than those offered. What is typed goes to the geocoder in a body, without the session, and nowhere else. */
@customElement("civico-place-search")
export class PlaceSearch extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @state() private said: { text: string; isProblem: boolean } = { text: "", isProblem: false };
  private request: AbortController | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.request?.abort();
  }

  protected override render(): TemplateResult {
    const { text, isProblem } = this.said;
    const input = html`<span class="civico-inline">
      <input id="record-search" name="q" class="form-control" type="search" autocomplete="off" spellcheck="false" required maxlength=${CHARACTERS_MAX} aria-describedby="record-search-hint" data-testid="record-search" />
      <button type="submit" class="btn btn-outline-primary btn-xs" data-testid="record-search-submit">${t("records.search")}</button>
    </span>`;
    return html`<form @submit=${this.onSubmit}>
      ${field("record-search", t("records.searchOther"), input, t("records.searchHint"))}
      <p class=${isProblem ? "civico-note error" : "civico-note"} role="status" data-testid="record-search-state">${text === "" ? nothing : text}</p>
    </form>`;
  }

  private readonly onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const q = textOf(new FormData(event.target), "q");
    if (q === "") return;
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    this.said = { text: t("search.loading"), isProblem: false };
    try {
      const places = await search(this.client, { q, limit: LIMIT, lang: language() }, request.signal);
      this.tell(places);
    } catch (error) {
      if (!isAbort(error)) this.said = { text: errorText(error), isProblem: true };
    }
  };

  private tell(places: Place[]): void {
    this.said = { text: places.length === 0 ? t("records.nothingFound") : t("records.found", { count: places.length }), isProblem: false };
    this.emit("civico-places-found", places);
  }
}
