import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { listConflicts, type Conflict, type Side, type Territory } from "../api/conflicts";
import { listEnti } from "../api/identity";
import { t } from "../i18n/language";
import { allowed } from "../state/editing";
import { errorText } from "../ui/error-text";
import { conflictText, remedyOf } from "./conflict-words";
import { fix } from "./forms";
import { RegisterPart } from "./part";
import { viewOf } from "./view";
import { commandName } from "./words";

/** Rows before somebody asks for more, and those of a page of the server. */
const SHOWN = 8;
const PAGE = 50;
/** The server compares whole comuni for this: what happens meanwhile is not asked about each time. */
const REST_MS = 30_000;

/** What the registers of neighbours contradict each other about: the same for both sides, and for whoever mediates. */
@customElement("civico-conflicts")
export class Conflicts extends RegisterPart {
  @property({ attribute: false }) territory: Territory = { everywhere: true };
  /** One section among others, or what the page is about. */
  @property({ attribute: false }) section = true;
  @state() private conflicts: readonly Conflict[] = [];
  @state() private next: string | null = null;
  @state() private all = false;
  @state() private moreProblem = "";
  private names: ReadonlyMap<string, string> = new Map();
  private pending: ReturnType<typeof setTimeout> | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.pending !== null) clearTimeout(this.pending);
    this.pending = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.status !== "ready") return super.willUpdate(changed);
    if (!changed.has("seq") || this.pending !== null) return;
    this.pending = setTimeout(() => {
      this.pending = null;
      void this.reload();
    }, REST_MS);
  }

  protected override async load(signal: AbortSignal): Promise<void> {
    // What was leafed through is asked for again up to there.
    const limit = Math.max(PAGE, Math.min(this.conflicts.length, 1000));
    const [{ conflicts, next }, enti] = await Promise.all([
      listConflicts(this.client, this.territory, limit, null, signal),
      this.names.size > 0 ? null : listEnti(this.client).catch(() => []),
    ]);
    if (enti) this.names = new Map(enti.map(({ code, name }) => [code, name]));
    [this.conflicts, this.next, this.moreProblem] = [conflicts, next, ""];
  }

  protected override render(): TemplateResult | typeof nothing {
    const count = `${this.conflicts.length}${this.next === null ? "" : "+"}`;
    const content = this.whenReady(() => (this.conflicts.length === 0 ? html`<p class="civico-note" data-testid="conflicts-empty">${t("conflict.none")}</p>` : this.list()));
    if (!this.section) return html`<p class="civico-note" role="status" data-testid="conflict-count">${this.status === "ready" && this.conflicts.length > 0 ? t("conflict.count", { count }) : nothing}</p>${content}`;
    return html`<details class="civico-fold" data-testid="worklist.conflicts" open>
      <summary>${t("worklist.conflicts")} ${this.status === "ready" ? html`<span class="badge">${count}</span>` : nothing}</summary>
      ${content}
    </details>`;
  }

  private list(): TemplateResult {
    const isFolded = !this.all && this.conflicts.length > SHOWN;
    return html`<ul class="civico-worklist">
        ${(isFolded ? this.conflicts.slice(0, SHOWN) : this.conflicts).map((conflict) => this.row(conflict))}
      </ul>
      ${this.moreProblem === "" ? nothing : html`<p class="civico-note error" role="alert">${this.moreProblem}</p>`}
      ${isFolded
        ? html`<button type="button" class="civico-link" data-testid="conflicts-all" @click=${() => (this.all = true)}>${t("worklist.all", { count: this.conflicts.length })}</button>`
        : this.next === null
          ? nothing
          : html`<button type="button" class="civico-link" data-testid="conflicts-more" @click=${() => void this.more()}>${t("conflict.more")}</button>`}`;
  }

  private row(conflict: Conflict): TemplateResult {
    const { municipality } = this.rights;
    const remedy = remedyOf(conflict, municipality);
    const own = conflict.sides.find((side) => side.municipality === municipality);
    return html`<li class="civico-violation warning" data-testid="conflict">
      ${conflict.sides.filter(({ label, subject }) => label !== "" || subject !== null).map((side) => this.side(side))}
      <span class="civico-note">${conflictText(conflict, (code) => this.nameOf(code))}</span>
      ${remedy && allowed(this.rights, remedy.type) !== "nothing"
        ? html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="conflict-fix" @click=${() => this.go({ name: "form", spec: { ...fix(remedy, own?.label ?? ""), dated: false } })}>${t("worklist.fix", { command: commandName(remedy.type) })}</button>`
        : nothing}
    </li>`;
  }

  /** Leads to the thing, and the map with it. */
  private side({ label, municipality, subject }: Side): TemplateResult {
    const words = html`${label === "" ? t("conflict.unnamed") : label} <small>(${this.nameOf(municipality)})</small>`;
    return subject
      ? html`<button type="button" class="civico-link civico-conflict-side" data-testid="conflict-side" @click=${() => this.go(viewOf(subject))}>${words}</button>`
      : html`<strong class="civico-conflict-side">${words}</strong>`;
  }

  private nameOf(code: string): string {
    return this.names.get(code) ?? code;
  }

  private async more(): Promise<void> {
    try {
      const { conflicts, next } = await listConflicts(this.client, this.territory, PAGE, this.next);
      [this.conflicts, this.next, this.moreProblem] = [[...this.conflicts, ...conflicts], next, ""];
    } catch (error) {
      this.moreProblem = errorText(error);
    }
  }
}
