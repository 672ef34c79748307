import { html, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import type { Alias, Stage } from "../api/register";
import { t } from "../i18n/language";
import { readingOnly, type Editable } from "../state/editing";
import { actionButtons, type Action } from "./actions";
import type { Subject } from "./forms";
import "./history";
import { RegisterPart } from "./part";
import { stageName } from "./words";

/** The sheet of a thing that lives in the register: a street, a number, a named place. */
export abstract class Sheet extends RegisterPart {
  @property({ attribute: false }) subject = "";

  /** What may be done with things of a comune: those of another one are only looked at. */
  protected rightsOver(municipality: string): Editable {
    return this.rights.municipality === municipality ? this.rights : readingOnly(municipality);
  }

  /** Says to the panel of which comune the thing is: it may be another one for which the person works. */
  protected isOf(municipality: string): void {
    if (municipality !== this.rights.municipality) this.emit("civico-register-elsewhere", municipality);
  }

  protected facts(stage: Stage, more: readonly (TemplateResult | null)[] = []): TemplateResult {
    return html`<p class="civico-facts-line">
      <span class="civico-stage ${stage}" data-testid="stage">${stageName(stage)}</span>
      ${more}
    </p>`;
  }

  protected aliases(aliases: readonly Alias[]): TemplateResult | typeof nothing {
    if (aliases.length === 0) return nothing;
    return html`<p class="civico-note" data-testid="aliases">${t("register.aliases", { names: aliases.map((alias) => alias.text).join(", ") })}</p>`;
  }

  /** What may be done with it; of another comune's thing that it is only looked at. */
  protected buttons(municipality: string, actions: readonly Action[], rare: readonly Action[]): TemplateResult {
    if (municipality !== this.rights.municipality) return html`<p class="civico-note" data-testid="reading-only">${t("register.readingOnly")}</p>`;
    return html`${actionButtons(actions, rare, this.rights, (spec) => this.go({ name: "form", spec }))}`;
  }

  protected history(municipality: string, { id, view }: Subject): TemplateResult {
    return html`<civico-history .client=${this.client} .rights=${this.rightsOver(municipality)} .seq=${this.seq} .subject=${id} .view=${view}></civico-history>`;
  }
}
