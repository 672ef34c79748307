import { html, nothing, type TemplateResult } from "lit";
import type { RegisterEvent } from "../api/register";
import { formatDate, t } from "../i18n/language";
import { differences, inWords, nameOf } from "../state/difference";
import { eventName } from "./words";

/** More are not read one by one. */
const SHOWN = 200;

/** What an act did or would do, thing by thing, in words; `others` are names of what does not change itself. */
export function changeList(events: readonly RegisterEvent[], others: ReadonlyMap<string, string> = new Map()): TemplateResult {
  const rest = events.length - SHOWN;
  const names = new Map([...others, ...events.map(({ after }): [string, string] => [String(after["id"]), nameOf(after)])]);
  return html`<ul class="civico-changes" data-testid="changes">
      ${events.slice(0, SHOWN).map((event) => html`<li><strong>${nameOf(event.before ?? event.after)}</strong> · ${eventName(event.type)}${eventDifferences(event, names)}</li>`)}
    </ul>
    ${rest > 0 ? html`<p class="civico-note">${t("register.andMore", { count: rest })}</p>` : nothing}`;
}

/** The same of one event. */
export function eventDifferences({ before, after, validFrom }: RegisterEvent, names: ReadonlyMap<string, string> = new Map()): TemplateResult {
  const found = differences(before, after, names).map(inWords);
  const ahead = validFrom !== null && validFrom > new Date().toISOString().slice(0, 10) ? [t("register.from", { date: formatDate(validFrom) })] : [];
  return html`${[...found, ...ahead].map((words) => html`<span class="civico-change">${words}</span>`)}`;
}
