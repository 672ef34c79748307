import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { VISIBILITIES, type Dataset, type Visibility } from "../../api/catalog";
import { oneOf } from "../../api/decode";
import type { Ente } from "../../api/identity";
import { language, t } from "../../i18n/language";
import { isNamed } from "../../state/enti";
import { CivicoElement } from "../../ui/element";
import { field, textOf, texts } from "../form";

/** Who is to see a dataset; `sharedWith` holds codes of enti, of which there are some only when it is shared. */
export interface Audience {
  visibility: Visibility;
  sharedWith: string[];
}

/** Everybody, some enti, or the own one: who is to see a dataset. */
@customElement("civico-visibility-form")
export class VisibilityForm extends CivicoElement {
  @property({ attribute: false }) collection!: Dataset;
  /** Whom it can be shared with. */
  @property({ attribute: false }) enti: readonly Ente[] = [];
  @property({ attribute: false }) busy = false;
  /** What is ticked now; null until something is. */
  @state() private visibility: Visibility | null = null;
  @state() private filter = "";
  @state() private missing = false;

  protected override render(): TemplateResult {
    const title = t("datasets.change", { title: this.collection.title[language()] });
    return html`<form class="civico-form" aria-labelledby="visibility-title" data-testid="visibility-form" @submit=${this.onSubmit}>
      <h2 id="visibility-title" tabindex="-1">${title}</h2>
      <fieldset class="civico-field">
        <legend>${t("datasets.visibility")}</legend>
        ${VISIBILITIES.map((visibility) => this.option(visibility))}
      </fieldset>
      ${this.current === "shared" ? this.choice() : nothing}
      <button type="submit" class="btn btn-primary" aria-disabled=${this.busy ? "true" : "false"} data-testid="set-visibility">${t("save")}</button>
    </form>`;
  }

  private get current(): Visibility {
    return this.visibility ?? this.collection.visibility;
  }

  private option(visibility: Visibility): TemplateResult {
    return html`<div class="civico-radio">
      <input
        id="visibility-${visibility}"
        type="radio"
        name="visibility"
        value=${visibility}
        .checked=${visibility === this.current}
        aria-describedby="visibility-${visibility}-hint"
        data-testid="choose-${visibility}"
        @change=${() => (this.visibility = visibility)}
      />
      <label for="visibility-${visibility}">${t(`datasets.visibility.${visibility}`)}</label>
      <p class="civico-note" id="visibility-${visibility}-hint">${t(`datasets.hint.${visibility}`)}</p>
    </div>`;
  }

  private choice(): TemplateResult {
    const search = html`<input
      id="shared-filter"
      type="search"
      class="form-control"
      autocomplete="off"
      maxlength="100"
      data-testid="shared-filter"
      @input=${(event: Event) => event.target instanceof HTMLInputElement && (this.filter = event.target.value)}
    />`;
    return html`<fieldset class="civico-field">
      <legend>${t("datasets.sharedWith")}</legend>
      ${this.collection.visibility === "shared" && this.collection.sharedWith === null ? html`<p class="civico-note">${t("datasets.again")}</p>` : nothing}
      ${field("shared-filter", t("enti.text"), search)}
      <div class="civico-boxes civico-boxes-long" @change=${() => (this.missing = false)}>${this.enti.map((ente) => this.box(ente))}</div>
      ${this.missing ? html`<p class="civico-note error" role="alert" data-testid="missing-enti">${t("datasets.missing")}</p>` : nothing}
    </fieldset>`;
  }

  /** One that the filter leaves out keeps its tick. */
  private box({ code, name }: Ente): TemplateResult {
    const isShared = this.collection.sharedWith?.includes(code) ?? false;
    return html`<span class="civico-check" ?hidden=${!isNamed({ code, name }, this.filter)}>
      <input id="shared-${code}" type="checkbox" name="shared" value=${code} .checked=${isShared} data-testid="shared-${code}" />
      <label for="shared-${code}">${name}</label>
    </span>`;
  }

  private readonly onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    const visibility = oneOf(textOf(data, "visibility"), VISIBILITIES, this.current);
    const audience: Audience = { visibility, sharedWith: visibility === "shared" ? texts(data, "shared") : [] };
    this.missing = visibility === "shared" && audience.sharedWith.length === 0;
    if (this.missing) this.querySelector<HTMLElement>("#shared-filter")?.focus();
    else this.emit("civico-set-visibility", audience);
  };
}
