import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { DELEGABLE, listEnti, type Ente } from "../../api/identity";
import { addDelegation, listDelegations, removeDelegation, type Delegation } from "../../api/roles";
import { formatDate, t } from "../../i18n/language";
import "../../ui/confirm-dialog";
import { field, roleField, textOf } from "../form";
import { AccountPage } from "../page";
import { table, type Cell } from "../table";
import { actorName, roleName } from "../words";

/** Which other enti may work on the data of the ente acted for. */
@customElement("civico-delegations")
export class Delegations extends AccountPage {
  @state() private delegations: Delegation[] = [];
  @state() private removing: Delegation | null = null;
  private enti: Ente[] = [];

  protected override async load(): Promise<void> {
    const [delegations, enti] = await Promise.all([listDelegations(this.client), this.enti.length === 0 ? listEnti(this.client) : this.enti]);
    this.delegations = delegations;
    this.enti = enti;
  }

  protected override render(): TemplateResult {
    return html`<section aria-labelledby="delegations-title">
      <h2 id="delegations-title" tabindex="-1">${t("delegations.title")}</h2>
      <p>${t("delegations.text")}</p>
      ${this.messages()} ${this.whenReady(() => this.list())} ${this.dialog()}
    </section>`;
  }

  private list(): TemplateResult {
    const head = [t("delegations.delegate"), t("roles.role"), t("roles.given"), t("actions")];
    return html`
      ${this.delegations.length === 0
        ? html`<p class="civico-note" data-testid="delegations-empty">${t("delegations.empty")}</p>`
        : table({ caption: t("delegations.title"), head, rows: this.delegations.map((delegation) => this.row(delegation)), testId: "delegations" })}
      ${this.form()}
    `;
  }

  private row(delegation: Delegation): Cell[] {
    const values = { role: roleName(delegation.role), name: delegation.delegate.name };
    return [
      delegation.delegate.name,
      roleName(delegation.role),
      html`${delegation.grantedAt === null ? "" : formatDate(delegation.grantedAt)}${delegation.grantedBy === null ? nothing : html`<br /><small>${actorName(delegation.grantedBy)}</small>`}`,
      html`<button
        type="button"
        class="btn btn-outline-danger btn-xs"
        aria-label=${t("delegations.removeOf", values)}
        data-testid="remove-delegation-${delegation.delegate.code}-${delegation.role}"
        @click=${() => (this.removing = delegation)}
      >
        ${t("remove")}
      </button>`,
    ];
  }

  private form(): TemplateResult {
    const others = this.enti.filter((ente) => ente.code !== this.person.acting?.code);
    return html`<form class="civico-form" aria-labelledby="delegate-title" @submit=${this.onSubmit}>
      <h3 id="delegate-title">${t("delegations.add")}</h3>
      <div class="civico-form-row">
        ${field("delegate", t("delegations.delegate"), html`<select id="delegate" name="delegate" class="form-control" required data-testid="delegate">
          <option value="">${t("delegations.choose")}</option>
          ${others.map((ente) => html`<option value=${ente.code}>${ente.name}</option>`)}
        </select>`)}
        ${roleField("delegate-role", DELEGABLE)}
      </div>
      <button type="submit" class="btn btn-primary" aria-disabled=${this.busy ? "true" : "false"} data-testid="add-delegation">${t("delegations.submit")}</button>
    </form>`;
  }

  private dialog(): TemplateResult {
    const { removing } = this;
    return html`<civico-confirm
      .open=${removing !== null}
      .question=${t("delegations.removeQuestion")}
      .consequence=${removing ? t("delegations.removeText", { role: roleName(removing.role), name: removing.delegate.name }) : ""}
      .action=${t("remove")}
      @civico-close-dialog=${() => (this.removing = null)}
      @civico-confirm=${this.onRemove}
    ></civico-confirm>`;
  }

  private readonly onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const form = event.target;
    const data = new FormData(form);
    const [code, role] = [textOf(data, "delegate"), textOf(data, "role")];
    const name = this.enti.find((ente) => ente.code === code)?.name ?? code;
    const added = await this.change(() => addDelegation(this.client, code, role), t("delegations.added", { role: roleName(role), name }));
    if (added) form.reset();
  };

  private readonly onRemove = async (): Promise<void> => {
    const { removing } = this;
    this.removing = null;
    if (!removing) return;
    const values = { role: roleName(removing.role), name: removing.delegate.name };
    const removed = await this.change(() => removeDelegation(this.client, removing.id), t("delegations.removed", values));
    if (removed) this.querySelector<HTMLElement>("#delegations-title")?.focus();
  };
}
