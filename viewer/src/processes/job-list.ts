import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError, isAbort, type Client } from "../api/client";
import { dismissJob, isOver, listJobs, type Job } from "../api/jobs";
import type { ProcessSummary } from "../api/processes";
import { t } from "../i18n/language";
import { CivicoElement } from "../ui/element";
import "../ui/confirm-dialog";
import { errorText } from "../ui/error-text";
import { jobsView } from "./jobs-view";
import { seen, wait } from "./port";

/** While something is under way the list is read again after this long. */
const PAUSE_MS = 4_000;
/** Somebody else, or the server, was quicker: it is gone as was wished. */
const GONE = new Set([404, 409, 410]);

/** «Le mie analisi»: what runs, what came of what ran, and until when it is kept. */
@customElement("civico-jobs")
export class JobList extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) processes: readonly ProcessSummary[] = [];
  @state() private jobs: readonly Job[] | null = null;
  @state() private problem = "";
  /** A result that is about to be taken away. */
  @state() private asking: Job | null = null;
  private request = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.request = new AbortController();
    void this.follow(this.request.signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.request.abort();
  }

  protected override render(): TemplateResult {
    const { jobs, problem } = this;
    return html`${problem === "" ? nothing : html`<div class="alert alert-danger" role="alert" data-testid="jobs-problem"><p>${problem}</p></div>`}
      ${jobs === null ? (problem === "" ? html`<p class="civico-note" role="status">${t("analysis.jobs.loading")}</p>` : nothing) : jobsView(jobs, {
        titleOf: (process) => this.processes.find(({ id }) => id === process)?.title ?? process,
        open: (job) => this.emit("civico-open-job", job),
        rerun: (job) => this.emit("civico-rerun-job", job),
        dismiss: (job) => (isOver(job) ? (this.asking = job) : void this.dismiss(job)),
      })}
      <civico-confirm
        .open=${this.asking !== null}
        .question=${t("analysis.jobs.removeQuestion")}
        .consequence=${t("analysis.jobs.removeText")}
        .action=${t("analysis.jobs.remove")}
        @civico-close-dialog=${(event: Event) => (event.stopPropagation(), (this.asking = null))}
        @civico-confirm=${this.onConfirm}
      ></civico-confirm>`;
  }

  private async follow(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.jobs = await listJobs(this.client, signal);
        this.problem = "";
      } catch (error) {
        if (isAbort(error) || signal.aborted) return;
        this.problem = errorText(error);
      }
      await wait(PAUSE_MS, signal);
      await seen(signal);
      if (this.problem === "" && this.jobs?.every(isOver)) return;
    }
  }

  private readonly onConfirm = (event: Event): void => {
    event.stopPropagation();
    const { asking } = this;
    this.asking = null;
    if (asking) void this.dismiss(asking);
  };

  private async dismiss(job: Job): Promise<void> {
    try {
      await dismissJob(this.client, job.id);
    } catch (error) {
      if (!(error instanceof ApiError) || !GONE.has(error.status)) {
        this.problem = errorText(error);
        return;
      }
    }
    this.emit("civico-job-dismissed", job);
    this.request.abort();
    this.request = new AbortController();
    void this.follow(this.request.signal);
    await this.updateComplete;
    document.querySelector<HTMLElement>("#analysis-heading")?.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-jobs": JobList;
  }
}
