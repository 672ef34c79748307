import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n/language";
import type { Editable } from "../state/editing";
import { CivicoElement } from "../ui/element";
import { newLocality } from "./forms-localities";
import type { Known } from "./known";
import "./name-search";
import { HOME, type View } from "./view";

/** The named places of the comune: found by a part of their name, and proposed. */
@customElement("civico-localities")
export class Localities extends CivicoElement {
  @property({ attribute: false }) rights!: Editable;
  @property({ attribute: false }) known!: Known;

  protected override render(): TemplateResult {
    const { rights, known } = this;
    return html`<p class="civico-back"><button type="button" class="civico-link" data-testid="register-back" @click=${() => this.go(HOME)}>‹ ${t("register.title")}</button></p>
      <h3 id="register-title" tabindex="-1" data-testid="register-title">${t("localities.title")}</h3>
      <p class="civico-note">${t("localities.about")}</p>
      ${rights.mayEdit
        ? html`<div class="civico-actions-row"><button type="button" class="btn btn-primary btn-xs" data-testid="action-new-locality" @click=${() => this.go({ name: "form", spec: newLocality(rights.municipality) })}>${t("form.new-locality.open")}</button></div>`
        : nothing}
      ${known.localities.length === 0
        ? html`<p class="civico-note" data-testid="localities-empty">${t("localities.none")}</p>`
        : html`<civico-name-search
            .things=${known.localities}
            .name=${"locality"}
            .words=${{ label: t("localities.find"), none: t("localities.noneFound"), count: (count: number) => t("localities.count", { count }), found: (count: number) => t("localities.found", { count }) }}
            .viewOf=${(id: string): View => ({ name: "locality", id })}
            .noteOf=${(id: string) => this.note(id)}
            .listed=${true}
          ></civico-name-search>`}`;
  }

  private note(id: string): string {
    const count = this.known.streetsIn(id).length;
    return count === 0 ? "" : t("localities.streets", { count });
  }

  private go(view: View): void {
    this.emit("civico-register-view", view);
  }
}
