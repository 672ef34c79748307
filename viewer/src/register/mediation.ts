import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { Territory } from "../api/conflicts";
import { listEnteRecords, type EnteRecord } from "../api/enti";
import { t } from "../i18n/language";
import type { Mediation } from "../state/editing";
import { choice } from "../ui/form";
import "./conflicts";
import { RegisterPart } from "./part";

/** What whoever mediates between comuni begins with: all conflicts of the territory, or those of one zone or comune. */
@customElement("civico-mediation")
export class MediationView extends RegisterPart {
  @property({ attribute: false }) mediation: Mediation = { zone: null };
  @state() private enti: readonly EnteRecord[] = [];
  /** A code of a zone or of a comune; empty for all. */
  @state() private chosen = "";

  protected override async load(): Promise<void> {
    const enti = await listEnteRecords(this.client).catch(() => []);
    const { zone } = this.mediation;
    this.enti = enti.filter((ente) => ente.validTo === null && (zone === null ? ente.kind === "homogeneous-zone" || ente.kind === "comune" : ente.kind === "comune" && ente.zone === zone));
  }

  protected override render(): TemplateResult {
    const territory = this.territory();
    return html`${this.heading(t("conflict.title"))}
      <p class="civico-note">${t("conflict.about")}</p>
      ${this.enti.length === 0 ? nothing : this.choice()}
      ${keyed(JSON.stringify(territory), html`<civico-conflicts .client=${this.client} .rights=${this.rights} .known=${this.known} .seq=${this.seq} .territory=${territory} .section=${false}></civico-conflicts>`)}`;
  }

  private choice(): TemplateResult {
    const named = (ente: EnteRecord): readonly [string, string] => [ente.code, ente.name];
    const sorted = [...this.enti].sort((a, b) => (a.kind === b.kind ? a.name.localeCompare(b.name, "it") : a.kind === "comune" ? 1 : -1));
    return html`<div @change=${(event: Event) => event.target instanceof HTMLSelectElement && (this.chosen = event.target.value)}>
      ${choice({ id: "conflict-territory", name: "territory", label: t("conflict.territory"), none: t("conflict.everywhere"), options: sorted.map(named), value: this.chosen })}
    </div>`;
  }

  private territory(): Territory {
    const { zone } = this.mediation;
    if (this.chosen === "") return zone === null ? { everywhere: true } : { zone };
    return this.enti.some(({ code, kind }) => code === this.chosen && kind === "homogeneous-zone") ? { zone: this.chosen } : { municipality: this.chosen };
  }
}
