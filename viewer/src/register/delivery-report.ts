import { html, nothing, type TemplateResult } from "lit";
import type { Changes, Difference, Entry, Report } from "../api/deliveries";
import { formatNumber, t } from "../i18n/language";
import { isSame, rejectsOf, remarksOf } from "../state/delivery";
import { layerName, noticeWords, smellWords } from "./delivery-words";

const ROWS: readonly (keyof Changes)[] = ["added", "absent", "restaged", "retired", "renamed", "moved", "movedFar"];
/** Parts of the row above. */
const PARTS: ReadonlySet<keyof Changes> = new Set(["retired", "movedFar"]);

/** What the server says of files that were sent: what smells, what changes, what was left out, what was assumed. */
export function deliveryReport(report: Report): TemplateResult {
  const { difference, unchanged } = report;
  return html`
    ${unchanged ? html`<div class="alert alert-info" data-testid="delivery-unchanged"><p>${t("delivery.unchanged")}</p></div>` : nothing}
    ${difference === null ? nothing : html`${smells(difference)}
      <h4>${t("delivery.change")}</h4>
      ${isSame(difference) ? html`<p class="civico-note" data-testid="delivery-same">${t("delivery.noDifference")}</p>` : differenceTable(difference)}`}
    ${report.layers.length === 0 ? nothing : html`<h4>${t("delivery.read")}</h4>${layerTable(report)}${rejectTable(report)}${remarks(report)}`}
  `;
}

function smells({ smells: found }: Difference): TemplateResult | typeof nothing {
  if (found.length === 0) return nothing;
  return html`<div class="alert alert-warning" data-testid="delivery-smells">
    <p><strong>${t("delivery.smells")}</strong></p>
    <ul>
      ${found.map((smell) => html`<li>${smellWords(smell)}</li>`)}
    </ul>
  </div>`;
}

function differenceTable({ streets, addresses }: Difference): TemplateResult {
  const cell = (kind: string, name: keyof Changes, count: number): TemplateResult => html`<td class=${count === 0 ? "none" : ""} data-testid="delivery-${kind}-${name}">${formatNumber(count)}</td>`;
  return html`<table class="civico-delivery-table" data-testid="delivery-difference">
    <caption class="visually-hidden">${t("delivery.change")}</caption>
    <thead>
      <tr><th scope="col">${t("delivery.what")}</th><th scope="col">${t("delivery.layer.thoroughfares")}</th><th scope="col">${t("delivery.layer.addresses")}</th></tr>
    </thead>
    <tbody>
      ${ROWS.map((name) => html`<tr class=${PARTS.has(name) ? "part" : ""}><th scope="row">${t(`delivery.changes.${name}`)}</th>${cell("streets", name, streets[name])}${cell("addresses", name, addresses[name])}</tr>`)}
    </tbody>
  </table>`;
}

function layerTable({ layers }: Report): TemplateResult {
  return html`<table class="civico-delivery-table" data-testid="delivery-layers">
    <caption class="visually-hidden">${t("delivery.read")}</caption>
    <thead>
      <tr><td></td>${layers.map(({ name }) => html`<th scope="col">${layerName(name)}</th>`)}</tr>
    </thead>
    <tbody>
      <tr><th scope="row">${t("delivery.rows")}</th>${layers.map(({ rows }) => html`<td>${formatNumber(rows)}</td>`)}</tr>
      <tr><th scope="row">${t("delivery.left")}</th>${layers.map(({ rejected }) => html`<td class=${rejected === 0 ? "none" : ""}>${formatNumber(rejected)}</td>`)}</tr>
    </tbody>
  </table>`;
}

function rejectTable(report: Report): TemplateResult {
  const { shown, count } = rejectsOf(report);
  if (count === 0) return html`<p class="civico-note">${t("delivery.noRejects")}</p>`;
  const title = t("delivery.rejects", { count: formatNumber(count) });
  return html`<h4>${title}</h4>
    <div class="civico-delivery-rows" role="region" aria-label=${title} tabindex="0">
      <table class="civico-delivery-table" data-testid="delivery-rejects">
        <thead>
          <tr><th scope="col">${t("delivery.row")}</th><th scope="col">${t("delivery.field")}</th><th scope="col">${t("delivery.reason")}</th></tr>
        </thead>
        <tbody>
          ${shown.map((entry) => html`<tr><th scope="row">${layerName(entry.layer)} ${entry.row ?? ""}</th><td>${entry.field ?? "—"}</td><td>${noticeWords(entry)}</td></tr>`)}
        </tbody>
      </table>
    </div>
    ${count > shown.length ? html`<p class="civico-note">${t("delivery.rejectsShown", { shown: shown.length, count: formatNumber(count) })}</p>` : nothing}`;
}

function remarks(report: Report): TemplateResult | typeof nothing {
  const { shown, count } = remarksOf(report);
  if (count === 0) return nothing;
  const where = ({ row, field }: Entry): string => [row === null ? "" : `${t("delivery.row")} ${row}`, field ?? ""].filter((part) => part !== "").join(", ");
  return html`<details class="civico-fold">
    <summary data-testid="delivery-remarks">${t("delivery.remarks", { count: formatNumber(count) })}</summary>
    <ul class="civico-changes">
      ${shown.map((entry) => html`<li>${where(entry) === "" ? nothing : html`<strong>${where(entry)}</strong>: `}${noticeWords(entry)}</li>`)}
    </ul>
    ${count > shown.length ? html`<p class="civico-note">${t("delivery.rejectsShown", { shown: shown.length, count: formatNumber(count) })}</p>` : nothing}
  </details>`;
}
