import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { createKey, listKeys, revokeKey, type ApiKey, type NewKey } from "../../api/keys";
import { formatDate, formatTime, t } from "../../i18n/language";
import { keyState } from "../../state/key-state";
import "../../ui/confirm-dialog";
import { AccountPage } from "../page";
import { table, type Cell } from "../table";
import { actorName, names, roleName, routeName } from "../words";
import "./key-form";
import "./new-key";

/** The keys with which other programs act for the ente. */
@customElement("civico-keys")
export class Keys extends AccountPage {
  @state() private keys: ApiKey[] = [];
  @state() private revoking: ApiKey | null = null;
  /** The secret of the key made last; gone for ever once the page no longer shows it. */
  @state() private secret: string | null = null;

  protected override async load(): Promise<void> {
    this.keys = await listKeys(this.client);
  }

  protected override render(): TemplateResult {
    return html`
      <h1 id="page-title" tabindex="-1">${t("account.page.keys")}</h1>
      <p>${t("account.about.keys")}</p>
      ${this.messages()}
      ${this.secret === null ? nothing : html`<civico-new-key .secret=${this.secret} @civico-key-kept=${this.onKept}></civico-new-key>`}
      ${this.whenReady(() => this.list())} ${this.dialog()}
    `;
  }

  private list(): TemplateResult {
    const head = [t("keys.label"), t("keys.scope"), t("keys.state"), t("keys.lastUse"), t("keys.expires"), t("actions")];
    return html`
      ${this.keys.length === 0
        ? html`<p class="civico-note" data-testid="keys-empty">${t("keys.empty")}</p>`
        : table({ caption: t("account.page.keys"), head, rows: this.keys.map((key) => this.row(key)), testId: "keys" })}
      <civico-key-form .busy=${this.busy} @civico-create-key=${(event: CustomEvent<NewKey>) => void this.create(event.detail)}></civico-key-form>
    `;
  }

  private row(key: ApiKey): Cell[] {
    const state = keyState(key, Date.now());
    return [
      html`${key.label}<br /><small>${key.purpose}</small>${made(key)}`,
      html`${names(key.roles, roleName)}<br /><small>${names(key.routes, routeName)}</small>`,
      html`<span class="civico-state ${state}">${t(`keys.state.${state}`)}</span>`,
      key.lastUsedAt === null ? t("keys.never") : formatTime(key.lastUsedAt),
      key.expiresAt === null ? "" : formatDate(key.expiresAt),
      state === "revoked" ? nothing : this.revokeButton(key),
    ];
  }

  private revokeButton(key: ApiKey): TemplateResult {
    return html`<button
      type="button"
      class="btn btn-outline-danger btn-xs"
      aria-label=${t("keys.revokeOf", { label: key.label })}
      data-testid="revoke-${key.label}"
      @click=${() => (this.revoking = key)}
    >
      ${t("keys.revoke")}
    </button>`;
  }

  private dialog(): TemplateResult {
    return html`<civico-confirm
      .open=${this.revoking !== null}
      .question=${t("keys.revokeQuestion")}
      .consequence=${t("keys.revokeText", { label: this.revoking?.label ?? "" })}
      .action=${t("keys.revoke")}
      @civico-close-dialog=${() => (this.revoking = null)}
      @civico-confirm=${this.onRevoke}
    ></civico-confirm>`;
  }

  private async create(key: NewKey): Promise<void> {
    let secret = "";
    const created = await this.change(async () => void (secret = await createKey(this.client, key)), t("keys.created", { label: key.label }));
    // Even when the list cannot be loaded again the key exists, and this is the only time it can be read.
    if (secret !== "") this.secret = secret;
    if (created) this.querySelector("form")?.reset();
  }

  private readonly onKept = (): void => {
    this.secret = null;
    this.querySelector<HTMLElement>("#page-title")?.focus();
  };

  private readonly onRevoke = async (): Promise<void> => {
    const { revoking } = this;
    this.revoking = null;
    if (!revoking) return;
    const revoked = await this.change(() => revokeKey(this.client, revoking.id), t("keys.revoked", { label: revoking.label }));
    if (revoked) this.querySelector<HTMLElement>("#page-title")?.focus();
  };
}

function made({ createdAt, createdBy }: ApiKey): Cell {
  if (createdAt === null || createdBy === null) return nothing;
  return html`<br /><small>${t("keys.made", { date: formatDate(createdAt), name: actorName(createdBy) })}</small>`;
}
