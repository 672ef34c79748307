import { html, nothing, type TemplateResult } from "lit";
import { DELIMITERS, ENCODINGS, type Delimiter, type EncodingName, type Reading } from "../csv/sniff";
import { t } from "../i18n/language";
import { COLUMN_ROLES, questionOf, type ColumnRole, type Plan } from "../state/batch-columns";
import { choice } from "../ui/form";
import type { Opened } from "./opened";

/** Words for the delimiters that cannot be seen. */
const DELIMITER_WORDS = { ";": "semicolon", ",": "comma", "\t": "tab", "|": "bar" } as const;

interface Changes {
  reading(changed: Partial<Reading>): void;
  role(at: number, role: ColumnRole): void;
}

/** How the file is read: each guessed, each to be chosen otherwise; `name` begins the ids of the controls. */
export function readingFields({ encoding, delimiter, named }: Reading, { reading }: Pick<Changes, "reading">, name = "batch"): TemplateResult {
  const onChange = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return;
    if (event.target.name === "encoding") reading({ encoding: event.target.value as EncodingName });
    else reading({ delimiter: event.target.value as Delimiter });
  };
  return html`<div class="civico-field-row" @change=${onChange}>
      ${choice({ id: `${name}-delimiter`, name: "delimiter", label: t("batch.delimiter"), options: DELIMITERS.map((one) => [one, t(`batch.delimiter.${DELIMITER_WORDS[one]}`)] as const), value: delimiter })}
      ${choice({ id: `${name}-encoding`, name: "encoding", label: t("batch.encoding"), options: ENCODINGS.map((one) => [one, t(`batch.encoding.${one}`)] as const), value: encoding })}
    </div>
    <span class="civico-check">
      <input id="${name}-named" type="checkbox" data-testid="${name}-named" .checked=${named} @change=${(event: Event) => event.target instanceof HTMLInputElement && reading({ named: event.target.checked })} />
      <label for="${name}-named">${t("batch.named")}</label>
    </span>`;
}

/** The first rows, and above each column what it holds. */
export function previewTable({ header, rows, roles }: Opened, { role }: Changes): TemplateResult {
  return html`<div class="civico-batch-table" role="region" aria-label=${t("batch.preview")} tabindex="0">
    <table data-testid="batch-preview">
      <caption class="visually-hidden">
        ${t("batch.preview")}
      </caption>
      <thead>
        <tr>
          ${header.map((name, at) => html`<th scope="col" class=${roles[at] === "none" ? "" : "used"}>
            <span class="civico-column-name">${name}</span>
            <select class="form-control" aria-label=${t("batch.holds", { column: name })} data-testid="batch-role-${at}" @change=${(event: Event) => event.target instanceof HTMLSelectElement && role(at, event.target.value as ColumnRole)}>
              ${COLUMN_ROLES.map((one) => html`<option value=${one} .selected=${one === roles[at]}>${t(`batch.role.${one}`)}</option>`)}
            </select>
          </th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => html`<tr>
          ${header.map((_, at) => html`<td class=${roles[at] === "none" ? "" : "used"}>${row[at] ?? ""}</td>`)}
        </tr>`)}
      </tbody>
    </table>
  </div>`;
}

/** What will be looked for, row by row: all that leaves the browser. */
export function questions({ rows }: Opened, plan: Plan): TemplateResult | typeof nothing {
  const asked = rows.slice(0, 3).map((row) => questionOf(plan, row).filter((part) => part !== "").join(", "));
  if (asked.length === 0) return nothing;
  return html`<p class="civico-note">${t("batch.asked")}</p>
    <ul class="civico-asked" data-testid="batch-asked">
      ${asked.map((question) => html`<li>${question === "" ? t("batch.nothing") : question}</li>`)}
    </ul>`;
}
