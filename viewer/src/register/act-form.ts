import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { approveAct, ask, rejectAct, submitAct, type Command, type Grounds, type Mode, type Outcome } from "../api/acts";
import { ApiError, type Client } from "../api/client";
import { messageFor, t } from "../i18n/language";
import { allowed, type Editable } from "../state/editing";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { dateField, textField, textOf } from "../ui/form";
import { changeList } from "./change-list";
import { Unreadable, type FormSpec } from "./form-spec";
import { namesFor } from "./names";
import { legalActFields, readLegalAct } from "./legal-act";

const LONGEST_REASON = 1000;

/** One thing asked of the register: its fields, the data of its act, what it would change, and the buttons. */
@customElement("civico-act-form")
export class ActForm extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) rights!: Editable;
  @property({ attribute: false }) spec!: FormSpec;
  @state() private busy = false;
  @state() private problem = "";
  /** What would change, as long as the form says what it said then. */
  @state() private preview: Outcome | null = null;
  /** What was asked for when that was shown. */
  private asked: Command | null = null;
  private names: ReadonlyMap<string, string> = new Map();
  /** How often the fields changed: an answer about what they said before is not shown. */
  private edits = 0;

  protected override render(): TemplateResult {
    const { spec } = this;
    const intro = messageFor(`form.${spec.id}.intro`);
    return html`
      <h3 id="register-title" tabindex="-1" data-testid="register-title">${t(`form.${spec.id}.title`)}</h3>
      ${spec.subject === "" ? nothing : html`<p class="civico-subject">${spec.subject}</p>`}
      ${intro === null ? nothing : html`<p class="civico-note">${intro}</p>`}
      <form class="civico-register-form" data-testid="form-${spec.id}" @submit=${this.onSubmit} @input=${this.onInput} @change=${this.onInput}>
        ${spec.fields?.() ?? nothing} ${this.groundFields()}
        <div class="alert alert-danger" role="alert" tabindex="-1" data-testid="form-problem" ?hidden=${this.problem === ""}><p>${this.problem}</p></div>
        <div role="status" data-testid="preview">${this.preview ? this.previewed(this.preview) : nothing}</div>
        ${this.buttons()}
      </form>
    `;
  }

  private groundFields(): TemplateResult {
    const { spec } = this;
    return html`
      ${legalActFields(spec.legalAct, spec.act?.legalAct ?? null)}
      ${spec.reason === "none"
        ? nothing
        : textField({ id: "reason", name: "reason", label: t(spec.reason === "required" ? "register.reason" : "register.reasonOptional"), hint: "", maxLength: LONGEST_REASON, optional: spec.reason === "optional" })}
      ${spec.dated ? dateField({ id: "valid-from", name: "valid-from", label: t("register.validFrom"), hint: t("register.validFromHint"), value: spec.act?.validFrom }) : nothing}
    `;
  }

  private previewed({ events }: Outcome): TemplateResult {
    const { asked, spec: { summary } } = this;
    const list = changeList(events, this.names);
    return html`<div class="civico-preview">
      <h4>${t("register.wouldChange", { count: events.length })}</h4>
      ${summary && asked ? html`<p data-testid="preview-summary">${summary(events, asked)}</p><details><summary>${t("register.oneByOne")}</summary>${list}</details>` : list}
    </div>`;
  }

  /** The first button is what the enter key does. */
  private buttons(): TemplateResult {
    const { spec } = this;
    const waits = spec.act === undefined && allowed(this.rights, spec.command) === "submit";
    const look = spec.previewed && this.preview === null;
    return html`<div class="civico-form-buttons">
      ${look
        ? this.button("preview", "btn-primary", t("register.preview"))
        : this.button(waits ? "submit" : "apply", "btn-primary", waits ? t("register.submit") : t(`form.${spec.id}.submit`))}
      <button type="button" class="btn btn-outline-primary btn-sm" data-testid="form-cancel" @click=${() => this.emit("civico-register-view", spec.previous)}>${t("cancel")}</button>
      ${spec.act === undefined && this.rights.mayEdit && !look ? this.button("draft", "btn-link", t("register.keepDraft")) : nothing}
    </div>`;
  }

  private button(mode: Mode, look: string, label: string): TemplateResult {
    return html`<button type="submit" class="btn ${look} btn-sm" value=${mode} aria-disabled=${this.busy ? "true" : "false"} data-testid="form-${mode}">${label}</button>`;
  }

  /** What was shown is no longer what would happen. */
  private readonly onInput = (): void => {
    this.edits += 1;
    this.preview = null;
  };

  private readonly onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy || !(event.target instanceof HTMLFormElement)) return;
    const mode = event.submitter instanceof HTMLButtonElement ? (event.submitter.value as Mode) : "preview";
    const data = new FormData(event.target);
    const { edits } = this;
    this.busy = true;
    this.problem = "";
    try {
      const outcome = await this.send(data, mode);
      if (mode !== "preview") this.emit("civico-register-done", { outcome, spec: this.spec });
      else if (edits === this.edits) await this.show(outcome);
    } catch (error) {
      await this.fail(error);
    } finally {
      this.busy = false;
    }
  };

  private send(data: FormData, mode: Mode): Promise<Outcome> {
    const { spec, client } = this;
    const [reason, validFrom] = [textOf(data, "reason"), textOf(data, "valid-from")];
    const grounds: Grounds = { legalAct: readLegalAct(data), reason: reason === "" ? null : reason, validFrom: validFrom === "" ? null : validFrom };
    if (spec.id === "approve-act" && spec.act) return approveAct(client, spec.act.id, grounds);
    if (spec.id === "reject-act" && spec.act) return rejectAct(client, spec.act.id, reason);
    if (spec.id === "submit-act" && spec.act) return submitAct(client, spec.act.id);
    const command = spec.read(data);
    this.asked = command;
    return ask(client, command, mode, grounds, spec.seen);
  }

  private async show(outcome: Outcome): Promise<void> {
    this.names = await namesFor(this.client, outcome.events);
    this.preview = outcome;
    await this.updateComplete;
    // The button that had the focus asks for something else now: what would change is read first.
    this.querySelector<HTMLElement>("[data-testid=form-apply], [data-testid=form-submit]")?.focus({ preventScroll: true });
    this.querySelector(".civico-preview")?.scrollIntoView({ block: "center" });
  }

  private async fail(error: unknown): Promise<void> {
    this.preview = null;
    this.problem = error instanceof Unreadable ? error.message : errorText(error);
    if (error instanceof ApiError && error.status === 401) this.emit("civico-session-ended");
    await this.updateComplete;
    const alert = this.querySelector<HTMLElement>("[role=alert]");
    alert?.focus({ preventScroll: true });
    alert?.scrollIntoView({ block: "center" });
  }
}
