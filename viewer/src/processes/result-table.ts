import { html, nothing, type TemplateResult } from "lit";
import type { ResultFeature } from "../api/jobs";
import { formatNumber, t } from "../i18n/language";
import { cellNumber, cellText } from "./cells";
import { columnWords, isAdded, tokenWords } from "./words";

/** Rows on the page; downloads hold all. */
const ROWS = 100;

/** The first features of a result; each leads to its place on the map. */
export function resultTable(features: readonly ResultFeature[], total: number, chosen: string | null, show: (feature: ResultFeature) => void): TemplateResult {
  const shown = features.slice(0, ROWS);
  const hasPlaces = shown.some(({ geometry }) => geometry !== null);
  const names = [...new Set(shown.flatMap(({ properties }) => Object.keys(properties)))];
  // What the analysis found is in sight, before what was known of the features.
  const columns = [...names.filter(isAdded), ...names.filter((name) => !isAdded(name))];
  if (shown.length === 0) return html`<p class="civico-empty" data-testid="result-empty">${t("analysis.result.empty")}</p>`;
  return html`<div class="civico-batch-table civico-result-table" role="region" aria-label=${t("analysis.table")} tabindex="0">
      <table data-testid="result-table">
        <caption class="visually-hidden">${t("analysis.table")}</caption>
        <thead><tr>${hasPlaces ? html`<th scope="col">${t("analysis.table.place")}</th>` : nothing}${columns.map((column) => html`<th scope="col">${columnWords(column)}</th>`)}</tr></thead>
        <tbody>
          ${shown.map((feature, at) => html`<tr class=${feature.id === chosen ? "chosen" : ""} data-row=${feature.id} aria-current=${feature.id === chosen ? "true" : nothing}>
            ${hasPlaces ? html`<td>${feature.geometry === null ? "" : html`<button type="button" class="civico-link" aria-label=${t("analysis.table.show", { number: at + 1 })} data-testid="result-show" @click=${() => show(feature)}>${at + 1}</button>`}</td>` : nothing}
            ${columns.map((column) => cell(feature.properties[column], column))}
          </tr>`)}
        </tbody>
      </table>
    </div>
    ${total > shown.length ? html`<p class="civico-note" data-testid="result-more">${t("analysis.table.more", { shown: formatNumber(shown.length), count: formatNumber(total) })}</p>` : nothing}`;
}

function cell(value: unknown, column: string): TemplateResult {
  if (typeof value === "number") return html`<td class="number">${cellNumber(value)}</td>`;
  return html`<td>${tokenWords(column, value) ?? cellText(value)}</td>`;
}
