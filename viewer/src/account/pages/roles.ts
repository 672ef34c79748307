import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { grantRole, listRoles, removeRole, type RoleHeld } from "../../api/roles";
import { formatDate, t } from "../../i18n/language";
import "../../ui/confirm-dialog";
import { roleField, textField, textOf } from "../form";
import { AccountPage } from "../page";
import { table, type Cell } from "../table";
import { actorName, roleName } from "../words";
import "./delegations";

/** Who may do what for the ente acted for; below, which other enti may work on its data. */
@customElement("civico-roles")
export class Roles extends AccountPage {
  @state() private roles: RoleHeld[] = [];
  @state() private removing: RoleHeld | null = null;

  protected override async load(): Promise<void> {
    this.roles = await listRoles(this.client);
  }

  protected override render(): TemplateResult {
    return html`
      <h1 id="page-title" tabindex="-1">${t("account.page.roles")}</h1>
      <p>${t("account.about.roles")}</p>
      ${this.messages()} ${this.whenReady(() => this.list())}
      <civico-delegations .client=${this.client} .person=${this.person}></civico-delegations>
      ${this.dialog()}
    `;
  }

  private list(): TemplateResult {
    const head = [t("roles.person"), t("roles.role"), t("roles.given"), t("actions")];
    return html`
      ${this.roles.length === 0
        ? html`<p class="civico-note" data-testid="roles-empty">${t("roles.empty")}</p>`
        : table({ caption: t("account.page.roles"), head, rows: this.roles.map((role) => this.row(role)), testId: "roles" })}
      ${this.form()}
    `;
  }

  private row(role: RoleHeld): Cell[] {
    return [
      html`${role.name}${role.name === role.account ? nothing : html`<br /><small>${role.account}</small>`}`,
      roleName(role.role),
      given(role),
      role.source === "claim"
        ? nothing
        : html`<button
            type="button"
            class="btn btn-outline-danger btn-xs"
            aria-label=${t("roles.removeOf", { role: roleName(role.role), name: role.name })}
            data-testid="remove-role-${role.account}-${role.role}"
            @click=${() => (this.removing = role)}
          >
            ${t("remove")}
          </button>`,
    ];
  }

  private form(): TemplateResult {
    return html`<form class="civico-form" aria-labelledby="grant-title" @submit=${this.onSubmit}>
      <h2 id="grant-title">${t("roles.grant")}</h2>
      <div class="civico-form-row">
        ${textField({ id: "role-account", name: "account", label: t("roles.account"), hint: t("roles.accountHint"), maxLength: 200 })}
        ${roleField("role-role")}
      </div>
      <button type="submit" class="btn btn-primary" aria-disabled=${this.busy ? "true" : "false"} data-testid="grant-role">${t("roles.submit")}</button>
    </form>`;
  }

  private dialog(): TemplateResult {
    const { removing } = this;
    const own = removing?.account === this.person.account;
    return html`<civico-confirm
      .open=${removing !== null}
      .question=${t("roles.removeQuestion")}
      .consequence=${removing ? t(own ? "roles.removeOwn" : "roles.removeText", { role: roleName(removing.role), name: removing.name }) : ""}
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
    const [account, role] = [textOf(data, "account"), textOf(data, "role")];
    const granted = await this.change(async () => void (await grantRole(this.client, { account, role })), t("roles.granted", { role: roleName(role), account }));
    if (granted) form.reset();
  };

  private readonly onRemove = async (): Promise<void> => {
    const { removing } = this;
    this.removing = null;
    if (!removing) return;
    const removed = await this.change(() => removeRole(this.client, removing.id), t("roles.removed", { role: roleName(removing.role), name: removing.name }));
    // The button that had the focus is gone with its row.
    if (removed) this.querySelector<HTMLElement>("#page-title")?.focus();
    if (removing.account === this.person.account) this.emit("civico-person-changed");
  };
}

/** Who gave a role and when; what the identity provider tells of can only be changed there. */
function given(role: RoleHeld): Cell {
  if (role.source === "claim") return t("roles.byProvider");
  const date = role.grantedAt === null ? "" : formatDate(role.grantedAt);
  return html`${date}${role.grantedBy === null ? nothing : html`<br /><small>${actorName(role.grantedBy)}</small>`}`;
}
