import { html, nothing, type TemplateResult } from "lit";
import type { Job } from "../api/jobs";
import type { AnalysisRun } from "../app/analysis-run";
import { formatNumber, formatTime, language, t } from "../i18n/language";
import { signInPath } from "../state/account-links";
import { runErrorText } from "./words";

/** Whoever listens hears of every quarter, not of every per cent. */
const HEARD_STEP = 25;

/** How far a run is, with the way to stop it. */
export function progressView(run: AnalysisRun): TemplateResult {
  const { job } = run;
  const percent = job?.progress ?? null;
  return html`<div class="civico-progress civico-run-progress">
    ${percent === null || job?.status === "accepted"
      ? html`<progress aria-label=${t("analysis.progress")} data-testid="run-progress"></progress>`
      : html`<progress max="100" value=${percent} aria-label=${t("analysis.progress")} data-testid="run-progress"></progress>`}
    <p data-testid="run-state" aria-hidden="true"><strong>${stateWords(run)}</strong>${percent === null || job?.status !== "running" ? nothing : html` ${formatNumber(percent)} %`}</p>
    <p class="visually-hidden" role="status">${heard(run)}</p>
    ${job === null || job.message === "" ? nothing : html`<p class="civico-note" data-testid="run-message">${job.message}</p>`}
    ${job === null ? nothing : html`<p class="civico-note">${t("analysis.goesOn")}</p>`}
    ${run.lost ? html`<div class="alert alert-warning" role="alert" data-testid="run-lost"><p>${t("analysis.lost")}</p>
      <button type="button" class="btn btn-outline-primary btn-xs" data-testid="run-retry" @click=${() => run.retryNow()}>${t("analysis.retryNow")}</button></div>` : nothing}
    ${run.error !== null ? html`<p class="civico-note error" role="alert">${runErrorText(run.error)}</p>` : nothing}
  </div>
  <div class="civico-form-buttons"><button type="button" class="btn btn-outline-primary btn-sm" aria-disabled=${run.stopping ? "true" : "false"} data-testid="run-cancel" @click=${() => void run.stop()}>${t(run.stopping ? "analysis.stopping" : "analysis.stop")}</button></div>`;
}

export function stateWords({ state, job }: AnalysisRun): string {
  if (state === "starting") return t("analysis.state.starting");
  if (state === "reading") return t("analysis.state.reading");
  return t(`analysis.status.${job?.status ?? "accepted"}`);
}

function heard(run: AnalysisRun): string {
  const percent = run.job?.progress ?? null;
  const step = percent === null ? 0 : Math.floor(percent / HEARD_STEP) * HEARD_STEP;
  return step === 0 ? stateWords(run) : `${stateWords(run)} ${formatNumber(step)} %`;
}

/** How a run ended that has no result to show. */
export function endView(run: AnalysisRun): TemplateResult {
  if (run.state === "signIn") return signInNote(t(run.asked === null ? "analysis.signIn.job" : "analysis.signIn.run"));
  const words = run.state === "failed" ? failure(run) : t(run.state === "gone" ? "analysis.gone" : "analysis.dismissed");
  return html`<div class="alert ${run.state === "failed" ? "alert-danger" : "alert-warning"}" role=${run.state === "failed" ? "alert" : "status"} tabindex="-1" data-testid="run-end"><p>${words}</p></div>`;
}

function failure({ job, error }: AnalysisRun): string {
  if (error !== null) return t("analysis.failed", { reason: runErrorText(error) });
  return job?.message ? t("analysis.failed", { reason: job.message }) : t("analysis.failedUnknown");
}

/** Why somebody has to sign in, and the way there; the map is as it was when that person comes back. */
export function signInNote(words: string): TemplateResult {
  const here = (): string => signInPath(location.pathname + location.search + location.hash, language());
  const lead = (event: Event): void => {
    if (event.currentTarget instanceof HTMLAnchorElement) event.currentTarget.href = here();
  };
  return html`<div class="alert alert-info" role="status" tabindex="-1" data-testid="analysis-sign-in"><p>${words}</p>
    <a class="btn btn-primary btn-xs" href=${here()} data-testid="analysis-sign-in-link" @click=${lead} @focus=${lead}>${t("account.signIn")}</a></div>`;
}

/** What a result was made of, so that it can be made again. */
export function provenance(job: Job, layerTitle: (id: string) => string): TemplateResult {
  const inputs = Object.entries(job.inputVersions);
  return html`<dl class="civico-provenance" data-testid="provenance">
    ${job.finished === null ? nothing : html`<div><dt>${t("analysis.finished")}</dt><dd>${formatTime(job.finished)}</dd></div>`}
    ${job.processVersion === null ? nothing : html`<div><dt>${t("analysis.version")}</dt><dd>${job.process} ${job.processVersion}</dd></div>`}
    ${inputs.length === 0 ? nothing : html`<div><dt>${t("analysis.inputs")}</dt><dd>${inputs.map(([id, version]) => html`<span class="civico-change">${t("analysis.inputVersion", { title: layerTitle(id), version })}</span>`)}</dd></div>`}
    ${job.expires === null ? nothing : html`<div><dt>${t("analysis.expires")}</dt><dd>${formatTime(job.expires)}</dd></div>`}
  </dl>`;
}
