import { html, nothing, type TemplateResult } from "lit";
import { t } from "../i18n/language";
import type { Line } from "../state/renumbering";

interface Table<T extends Line> {
  lines: readonly T[];
  /** What is written beside a number. */
  write(id: string, text: string): void;
  /** The box before each line, where lines are chosen; a line that is not chosen is not written. */
  choose?: { heading: string; isChosen(line: T): boolean; toggle(id: string): void };
}

/** Numbers as they are beside what they are to be, in a region that scrolls by itself. */
export function numberTable<T extends Line>({ lines, write, choose }: Table<T>): TemplateResult {
  return html`<div class="civico-renumber-table" role="region" aria-label=${t("renumber.table")} tabindex="0">
    <table data-testid="renumber-table">
      <caption class="visually-hidden">
        ${t("renumber.table")}
      </caption>
      <thead>
        <tr>
          ${choose ? html`<th scope="col">${choose.heading}</th>` : nothing}
          <th scope="col">${t("renumber.before")}</th>
          <th scope="col">${t("renumber.after")}</th>
        </tr>
      </thead>
      <tbody>
        ${lines.map((line) => html`<tr class=${line.changes ? "changed" : ""}>
          ${choose
            ? html`<td>
                <input type="checkbox" aria-label=${`${choose.heading}: ${line.before}`} data-testid="choose-${line.before}" .checked=${choose.isChosen(line)} @change=${() => choose.toggle(line.id)} />
              </td>`
            : nothing}
          <th scope="row">${line.before}</th>
          <td>${choose && !choose.isChosen(line) ? nothing : entry(line, write)}</td>
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}

function entry({ id, before, written, problem }: Line, write: (id: string, text: string) => void): TemplateResult {
  const onInput = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) write(id, event.target.value);
  };
  return html`<input
      class="form-control"
      aria-label=${t("renumber.afterOf", { number: before })}
      aria-invalid=${problem === null ? "false" : "true"}
      aria-describedby=${problem === null ? nothing : `problem-${id}`}
      autocomplete="off"
      data-testid="renumber-${before}"
      .value=${written}
      @input=${onInput}
    />
    ${problem === null ? nothing : html`<span class="civico-note error" id="problem-${id}">${t(`renumber.${problem}`)}</span>`}`;
}
