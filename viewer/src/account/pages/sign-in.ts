import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Me } from "../../api/identity";
import type { Session } from "../../app/session";
import { t } from "../../i18n/language";
import { hasSignIn, providerPath, returnPath } from "../../state/account-links";
import { signInError } from "../../state/sign-in-error";
import { CivicoElement } from "../../ui/element";
import { errorText } from "../../ui/error-text";
import { icon } from "../../ui/icons";
import { field, textOf } from "../form";
import { rememberedReturn, rememberReturn } from "../return-to";

const ACCOUNT = html`<input
  id="account"
  name="account"
  class="form-control"
  autocomplete="username"
  autocapitalize="none"
  spellcheck="false"
  maxlength="200"
  required
  data-testid="account-input"
/>`;
const PASSWORD = html`<input
  id="password"
  name="password"
  type="password"
  class="form-control"
  autocomplete="current-password"
  maxlength="1024"
  required
  data-testid="password-input"
/>`;

/** All ways to sign in, and why the last one came to nothing. */
@customElement("civico-sign-in")
export class SignIn extends CivicoElement {
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) me!: Me;
  @state() private problem = "";
  @state() private busy = false;
  private readonly asked = new URLSearchParams(location.search);

  protected override render(): TemplateResult {
    return html`<div class="civico-card">
      <h1 id="page-title" tabindex="-1">${t("signIn.title")}</h1>
      ${this.failure()} ${this.me.person ? this.already(this.me.person.name) : this.ways()}
    </div>`;
  }

  /** What the address says; after a failed way through the provider, which loses it, what it said before. */
  private get back(): string {
    const remembered = this.asked.has("error") ? rememberedReturn() : null;
    return returnPath(this.asked.get("return_to") ?? remembered, location.origin);
  }

  private failure(): TemplateResult | typeof nothing {
    const error = signInError(this.asked.get("error"));
    const text = this.problem === "" && error !== null ? t(error) : this.problem;
    return text === "" ? nothing : html`<div class="alert alert-danger" role="alert" data-testid="sign-in-error"><p>${text}</p></div>`;
  }

  private already(name: string): TemplateResult {
    return html`<p>${t("signIn.already", { name })}</p>
      <a class="btn btn-primary" href=${this.back} data-testid="continue">${t("signIn.continue")}</a>`;
  }

  private ways(): TemplateResult {
    const { providers } = this.me;
    if (!hasSignIn(providers)) return html`<p>${t("signIn.none")}</p>`;
    return html`
      ${providers.oidc ? this.provider() : nothing}
      ${providers.oidc && providers.local ? html`<p class="civico-or"><span>${t("signIn.or")}</span></p>` : nothing}
      ${providers.local ? this.local() : nothing}
    `;
  }

  private provider(): TemplateResult {
    return html`<p>${t("signIn.provider.text")}</p>
      <a class="btn btn-primary civico-wide" href=${providerPath(this.back)} data-testid="sign-in-provider" @click=${() => rememberReturn(this.back)}>${icon("person")} ${t("signIn.provider")}</a>`;
  }

  private local(): TemplateResult {
    return html`<form @submit=${this.onSubmit} aria-labelledby="local-title">
      <h2 id="local-title">${t("signIn.local")}</h2>
      ${field("account", t("signIn.account"), ACCOUNT)} ${field("password", t("signIn.password"), PASSWORD)}
      <button type="submit" class="btn btn-outline-primary civico-wide" aria-disabled=${this.busy ? "true" : "false"} data-testid="sign-in-local">
        ${t("signIn.submit")}
      </button>
    </form>`;
  }

  private readonly onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy || !(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    this.busy = true;
    this.problem = "";
    try {
      // A password may begin or end with a space: it is sent as it was typed.
      await this.session.signIn(textOf(data, "account"), String(data.get("password") ?? ""));
      location.assign(this.back);
    } catch (error) {
      this.problem = errorText(error);
      this.forgetPassword();
    } finally {
      this.busy = false;
    }
  };

  private forgetPassword(): void {
    const input = this.querySelector<HTMLInputElement>("#password");
    if (!input) return;
    input.value = "";
    input.focus();
  }
}
