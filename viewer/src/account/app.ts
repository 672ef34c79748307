import { html, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { Person } from "../api/identity";
import type { Session } from "../app/session";
import { language, t, type MessageKey } from "../i18n/language";
import { pageOf, signInPath } from "../state/account-links";
import { access, isMetropolitan, neededRole, rightOf, type AccountPageName } from "../state/permissions";
import { CivicoElement } from "../ui/element";
import "../ui/footer";
import "./header";
import { accountNav } from "./nav";
import "./pages/audit";
import "./pages/data";
import "./pages/datasets";
import "./pages/enti";
import "./pages/keys";
import "./pages/overview";
import "./pages/roles";
import "./pages/sign-in";
import { strongerLink } from "./stronger";
import { roleName } from "./words";

/** The pages around an account: the way in, and what an administrator of an ente does. */
@customElement("civico-account-app")
export class AccountApp extends CivicoElement {
  session!: Session;
  private readonly page = pageOf(location.pathname);

  protected override willUpdate(): void {
    document.documentElement.lang = language();
    document.title = `${t(this.heading())} · ${t("header.title")}`;
  }

  protected override firstUpdated(): void {
    this.session.watch();
    void this.session.load();
  }

  protected override render(): TemplateResult {
    return html`
      <a class="civico-skip" href="#page-title" @click=${focusContent}>${t("skip.content")}</a>
      <civico-account-header .session=${this.session} .me=${this.session?.me ?? null}></civico-account-header>
      <main
        class="civico-account-main"
        @civico-session-ended=${() => void this.session.load()}
        @civico-person-changed=${() => void this.session.load()}
      >
        ${this.content()}
      </main>
      <civico-footer></civico-footer>
    `;
  }

  private heading(): MessageKey {
    if (this.page === null) return "account.unknown.title";
    return this.page === "sign-in" ? "signIn.title" : `account.page.${this.page}`;
  }

  private content(): TemplateResult | typeof nothing {
    if (!this.session) return nothing;
    const { me, status } = this.session;
    if (this.page === null) return message(t("account.unknown.title"), t("account.unknown.text"));
    if (status === "loading") return html`<p class="civico-note" role="status" data-testid="loading">${t("account.loading")}</p>`;
    if (!me) return this.unreachable();
    if (this.page === "sign-in") return html`<civico-sign-in .session=${this.session} .me=${me}></civico-sign-in>`;
    return me.person ? this.personal(me.person, this.page) : this.toSignIn();
  }

  private unreachable(): TemplateResult {
    return html`<div class="alert alert-danger" role="alert" data-testid="problem">
      <p>${t("error.unreachable")}</p>
      <button type="button" class="btn btn-outline-primary btn-sm" @click=${() => void this.session.load()}>${t("retry")}</button>
    </div>`;
  }

  /** Keyed by the ente: whoever comes to act for another one sees another page. */
  private personal(person: Person, page: AccountPageName): TemplateResult {
    const granted = access(person, page);
    const body = granted === "allowed" ? this.body(person, page) : withheld(person, page, granted);
    return html`<div class="civico-columns">
      ${accountNav(person, page)}
      <div class="civico-content">${keyed(`${person.account} ${person.acting?.code}`, body)}</div>
    </div>`;
  }

  private body(person: Person, page: AccountPageName): TemplateResult {
    const { client } = this.session;
    switch (page) {
      case "overview":
        return html`<civico-overview .person=${person}></civico-overview>`;
      case "datasets":
        return html`<civico-datasets .client=${client} .person=${person}></civico-datasets>`;
      case "enti":
        return html`<civico-enti .client=${client} .person=${person}></civico-enti>`;
      case "roles":
        return html`<civico-roles .client=${client} .person=${person}></civico-roles>`;
      case "keys":
        return html`<civico-keys .client=${client} .person=${person}></civico-keys>`;
      case "audit":
        return html`<civico-audit .client=${client} .person=${person}></civico-audit>`;
      case "data":
        return html`<civico-data .client=${client} .person=${person}></civico-data>`;
    }
  }

  private toSignIn(): typeof nothing {
    location.replace(signInPath(location.pathname + location.search, language()));
    return nothing;
  }
}

/** Why a page is not for somebody, and the way to it where a stronger sign-in is one. */
function withheld(person: Person, page: AccountPageName, why: "weak" | "refused"): TemplateResult {
  const role = neededRole(page) ?? "";
  if (why === "weak") return message(t("account.weak.title"), t("account.weak.text"), strongerLink(person, rightOf(role) ?? ""));
  const text = isMetropolitan(page) ? t("account.refused.metropolitan") : t("account.refused.text", { role: roleName(role) });
  return message(t("account.refused.title"), text);
}

function message(title: string, text: string, way: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<h1 id="page-title" tabindex="-1">${title}</h1>
    <p data-testid="refused">${text}</p>
    ${way}
    <p><a href="/#lang=${language()}">${t("account.toMap")}</a></p>`;
}

function focusContent(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#page-title")?.focus();
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-account-app": AccountApp;
  }
}
