import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ApiError, isAbort, type Client } from "../api/client";
import { dismissJob, getJob, isOver, listJobs, type Job, type JobPages } from "../api/jobs";
import type { ProcessSummary } from "../api/processes";
import { t } from "../i18n/language";
import { extended, refreshed, withJob } from "../state/job-pages";
import { CivicoElement } from "../ui/element";
import "../ui/confirm-dialog";
import { errorText } from "../ui/error-text";
import { jobsView, moreJobs } from "./jobs-view";
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
  @state() private pages: JobPages | null = null;
  @state() private problem = "";
  /** Why earlier runs could not be read. */
  @state() private moreProblem = "";
  @state() private loading = false;
  /** A result that is about to be taken away. */
  @state() private asking: Job | null = null;
  private following = false;
  private request = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.request.abort();
  }

  protected override render(): TemplateResult {
    const { pages, problem } = this;
    return html`${problem === "" ? nothing : html`<div class="alert alert-danger" role="alert" data-testid="jobs-problem"><p>${problem}</p></div>`}
      ${pages === null ? (problem === "" ? html`<p class="civico-note" role="status">${t("analysis.jobs.loading")}</p>` : nothing) : this.list(pages)}
      <civico-confirm
        .open=${this.asking !== null}
        .question=${t("analysis.jobs.removeQuestion")}
        .consequence=${t("analysis.jobs.removeText")}
        .action=${t("analysis.jobs.remove")}
        @civico-close-dialog=${(event: Event) => (event.stopPropagation(), (this.asking = null))}
        @civico-confirm=${this.onConfirm}
      ></civico-confirm>`;
  }

  private list({ jobs, next }: JobPages): TemplateResult {
    return html`${jobsView(jobs, {
      titleOf: (process) => this.processes.find(({ id }) => id === process)?.title ?? process,
      open: (job) => this.emit("civico-open-job", job),
      rerun: (job) => this.emit("civico-rerun-job", job),
      dismiss: (job) => (isOver(job) ? (this.asking = job) : void this.dismiss(job)),
    })}
    ${next === null ? nothing : moreJobs({ shown: jobs.length, loading: this.loading, problem: this.moreProblem, more: () => void this.more(next) })}`;
  }

  private begin(): void {
    this.request.abort();
    this.request = new AbortController();
    void this.follow(this.request.signal);
  }

  private async follow(signal: AbortSignal): Promise<void> {
    this.following = true;
    while (!signal.aborted) {
      try {
        await this.read(signal);
        this.problem = "";
      } catch (error) {
        if (isAbort(error) || signal.aborted) return;
        this.problem = errorText(error);
      }
      await wait(PAUSE_MS, signal);
      await seen(signal);
      if (!signal.aborted && this.problem === "" && this.pages?.jobs.every(isOver)) {
        this.following = false;
        return;
      }
    }
  }

  /** Reads the latest runs anew, and those of the others that are under way; all that was read before stays. */
  private async read(signal: AbortSignal): Promise<void> {
    const beginning = await listJobs(this.client, null, signal);
    const latest = new Set(beginning.jobs.map(({ id }) => id));
    this.pages = this.pages === null ? beginning : refreshed(this.pages, beginning);
    for (const job of this.pages.jobs.filter((one) => !isOver(one) && !latest.has(one.id))) await this.readOne(job.id, signal);
  }

  private async readOne(id: string, signal: AbortSignal): Promise<void> {
    const now = await getJob(this.client, id, signal).catch(unlessGone);
    if (this.pages && !signal.aborted) this.pages = withJob(this.pages, id, now);
  }

  /** Reads earlier runs, and leads the keyboard to the first of them. */
  private async more(path: string): Promise<void> {
    if (this.loading) return;
    [this.loading, this.moreProblem] = [true, ""];
    const known = new Set(this.pages?.jobs.map(({ id }) => id));
    try {
      const page = await listJobs(this.client, path, this.request.signal);
      this.pages = this.pages === null ? page : extended(this.pages, page);
    } catch (error) {
      if (!isAbort(error)) this.moreProblem = errorText(error);
    }
    this.loading = false;
    if (!this.following && !this.pages?.jobs.every(isOver)) this.begin();
    await this.updateComplete;
    const first = this.pages?.jobs.find(({ id }) => !known.has(id));
    if (first) this.querySelector<HTMLElement>(`[data-job="${first.id}"] [data-testid=job-open]`)?.focus();
  }

  private readonly onConfirm = (event: Event): void => {
    event.stopPropagation();
    const { asking } = this;
    this.asking = null;
    if (asking) void this.dismiss(asking);
  };

  private async dismiss(job: Job): Promise<void> {
    try {
      await dismissJob(this.client, job.id).catch(unlessGone);
      await this.readOne(job.id, this.request.signal);
    } catch (error) {
      if (!isAbort(error)) this.problem = errorText(error);
      return;
    }
    this.emit("civico-job-dismissed", job);
    this.begin();
    await this.updateComplete;
    document.querySelector<HTMLElement>("#analysis-heading")?.focus({ preventScroll: true });
  }
}

/** Nothing, for a job that is not there; any other error stays one. */
function unlessGone(error: unknown): null {
  if (error instanceof ApiError && GONE.has(error.status)) return null;
  throw error;
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-jobs": JobList;
  }
}
