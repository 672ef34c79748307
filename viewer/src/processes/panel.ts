import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Dataset } from "../api/catalog";
import { ApiError, isAbort, type Client } from "../api/client";
import type { Person } from "../api/identity";
import type { Job } from "../api/jobs";
import { getProcess, listProcesses, type Process, type ProcessSummary } from "../api/processes";
import { AnalysisRun } from "../app/analysis-run";
import type { Details } from "../app/state";
import { language, t } from "../i18n/language";
import { RESULT } from "../map/result-name";
import type { Hit, MapPort } from "../map/types";
import { goesAtOnce, inputsOf } from "../state/process-request";
import { initialValues, valuesOf, type Selected, type Values } from "../state/process-values";
import { selectedOf } from "../state/selection";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { icon } from "../ui/icons";
import "./job-list";
import { layerTitle } from "./layers";
import { runPort } from "./port";
import "./process-form";
import { processList } from "./process-list";
import "./result-view";
import type { ResultView } from "./result-view";
import { endView, progressView, provenance, signInNote } from "./run-view";
import { faultWords, runErrorText } from "./words";

type View = "choose" | "form" | "run" | "jobs";

const UNAUTHORIZED = 401;
const TOO_LARGE = 413;
/** Refusals that are about what was filled in. */
const WRONG_INPUT = new Set([400, TOO_LARGE, 422]);

/** «Analisi»: choose a process, say what it works on, run it, and look at what came of it. */
@customElement("civico-analysis")
export class AnalysisPanel extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) map: MapPort | null = null;
  /** Whether the panel is shown now. */
  @property({ attribute: false }) active = true;
  @property({ attribute: false }) person: Person | null = null;
  @property({ attribute: false }) datasets: readonly Dataset[] = [];
  /** Ids of the layers on the map. */
  @property({ attribute: false }) onMap: readonly string[] = [];
  @property({ attribute: false }) details: Details | null = null;
  /** The job that the link names. */
  @property({ attribute: false }) job: string | null = null;
  @state() private view: View = "choose";
  @state() private processes: readonly ProcessSummary[] = [];
  @state() private status: "loading" | "ready" | "failed" = "loading";
  @state() private problem = "";
  @state() private process: Process | null = null;
  @state() private values: Values = {};
  @state() private faults: ReadonlyMap<string, string> = new Map();
  @state() private run: AnalysisRun | null = null;
  @query("civico-result") private result!: ResultView | null;
  /** What of the map is selected; the same object for as long as the same is. */
  private selected: Selected | null = null;
  /** Whether somebody who signs in may run what was refused. */
  private offersSignIn = false;
  /** The language that processes are in. */
  private spoken = "";
  private request = new AbortController();

  /** Where somebody pointed: what of the result is there. True where that answers it. */
  point(hits: readonly Hit[]): boolean {
    const hit = hits.find(({ collection }) => collection === RESULT);
    if (hit) void this.result?.pick(hit.id);
    return hit !== undefined || this.view === "run";
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.request.abort();
    this.run?.leave();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.spoken !== language()) void this.load();
    if (changed.has("details")) this.selected = selectedOf(this.details);
    if (changed.has("job") && this.job !== null && this.job !== this.run?.job?.id) this.followJob(this.job);
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>("#analysis-heading")?.focus();
  }

  protected override render(): TemplateResult {
    return html`<section class="civico-geocode civico-analysis" aria-labelledby="analysis-heading" data-testid="analysis">
      <div class="civico-geocode-head">
        <h2 id="analysis-heading" tabindex="-1">${t("analysis.title")}</h2>
        <button type="button" class="civico-icon-button" aria-label=${t("close")} data-testid="analysis-close" @click=${() => this.emit("civico-close-tool")}>${icon("close")}</button>
      </div>
      <nav class="civico-analysis-nav no-print" aria-label=${t("analysis.title")}>
        ${this.step("choose", t("analysis.new"), this.view === "choose" || this.view === "form", () => this.open("choose"))}
        ${this.run === null ? nothing : this.step("run", t("analysis.result"), this.view === "run", () => this.open("run"))}
        ${this.step("jobs", t("analysis.jobs"), this.view === "jobs", () => this.open("jobs"))}
      </nav>
      ${this.body()}
    </section>`;
  }

  private step(name: View, words: string, isCurrent: boolean, act: () => void): TemplateResult {
    return html`<button type="button" aria-current=${isCurrent ? "page" : nothing} data-testid="analysis-${name}" @click=${act}>${words}</button>`;
  }

  private body(): TemplateResult | typeof nothing {
    if (this.view === "run" && this.run) return this.runBody(this.run);
    if (this.view === "jobs") return this.jobs();
    if (this.status === "failed") return html`<div class="alert alert-danger" role="alert" data-testid="analysis-problem"><p>${this.problem}</p><button type="button" class="btn btn-outline-primary btn-xs" @click=${() => void this.load()}>${t("retry")}</button></div>`;
    if (this.status === "loading") return html`<p class="civico-note" role="status">${t("analysis.loading")}</p>`;
    return this.view === "form" && this.process ? this.form(this.process) : html`<p>${t("analysis.intro")}</p>${this.person ? nothing : html`<p class="civico-note">${t("analysis.anonymous")}</p>`}${processList(this.processes, ({ id }) => void this.choose(id))}`;
  }

  private form(process: Process): TemplateResult {
    return html`<div class="civico-process-head">
        <button type="button" class="civico-link civico-back" data-testid="form-back" @click=${() => this.open("choose")}>${icon("arrowLeft")} ${t("analysis.all")}</button>
        <h3 id="process-title" tabindex="-1" data-testid="process-title">${process.title}</h3>
        <p>${process.description}</p>
      </div>
      ${this.problem === "" ? nothing : html`<div class="alert alert-danger" role="alert" tabindex="-1" data-testid="form-refused"><p>${this.problem}</p></div>${this.offersSignIn ? signInNote(t("analysis.signIn.run")) : nothing}`}
      <civico-process-form
        .client=${this.client} .map=${this.map} .active=${this.active} .process=${process} .values=${this.values} .datasets=${this.datasets} .onMap=${this.onMap}
        .details=${this.details} .selected=${this.selected} .faults=${this.faults}
        @civico-values=${(event: CustomEvent<Values>) => this.write(event.detail)}
        @civico-run=${(event: CustomEvent<Values>) => void this.start(process, event.detail)}
      ></civico-process-form>`;
  }

  private runBody(run: AnalysisRun): TemplateResult {
    const title = this.processes.find(({ id }) => id === run.process)?.title ?? run.process;
    return html`<h3 id="run-title" tabindex="-1" data-testid="run-title">${title}</h3>
      ${run.state === "done" && run.outcome
        ? html`<p class="visually-hidden" role="status" data-testid="run-done">${t("analysis.done")}</p>
          <civico-result .client=${this.client} .map=${this.map} .process=${run.process} .outcome=${run.outcome} .when=${run.job?.finished ?? null}></civico-result>
          ${run.job ? provenance(run.job, (id) => this.titleOf(id)) : html`<p class="civico-note no-print">${t("analysis.notKept")}</p>`}`
        : run.isOver ? endView(run) : progressView(run)}
      ${run.isOver ? html`<div class="civico-form-buttons no-print">
        ${run.request === null ? nothing : html`<button type="button" class="btn btn-primary btn-sm" data-testid="rerun" @click=${() => void this.again(run)}>${t("analysis.rerun")}</button>`}
        ${run.state === "done" && run.job ? html`<button type="button" class="btn btn-outline-primary btn-sm" data-testid="share-result" @click=${() => this.emit("civico-share")}>${t("analysis.share")}</button>` : nothing}
      </div>` : nothing}`;
  }

  private jobs(): TemplateResult {
    if (this.person === null) return signInNote(t("analysis.signIn.jobs"));
    return html`<civico-jobs .client=${this.client} .processes=${this.processes}
      @civico-open-job=${(event: CustomEvent<Job>) => this.followJob(event.detail.id)}
      @civico-rerun-job=${(event: CustomEvent<Job>) => void this.repeat(event.detail.process, event.detail.request ?? {})}
      @civico-job-dismissed=${(event: CustomEvent<Job>) => this.forget(event.detail)}
    ></civico-jobs>`;
  }

  private titleOf(collection: string): string {
    const dataset = this.datasets.find(({ id }) => id === collection);
    return dataset ? layerTitle(dataset) : collection;
  }

  private async load(): Promise<void> {
    this.spoken = language();
    this.request.abort();
    const request = (this.request = new AbortController());
    [this.status, this.problem] = [this.processes.length === 0 ? "loading" : this.status, ""];
    try {
      this.processes = await listProcesses(this.client, this.spoken, request.signal);
      if (this.process) this.process = await getProcess(this.client, this.process.id, this.spoken, request.signal);
      this.status = "ready";
    } catch (error) {
      if (!isAbort(error)) [this.status, this.problem] = ["failed", errorText(error)];
    }
  }

  private async choose(id: string): Promise<void> {
    const process = await this.describe(id);
    if (process === null) return;
    await this.fill(process, initialValues(process, this.selected));
  }

  private async describe(id: string): Promise<Process | null> {
    try {
      return await getProcess(this.client, id, language(), this.request.signal);
    } catch (error) {
      if (!isAbort(error)) [this.view, this.status, this.problem] = ["choose", "failed", errorText(error)];
      return null;
    }
  }

  private async fill(process: Process, values: Values): Promise<void> {
    [this.process, this.values, this.faults, this.problem] = [process, values, new Map(), ""];
    await this.open("form");
  }

  private write(values: Values): void {
    this.values = values;
    // What the server said was about what was written before.
    if (this.faults.size > 0) this.faults = new Map();
  }

  /** The form as it was sent, to be changed. */
  private async again(run: AnalysisRun): Promise<void> {
    const isOurs = run.asked !== null && this.process?.id === run.asked.process;
    if (isOurs) await this.open("form");
    else await this.repeat(run.process, run.request ?? {});
  }

  private async repeat(id: string, request: NonNullable<Job["request"]>): Promise<void> {
    const process = await this.describe(id);
    if (process) await this.fill(process, valuesOf(process, request));
  }

  private async start(process: Process, values: Values): Promise<void> {
    [this.problem, this.faults] = ["", new Map()];
    const run = this.begin({ process: process.id, inputs: inputsOf(process, values) });
    // Only those who are signed in have jobs; what is small enough is answered to everybody at once.
    await run.start(this.person !== null && process.isAsync && !goesAtOnce(process, values));
    if (this.run === run) await this.ended(run);
  }

  private followJob(id: string): void {
    const run = this.begin(null);
    void run.follow(id).then(() => (this.run === run ? this.ended(run) : undefined));
  }

  private begin(asked: AnalysisRun["asked"]): AnalysisRun {
    this.run?.leave();
    const run = new AnalysisRun(runPort(this.client, () => this.heard(run)), asked);
    this.run = run;
    if (asked !== null) this.emit("civico-job", null);
    void this.open("run");
    return run;
  }

  private heard(run: AnalysisRun): void {
    if (this.run !== run) return;
    if (run.job) this.emit("civico-job", run.job.id);
    this.requestUpdate();
  }

  /** What the server refuses of the inputs is mended in the form; of everything else the person is told. */
  private async ended(run: AnalysisRun): Promise<void> {
    const { error } = run;
    if (error instanceof ApiError && error.status === UNAUTHORIZED && this.person) this.emit("civico-session-ended");
    if (run.state === "failed" && run.job === null && error instanceof ApiError && WRONG_INPUT.has(error.status) && run.asked !== null) {
      this.offersSignIn = this.person === null && error.status === TOO_LARGE;
      // Of what is said beside the inputs nothing is repeated.
      [this.run, this.problem, this.faults] = [null, error.inputs.length > 0 ? "" : runErrorText(error), new Map(error.inputs.map((fault) => [fault.input, faultWords(fault)]))];
      await this.open("form");
    }
    await this.updateComplete;
    await this.querySelector("civico-process-form")?.updateComplete;
    const target = ["form-refused", "form-problems", "run-end", "analysis-sign-in", "run-title"].map((id) => this.querySelector<HTMLElement>(`[data-testid=${id}]`)).find((element) => element !== null);
    target?.focus({ preventScroll: true });
  }

  private forget(job: Job): void {
    if (this.run?.job?.id !== job.id) return;
    this.run.leave();
    this.run = null;
    this.emit("civico-job", null);
  }

  /** Shows a part of the panel, and leads the keyboard there. */
  private async open(view: View): Promise<void> {
    const moved = view !== this.view;
    this.view = view;
    await this.updateComplete;
    if (!moved) return;
    this.scrollTo({ top: 0 });
    this.querySelector<HTMLElement>(view === "form" ? "#process-title" : view === "run" ? "#run-title" : "#analysis-heading")?.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-analysis": AnalysisPanel;
  }
}
