import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { formatNumber, messageFor, t } from "../i18n/language";
import { NO_VALUE, type Legend } from "../state/legend";
import { columnWords } from "./words";

/** What the colours of a result mean; the column is chosen where there are several. */
export function legendView(process: string, legend: Legend, columns: readonly string[], chosen: string | null, choose: (column: string | null) => void): TemplateResult {
  const onChange = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) choose(event.target.value === "" ? null : event.target.value);
  };
  return html`<section class="civico-legend" aria-labelledby="legend-title" data-testid="legend">
    <h4 id="legend-title">${t("analysis.legend")}</h4>
    ${columns.length === 0 ? nothing : html`<div class="civico-legend-by no-print"><label for="legend-column">${t("analysis.legend.by")}</label>
      <select id="legend-column" class="form-control" data-testid="legend-column" @change=${onChange}>
        ${columns.map((column) => html`<option value=${column} .selected=${column === chosen}>${columnWords(column)}</option>`)}
        <option value="" .selected=${chosen === null}>${t("analysis.legend.one")}</option>
      </select></div>`}
    <ul>${rows(process, legend).map(([color, words]) => html`<li>${patch(color)} <span>${words}</span></li>`)}</ul>
  </section>`;
}

function rows(process: string, legend: Legend): [string, string][] {
  switch (legend.kind) {
    case "single":
      return [[legend.color, t("analysis.legend.result")]];
    case "steps":
      return legend.colors.map((color, at) => [color, t("analysis.legend.range", { from: number(legend.breaks[at - 1] ?? legend.least), to: number(legend.breaks[at] ?? legend.most) })]);
    case "values": {
      const entries = legend.entries.map(({ value, color }): [string, string] => [color, valueWords(process, legend.property, value)]);
      const other: [string, string][] = legend.other === null ? [] : [[legend.other, t("analysis.legend.other")]];
      return [...entries, ...other, ...(legend.none === null ? [] : [[NO_VALUE, t(process === "dbscan" ? "analysis.legend.noise" : "analysis.legend.none")] as [string, string]])];
    }
  }
}

/** Classes of hot spots and the like have words, other values stand for themselves. */
function valueWords(process: string, property: string, value: string | number): string {
  const known = messageFor(`analysis.value.${process}.${value}`);
  if (known !== null) return known;
  if (process === "dbscan" && property === "cluster") return t("analysis.legend.cluster", { number: value });
  return typeof value === "number" ? number(value) : value;
}

/** Three digits that say something, whatever the size. */
function number(value: number): string {
  if (value === 0 || Math.abs(value) >= 100) return formatNumber(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return digits > 8 ? value.toExponential(2) : formatNumber(value, digits);
}

function patch(color: string): SVGTemplateResult {
  return svg`<svg class="swatch" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><rect x="2" y="4" width="16" height="12" rx="1.5" fill=${color} stroke="#5b6f82" stroke-width="0.75" /></svg>`;
}
