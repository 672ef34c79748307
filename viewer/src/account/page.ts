import { html, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { ApiError, type Client } from "../api/client";
import { findPerson, type Person } from "../api/identity";
import { t } from "../i18n/language";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { strongerLink } from "./stronger";

const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/** A page of the account: what it shows comes from the server, and so do the reasons why not. */
export abstract class AccountPage extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) person!: Person;
  @state() protected status: "loading" | "ready" | "failed" = "loading";
  @state() protected busy = false;
  @state() private problem = "";
  @state() private done = "";
  /** Whom the server refused for want of a strong sign-in. */
  @state() private weak: Person | null = null;
  /** The right that the page's changes ask for, as the server names it. */
  protected readonly right: string = "administer";

  /** Asks the server for what the page shows. */
  protected abstract load(): Promise<void>;

  protected override firstUpdated(): void {
    void this.reload();
  }

  protected async reload(): Promise<void> {
    this.status = "loading";
    this.problem = "";
    this.weak = null;
    try {
      await this.load();
      this.status = "ready";
    } catch (error) {
      this.status = "failed";
      await this.fail(error);
    }
  }

  /** Changes something and shows what came of it; the answer is whether it was done. */
  protected change(action: () => Promise<void>, done: string): Promise<boolean> {
    return this.attempt(async () => {
      await action();
      await this.load();
    }, done);
  }

  /** Does what was asked for, one thing at a time, and says `done` or what went wrong. */
  protected async attempt(action: () => Promise<void>, done = ""): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.silence();
    try {
      await action();
      this.done = done;
      await this.updateComplete;
      this.querySelector("[data-testid=done]")?.scrollIntoView({ block: "nearest" });
      return true;
    } catch (error) {
      await this.fail(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Takes away what was said of the last change: something else is on show. */
  protected silence(): void {
    this.problem = "";
    this.done = "";
    this.weak = null;
  }

  /** What went wrong is seen at once and read aloud; what was done is read when there is time. */
  protected messages(): TemplateResult {
    return html`
      <div class="alert alert-danger" role="alert" tabindex="-1" data-testid="problem" ?hidden=${this.problem === ""}>
        <p>${this.problem}</p>
        ${this.weak === null ? nothing : strongerLink(this.weak, this.right)}
        ${this.status === "failed"
          ? html`<button type="button" class="btn btn-outline-primary btn-sm" @click=${() => void this.reload()}>${t("retry")}</button>`
          : nothing}
      </div>
      <p class=${this.done === "" ? "visually-hidden" : "alert alert-success"} role="status" data-testid="done">${this.done}</p>
    `;
  }

  /** The content once it is there; till then what is being waited for. */
  protected whenReady(content: () => TemplateResult): TemplateResult | typeof nothing {
    if (this.status === "loading") return html`<p class="civico-note" role="status" data-testid="loading">${t("account.loading")}</p>`;
    return this.status === "ready" ? content() : nothing;
  }

  private async fail(error: unknown): Promise<void> {
    // Signed out elsewhere, or too long ago: the page above leads to the sign-in and back.
    if (error instanceof ApiError && error.status === UNAUTHORIZED) this.emit("civico-session-ended");
    this.weak = error instanceof ApiError && error.status === FORBIDDEN ? await this.findWeak() : null;
    this.problem = errorText(error);
    await this.updateComplete;
    this.querySelector<HTMLElement>("[role=alert]")?.focus();
  }

  /** Somebody may have signed in anew in another window, less strongly: then a stronger sign-in leads on. */
  private async findWeak(): Promise<Person | null> {
    const person = await findPerson(this.client).catch(() => null);
    return person?.withheld.includes(this.right) ? person : null;
  }
}
