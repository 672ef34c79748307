import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { isOver, type Job } from "../api/jobs";
import { formatNumber, formatTime, t } from "../i18n/language";

export interface JobActions {
  titleOf(process: string): string;
  open(job: Job): void;
  rerun(job: Job): void;
  dismiss(job: Job): void;
}

/** The runs of a person, the latest first. */
export function jobsView(jobs: readonly Job[], actions: JobActions): TemplateResult {
  if (jobs.length === 0) return html`<p class="civico-empty" data-testid="jobs-empty">${t("analysis.jobs.none")}</p>`;
  const sorted = jobs.toSorted((a, b) => (b.created ?? "").localeCompare(a.created ?? ""));
  return html`<ul class="civico-jobs" data-testid="jobs">${repeat(sorted, ({ id }) => id, (job) => jobRow(job, actions))}</ul>`;
}

interface More {
  /** How many are shown. */
  shown: number;
  loading: boolean;
  /** Why they could not be read; empty for nothing. */
  problem: string;
  more(): void;
}

/** The way to earlier runs. */
export function moreJobs({ shown, loading, problem, more }: More): TemplateResult {
  return html`<p class="civico-note" role="status" data-testid="jobs-shown">${loading ? t("analysis.jobs.loading") : t("analysis.jobs.shown", { count: formatNumber(shown) })}</p>
    ${problem === "" ? nothing : html`<p class="civico-note error" role="alert" data-testid="jobs-more-problem">${problem}</p>`}
    <div class="civico-form-buttons"><button type="button" class="btn btn-outline-primary btn-sm" aria-disabled=${loading ? "true" : "false"} data-testid="jobs-more" @click=${more}>${t("analysis.jobs.more")}</button></div>`;
}

function jobRow(job: Job, { titleOf, open, rerun, dismiss }: JobActions): TemplateResult {
  const title = titleOf(job.process);
  const when = job.created === null ? "" : formatTime(job.created);
  const named = { title, when };
  return html`<li class="civico-job ${job.status}" data-testid="job" data-job=${job.id}>
    <div class="civico-job-head"><strong>${title}</strong> <span class="badge civico-job-status">${t(`analysis.status.${job.status}`)}${job.status === "running" && job.progress !== null ? html` ${formatNumber(job.progress)} %` : nothing}</span></div>
    <p class="civico-note">${when}${job.expires === null || !isOver(job) ? nothing : html` · ${t("analysis.jobs.expires", { when: formatTime(job.expires) })}`}</p>
    ${job.status === "running" && job.progress !== null ? html`<progress max="100" value=${job.progress} aria-label=${t("analysis.progress")}></progress>` : nothing}
    ${job.status === "failed" && job.message !== "" ? html`<p class="civico-note error">${job.message}</p>` : nothing}
    <div class="civico-actions-row">
      <button type="button" class="btn btn-outline-primary btn-xs" aria-label=${t("analysis.jobs.openOf", named)} data-testid="job-open" @click=${() => open(job)}>${t("analysis.jobs.open")}</button>
      ${job.request === null ? nothing : html`<button type="button" class="btn btn-outline-primary btn-xs" aria-label=${t("analysis.rerunOf", named)} data-testid="job-rerun" @click=${() => rerun(job)}>${t("analysis.rerun")}</button>`}
      <button type="button" class="btn btn-outline-primary btn-xs" aria-label=${t(isOver(job) ? "analysis.jobs.removeOf" : "analysis.jobs.stopOf", named)} data-testid="job-dismiss" @click=${() => dismiss(job)}>${t(isOver(job) ? "analysis.jobs.remove" : "analysis.stop")}</button>
    </div>
  </li>`;
}
