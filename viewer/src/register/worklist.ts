import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { listActs, type Act, type Command } from "../api/acts";
import { listViolations, type Proposal, type Violation } from "../api/register";
import { formatTime, t, type MessageKey } from "../i18n/language";
import { allowed } from "../state/editing";
import "./conflicts";
import { fix } from "./forms";
import { RegisterPart } from "./part";
import { viewOf } from "./view";
import { aboutAct, commandName } from "./words";

/** Rows of a section before somebody asks for all. */
const SHOWN = 8;
const LIMIT = 100;
const ACT_STATES = ["waiting", "draft", "scheduled", "applied"] as const;

/** What a clerk of the comune has before them: proposals, acts that wait, drafts, and what breaks the rules. */
@customElement("civico-worklist")
export class Worklist extends RegisterPart {
  @property({ attribute: false }) proposals: readonly Proposal[] = [];
  @property({ attribute: false }) proposalCount = 0;
  @state() private acts: Record<(typeof ACT_STATES)[number], Act[]> = { waiting: [], draft: [], scheduled: [], applied: [] };
  /** Null where the server has no rules. */
  @state() private violations: Violation[] | null = null;
  @state() private opened: ReadonlySet<string> = new Set();

  protected override async load(signal: AbortSignal): Promise<void> {
    const { client, rights: { municipality } } = this;
    const [violations, ...acts] = await Promise.all([
      listViolations(client, municipality, LIMIT, signal),
      ...ACT_STATES.map((state) => listActs(client, municipality, state, LIMIT, signal)),
    ]);
    const [waiting = [], draft = [], scheduled = [], applied = []] = acts;
    this.violations = violations;
    // A delivery is undone by the one before it, not here.
    this.acts = { waiting, draft, scheduled, applied: applied.filter(({ command }) => command !== null) };
  }

  protected override render(): TemplateResult | typeof nothing {
    return html`<h4>${t("worklist.title")}</h4>
      ${this.whenReady(() => this.sections())}`;
  }

  private sections(): TemplateResult {
    const { streets, localities } = this.known;
    const [proposed, places] = [streets.filter(isProposed), localities.filter(isProposed)];
    const { waiting, draft, scheduled, applied } = this.acts;
    const isEmpty = proposed.length + places.length + this.proposals.length + waiting.length + draft.length + scheduled.length + (this.violations?.length ?? 0) === 0;
    return html`
      ${isEmpty ? html`<p class="civico-note" data-testid="worklist-empty">${t("worklist.empty")}</p>` : nothing}
      ${this.section("worklist.waiting", waiting.length, waiting.map((act) => this.act(act)))}
      ${this.section("worklist.streets", proposed.length, proposed.map(({ id, label }) => row(label, "", () => this.go({ name: "street", id }))))}
      ${this.section("worklist.localities", places.length, places.map(({ id, label }) => row(label, "", () => this.go({ name: "locality", id }))))}
      ${this.section("worklist.numbers", this.proposalCount, this.proposals.map((proposal) => this.proposal(proposal)))}
      ${this.section("worklist.drafts", draft.length, draft.map((act) => this.act(act)))}
      ${this.section("worklist.scheduled", scheduled.length, scheduled.map((act) => this.act(act)))}
      <civico-conflicts .client=${this.client} .rights=${this.rights} .known=${this.known} .seq=${this.seq} .territory=${{ municipality: this.rights.municipality }}></civico-conflicts>
      ${this.section("worklist.violations", this.violations?.length ?? 0, (this.violations ?? []).map((violation) => this.violation(violation)))}
      ${this.section("worklist.applied", applied.length, applied.map((act) => this.act(act)))}
    `;
  }

  private section(key: MessageKey & `worklist.${string}`, count: number, rows: readonly TemplateResult[]): TemplateResult | typeof nothing {
    if (rows.length === 0) return nothing;
    const all = this.opened.has(key);
    return html`<details class="civico-fold" data-testid=${key} ?open=${key !== "worklist.applied"}>
      <summary>${t(key)} <span class="badge">${count}</span></summary>
      <ul class="civico-worklist">
        ${all ? rows : rows.slice(0, SHOWN)}
      </ul>
      ${rows.length > SHOWN && !all
        ? html`<button type="button" class="civico-link" data-testid="${key}-all" @click=${() => (this.opened = new Set(this.opened).add(key))}>${t("worklist.all", { count: rows.length })}</button>`
        : nothing}
    </details>`;
  }

  private proposal({ id, street, number, streetId }: Proposal): TemplateResult {
    return row(`${street} ${number}`, "", () => this.go({ name: "number", id, street: streetId }));
  }

  private act(act: Act): TemplateResult {
    return row(aboutAct(act, this.known), formatTime(act.recordedAt), () => this.go({ name: "act", act }));
  }

  private violation({ severity, explanation, detail, label, subject, fix: offered }: Violation): TemplateResult {
    const view = subject && viewOf(subject);
    const command = offered !== null && typeof offered["type"] === "string" ? (offered as Command) : null;
    return html`<li class="civico-violation ${severity}" data-testid="violation">
      ${view ? html`<button type="button" class="civico-link" @click=${() => this.go(view)}>${label}</button>` : html`<strong>${label}</strong>`}
      <span class="civico-note"><strong>${t(`severity.${severity}`)}:</strong> ${detail ?? explanation}</span>
      ${command && allowed(this.rights, command.type) !== "nothing"
        ? html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="violation-fix" @click=${() => this.go({ name: "form", spec: fix(command, label) })}>${t("worklist.fix", { command: commandName(command.type) })}</button>`
        : nothing}
    </li>`;
  }
}

function isProposed({ stage }: { stage: string }): boolean {
  return stage === "proposed";
}

function row(label: string, more: string, open: () => void): TemplateResult {
  return html`<li><button type="button" class="civico-worklist-row" data-testid="worklist-row" @click=${open}>${label}${more === "" ? nothing : html`<small>${more}</small>`}</button></li>`;
}
