import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Me, Person } from "../api/identity";
import type { Session } from "../app/session";
import { language, t } from "../i18n/language";
import { hasSignIn, pagePath, signedOutUrl, signInPath } from "../state/account-links";
import { allowedPages } from "../state/permissions";
import { CivicoElement } from "./element";
import { errorText } from "./error-text";
import { icon } from "./icons";

/** The way in, or who is signed in with what that person may do: a button that opens a list (WAI-ARIA disclosure). */
@customElement("civico-account-menu")
export class AccountMenu extends CivicoElement {
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) me: Me | null = null;
  @state() private open = false;
  @state() private problem = "";

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.onPointer);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.onPointer);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { me } = this;
    if (!me) return nothing;
    if (me.person) return this.account(me.person);
    return hasSignIn(me.providers) ? this.signIn() : nothing;
  }

  /** The map writes itself into the address without a word to this element: the link is made when it is followed. */
  private signIn(): TemplateResult {
    const lead = (event: Event): void => {
      if (event.currentTarget instanceof HTMLAnchorElement) event.currentTarget.href = signInPath(here(), language());
    };
    return html`<a class="civico-account-button" href=${signInPath(here(), language())} data-testid="sign-in" @click=${lead} @focus=${lead}>
      ${icon("person")}<span>${t("account.signIn")}</span>
    </a>`;
  }

  private account(person: Person): TemplateResult {
    return html`<div class="civico-account" @keydown=${this.onKey} @focusout=${this.onFocusOut}>
      <button
        type="button"
        class="civico-account-button"
        aria-expanded=${this.open ? "true" : "false"}
        aria-controls="account-panel"
        data-testid="account"
        @click=${() => (this.open = !this.open)}
      >
        ${icon("person")}<span class="civico-account-name">${person.name}</span>
        ${person.acting ? html`<span class="civico-account-ente" data-testid="acting">${person.acting.name}</span>` : nothing}
        <span class="visually-hidden">, ${t("account.menu")}</span>
      </button>
      <div id="account-panel" class="civico-account-panel" ?hidden=${!this.open} data-testid="account-panel">${this.open ? this.panel(person) : nothing}</div>
    </div>`;
  }

  private panel(person: Person): TemplateResult {
    return html`
      <p class="civico-account-who"><strong>${person.name}</strong><span>${person.account}</span></p>
      ${this.acting(person)}
      <nav aria-label=${t("account.pages")}>
        <ul>
          ${allowedPages(person).map(
            (page) => html`<li><a href=${pagePath(page, language())} data-testid="account-link-${page}">${t(`account.page.${page}`)}</a></li>`,
          )}
        </ul>
      </nav>
      <button type="button" class="civico-account-out" data-testid="sign-out" @click=${this.onSignOut}>${icon("leave")} ${t("account.signOut")}</button>
      <p class="civico-note error" role="alert" ?hidden=${this.problem === ""}>${this.problem}</p>
    `;
  }

  private acting({ acting, enti }: Person): TemplateResult {
    if (enti.length === 0) return html`<p class="civico-note">${t("account.noEnte")}</p>`;
    return html`<label for="acting">${t("account.acting")}</label>
      <select id="acting" class="form-control" data-testid="acting-select" @change=${this.onActing}>
        ${enti.map((ente) => html`<option value=${ente.code} .selected=${ente.code === acting?.code}>${ente.name}</option>`)}
      </select>`;
  }

  private readonly onActing = async (event: Event): Promise<void> => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const { value } = event.target;
    await this.attempt(async () => {
      await this.session.actFor(value);
      this.emit("civico-acting");
    });
  };

  private readonly onSignOut = (): Promise<void> =>
    this.attempt(async () => location.assign(signedOutUrl(await this.session.signOut(), location.origin)));

  private async attempt(action: () => Promise<void>): Promise<void> {
    this.problem = "";
    try {
      await action();
    } catch (error) {
      this.problem = errorText(error);
      // Often the session itself has ended: then the menu goes away.
      await this.session.load();
    }
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !this.open) return;
    this.open = false;
    this.querySelector("button")?.focus();
  };

  private readonly onPointer = (event: Event): void => {
    if (event.target instanceof Node && !this.contains(event.target)) this.open = false;
  };

  private readonly onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && !this.contains(event.relatedTarget)) this.open = false;
  };
}

function here(): string {
  return location.pathname + location.search + location.hash;
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-account-menu": AccountMenu;
  }
}
