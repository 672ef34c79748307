import { html, type TemplateResult } from "lit";
import type { Properties } from "../api/decode";
import { formatDate, formatNumber, messageFor, t } from "../i18n/language";

const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const WEB_ADDRESS = /^https?:\/\/\S+$/;

/** Attributes of a feature as a table; the register's columns have titles, an ente's own columns keep their names. */
export function attributeTable(properties: Properties, register: boolean): TemplateResult {
  const rows = Object.entries(properties).filter(([, value]) => value !== null && value !== "");
  if (rows.length === 0) return html`<p class="civico-note">${t("details.noAttributes")}</p>`;
  return html`<table class="civico-attributes" data-testid="attributes">
    <caption class="visually-hidden">
      ${t("details.attributes")}
    </caption>
    <tbody>
      ${rows.map(([name, value]) => html`<tr>
        <th scope="row">${register ? (messageFor(`field.${name}`) ?? name) : name}</th>
        <td>${cell(name, value, register)}</td>
      </tr>`)}
    </tbody>
  </table>`;
}

function cell(name: string, value: unknown, register: boolean): TemplateResult | string {
  if (typeof value === "string") {
    if (WEB_ADDRESS.test(value)) return html`<a href=${value} rel="noopener noreferrer external">${value}</a>`;
    if (register && name === "state") return messageFor(`state.${value}`) ?? value;
    return DATE_TIME.test(value) ? formatDate(value) : value;
  }
  if (typeof value === "number") return register && name.endsWith("population") ? formatNumber(value) : String(value);
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  return JSON.stringify(value);
}
