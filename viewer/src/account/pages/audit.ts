import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { auditCsvPath, listAudit, type AuditEntry } from "../../api/audit";
import { formatNumber, formatTime, t } from "../../i18n/language";
import { save } from "../../ui/page";
import { field, textOf } from "../form";
import { AccountPage } from "../page";
import { table, type Cell } from "../table";
import { actorName } from "../words";

/** Who did what for the ente, the newest first. */
@customElement("civico-audit")
export class Audit extends AccountPage {
  @state() private entries: AuditEntry[] = [];
  @state() private next: string | null = null;
  /** Operations seen so far, to be offered to the filter. */
  @state() private operations: ReadonlySet<string> = new Set();
  @state() private operation = "";

  protected override async load(): Promise<void> {
    this.entries = [];
    await this.loadPage(null);
  }

  protected override render(): TemplateResult {
    return html`
      <h1 id="page-title" tabindex="-1">${t("account.page.audit")}</h1>
      <p>${t("account.about.audit")}</p>
      ${this.filter()} ${this.messages()} ${this.whenReady(() => this.list())}
    `;
  }

  private filter(): TemplateResult {
    return html`<form class="civico-form-row civico-filter-row" role="search" @submit=${this.onFilter}>
      ${field("operation", t("audit.operation"), html`<input id="operation" name="operation" class="form-control" list="operations" autocomplete="off" spellcheck="false" data-testid="audit-filter" />
        <datalist id="operations">${[...this.operations].sort().map((name) => html`<option value=${name}></option>`)}</datalist>`)}
      <button type="submit" class="btn btn-outline-primary btn-sm" data-testid="audit-apply">${t("audit.apply")}</button>
      <button type="button" class="btn btn-outline-primary btn-sm" aria-disabled=${this.busy ? "true" : "false"} data-testid="audit-csv" @click=${this.onCsv}>${t("audit.csv")}</button>
    </form>`;
  }

  private list(): TemplateResult {
    if (this.entries.length === 0) {
      return html`<p class="civico-note" role="status" data-testid="audit-empty">${t(this.operation === "" ? "audit.empty" : "audit.noMatch")}</p>`;
    }
    const head = [t("audit.at"), t("audit.actor"), t("audit.operation"), t("audit.rows"), t("audit.purpose"), t("audit.actingFor")];
    return html`
      ${table({ caption: t("account.page.audit"), head, rows: this.entries.map((entry) => row(entry, this.enteName(entry.actingFor))), testId: "audit" })}
      <p class="civico-note" role="status">${t("audit.count", { count: formatNumber(this.entries.length) })}</p>
      ${this.next === null
        ? nothing
        : html`<button type="button" class="btn btn-outline-primary" aria-disabled=${this.busy ? "true" : "false"} data-testid="audit-more" @click=${this.onMore}>${t("audit.more")}</button>`}
    `;
  }

  private async loadPage(after: string | null): Promise<void> {
    const { items, next } = await listAudit(this.client, this.operation, after);
    this.entries = [...this.entries, ...items];
    this.next = next;
    this.operations = new Set([...this.operations, ...items.map((entry) => entry.operation)]);
  }

  /** Most entries are of enti that this person acts for, whose names are known; of others the code says it. */
  private enteName(code: string | null): string {
    return this.person.enti.find((ente) => ente.code === code)?.name ?? code ?? "";
  }

  private readonly onMore = (): Promise<boolean> => this.attempt(() => this.loadPage(this.next));

  private readonly onFilter = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    this.operation = textOf(new FormData(event.target), "operation");
    void this.reload();
  };

  private readonly onCsv = (): Promise<boolean> =>
    this.attempt(async () => {
      const { blob, name } = await this.client.download(auditCsvPath(this.operation));
      save(blob, name ?? "audit.csv");
    }, t("audit.saved"));
}

function row(entry: AuditEntry, actingFor: string): Cell[] {
  return [
    formatTime(entry.at, "medium"),
    entry.actorName ?? actorName(entry.actor),
    html`<code>${entry.operation}</code>`,
    entry.rows === null ? "" : formatNumber(entry.rows),
    entry.purpose ?? "",
    actingFor,
  ];
}
