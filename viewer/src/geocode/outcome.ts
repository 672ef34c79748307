import { html, nothing, type TemplateResult } from "lit";
import type { BatchJob, Reject } from "../app/batch-job";
import { formatNumber, t } from "../i18n/language";
import type { Verdict } from "../state/batch-outcome";
import { sayReason } from "./words";

const VERDICTS: readonly Verdict[] = ["matched", "check", "missing"];

/** How far a job is, in numbers and as a bar. */
export function progress(job: BatchJob): TemplateResult {
  return html`<div class="civico-progress">
    <progress max="100" value=${Math.round(job.share * 100)} aria-label=${t("batch.progress")} data-testid="batch-progress"></progress>
    <p class="civico-note" data-testid="batch-rate">
      ${t("batch.rows", { count: formatNumber(job.rows) })} · ${t("batch.rate", { count: formatNumber(job.rate) })}${job.waiting ? html` · <strong>${t("batch.waiting")}</strong>` : nothing}
    </p>
    ${tally(job)}
  </div>`;
}

/** Matched, to be looked at, not found. */
export function tally({ counts, rows }: BatchJob): TemplateResult {
  return html`<dl class="civico-tally" data-testid="batch-counts">
    ${VERDICTS.map((verdict) => html`<div class=${verdict}>
      <dt>${t(`batch.${verdict}`)}</dt>
      <dd data-testid="batch-${verdict}">${formatNumber(counts[verdict])}${rows === 0 ? nothing : html` <small>${formatNumber((counts[verdict] * 100) / rows, 1)} %</small>`}</dd>
    </div>`)}
  </dl>`;
}

/** Rows that somebody should look at: which, why, and what may have been meant. */
export function rejectTable(rejects: readonly Reject[], total: number, show: (reject: Reject) => void): TemplateResult {
  return html`<div class="civico-batch-table civico-rejects" role="region" aria-label=${t("batch.rejects", { count: total })} tabindex="0">
      <table data-testid="batch-rejects">
        <caption class="visually-hidden">
          ${t("batch.rejects", { count: total })}
        </caption>
        <thead>
          <tr>
            <th scope="col">${t("batch.row")}</th>
            <th scope="col">${t("batch.wanted")}</th>
            <th scope="col">${t("batch.reason")}</th>
            <th scope="col">${t("batch.suggestion")}</th>
          </tr>
        </thead>
        <tbody>
          ${rejects.map((reject) => html`<tr>
            <td>${reject.row}</td>
            <th scope="row">${reject.question === "" ? t("batch.nothing") : reject.question}</th>
            <td>${reject.reasons.map((reason) => html`<span class="civico-change">${sayReason(reason)}</span>`)}</td>
            <td>
              ${reject.suggestion === ""
                ? t("batch.noSuggestion")
                : reject.point === null
                  ? reject.suggestion
                  : html`<button type="button" class="civico-link" aria-label=${t("batch.show", { label: reject.suggestion })} data-testid="batch-show" @click=${() => show(reject)}>${reject.suggestion}</button>`}
            </td>
          </tr>`)}
        </tbody>
      </table>
    </div>
    ${total > rejects.length ? html`<p class="civico-note">${t("batch.rejectsShown", { shown: formatNumber(rejects.length), count: formatNumber(total) })}</p>` : nothing}`;
}
