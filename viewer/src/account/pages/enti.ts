import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { ENTE_KINDS, listEnteRecords, putEnte, type EnteRecord } from "../../api/enti";
import { grantRole } from "../../api/roles";
import { formatDate, formatNumber, t } from "../../i18n/language";
import { ALL_ENTI, enteName, filterEnti, zonesOf, type EntiFilter } from "../../state/enti";
import { choice, field, textOf } from "../form";
import { AccountPage } from "../page";
import { table, type Cell } from "../table";
import "./appoint-form";
import "./ente-form";

/** The public bodies of the portal, for whoever runs it: what they are, and who administers them. */
@customElement("civico-enti")
export class Enti extends AccountPage {
  @state() private enti: EnteRecord[] = [];
  @state() private filter: EntiFilter = ALL_ENTI;
  /** The ente on show instead of the list: one to be added, or the code of one that is there. */
  @state() private chosen: "none" | "new" | { code: string } = "none";

  protected override async load(): Promise<void> {
    this.enti = await listEnteRecords(this.client);
  }

  protected override render(): TemplateResult {
    return html`
      <h1 id="page-title" tabindex="-1">${t("account.page.enti")}</h1>
      <p>${t("account.about.enti")}</p>
      ${this.messages()} ${this.whenReady(() => (this.chosen === "none" ? this.list() : this.one()))}
    `;
  }

  private list(): TemplateResult {
    const found = filterEnti(this.enti, this.filter);
    const head = [t("enti.name"), t("enti.kind"), t("enti.zone"), t("enti.codes"), t("enti.validity"), t("actions")];
    return html`
      ${this.filters()}
      <p class="civico-note" role="status" data-testid="enti-count">
        ${found.length === 0 ? t("enti.noMatch") : t("enti.count", { count: formatNumber(found.length) })}
      </p>
      <p><button type="button" class="btn btn-primary btn-sm" data-testid="add-ente" @click=${() => this.choose("new")}>${t("enti.add")}</button></p>
      ${found.length === 0 ? nothing : table({ caption: t("account.page.enti"), head, rows: found.map((ente) => this.row(ente)), testId: "enti" })}
    `;
  }

  private filters(): TemplateResult {
    const { text, zone, kind } = this.filter;
    const zones = zonesOf(this.enti).map(({ code, name }): [string, string] => [code, name]);
    const kinds = ENTE_KINDS.map((name): [string, string] => [name, t(`ente.kind.${name}`)]);
    return html`<form class="civico-form-row civico-filter-row" role="search" @submit=${this.onFilter} @input=${this.onFilter}>
      ${field("enti-text", t("enti.text"), html`<input id="enti-text" name="text" type="search" class="form-control" autocomplete="off" maxlength="100" .value=${text} data-testid="enti-text" />`)}
      ${choice({ id: "enti-zone", name: "zone", label: t("enti.zone"), none: t("enti.allZones"), options: zones, value: zone })}
      ${choice({ id: "enti-kind", name: "kind", label: t("enti.kind"), none: t("enti.allKinds"), options: kinds, value: kind })}
    </form>`;
  }

  private row(ente: EnteRecord): Cell[] {
    return [
      html`${ente.name}<br /><small>${ente.code}</small>`,
      t(`ente.kind.${ente.kind}`),
      enteName(this.enti, ente.zone),
      [ente.cadastralCode, ente.ipaCode].filter((code) => code !== null).join(", "),
      this.validity(ente),
      html`<button
        type="button"
        class="btn btn-outline-primary btn-xs"
        aria-label=${t("enti.changeOf", { name: ente.name })}
        data-testid="change-ente-${ente.code}"
        @click=${() => this.choose({ code: ente.code })}
      >
        ${t("change")}
      </button>`,
    ];
  }

  private validity({ validFrom, validTo, successor }: EnteRecord): Cell {
    const parts = [
      validFrom === null ? "" : t("enti.since", { date: formatDate(validFrom) }),
      validTo === null ? "" : t("enti.until", { date: formatDate(validTo) }),
      successor === null ? "" : t("enti.now", { name: enteName(this.enti, successor) }),
    ];
    return parts.filter((part) => part !== "").join(", ");
  }

  private one(): TemplateResult {
    const { chosen } = this;
    const ente = typeof chosen === "string" ? null : (this.enti.find(({ code }) => code === chosen.code) ?? null);
    return html`
      <p><button type="button" class="btn btn-outline-primary btn-sm" data-testid="back-to-enti" @click=${() => this.choose("none")}>${t("enti.back")}</button></p>
      <civico-ente-form .ente=${ente} .enti=${this.enti} .busy=${this.busy} @civico-put-ente=${(event: CustomEvent<EnteRecord>) => void this.put(event.detail)}></civico-ente-form>
      ${ente === null
        ? nothing
        : html`<civico-appoint-form .name=${ente.name} .busy=${this.busy} @civico-appoint=${(event: CustomEvent<string>) => void this.appoint(ente, event.detail)}></civico-appoint-form>`}
    `;
  }

  private async choose(chosen: Enti["chosen"]): Promise<void> {
    const before = this.chosen;
    this.chosen = chosen;
    this.silence();
    await this.updateComplete;
    // The button that had the focus is gone: what took its place gets it, or the row that one came from.
    const row = typeof before === "string" ? null : this.querySelector<HTMLElement>(`[data-testid="change-ente-${before.code}"]`);
    (this.querySelector<HTMLElement>("#ente-title") ?? row ?? this.querySelector<HTMLElement>("#page-title"))?.focus();
  }

  private async put(ente: EnteRecord): Promise<void> {
    const done = t(this.chosen === "new" ? "enti.added" : "enti.changed", { name: ente.name });
    if (await this.change(() => putEnte(this.client, ente), done)) this.chosen = { code: ente.code };
  }

  private async appoint(ente: EnteRecord, account: string): Promise<void> {
    const role = { account, role: "administrator", ente: ente.code };
    const appointed = await this.attempt(async () => void (await grantRole(this.client, role)), t("enti.appointed", { account, name: ente.name }));
    if (appointed) this.querySelector<HTMLFormElement>("civico-appoint-form form")?.reset();
  }

  private readonly onFilter = (event: Event): void => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    this.filter = { text: textOf(data, "text"), zone: textOf(data, "zone"), kind: textOf(data, "kind") };
  };
}
