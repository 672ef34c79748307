import { html, type nothing, type TemplateResult } from "lit";

export type Cell = TemplateResult | string | typeof nothing;

interface Table {
  /** What the table is called; also names it for assistive technology. */
  caption: string;
  head: readonly string[];
  /** The first cell of each row names it. */
  rows: readonly (readonly Cell[])[];
  testId: string;
}

/** A table that scrolls within itself where it is wider than the page, by keyboard too. */
export function table({ caption, head, rows, testId }: Table): TemplateResult {
  return html`<div class="civico-table" role="region" aria-label=${caption} tabindex="0">
    <table data-testid=${testId}>
      <caption class="visually-hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((title) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((cells) => html`<tr>
          ${cells.map((cell, at) => (at === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}
