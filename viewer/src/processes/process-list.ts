import { html, type TemplateResult } from "lit";
import type { ProcessSummary } from "../api/processes";
import { language, t } from "../i18n/language";

/** Processes by the first of their words, in alphabetical order. */
export function themesOf(processes: readonly ProcessSummary[]): [string, ProcessSummary[]][] {
  const themes = new Map<string, ProcessSummary[]>();
  for (const process of processes) {
    const theme = process.keywords[0] ?? "";
    themes.set(theme, [...(themes.get(theme) ?? []), process]);
  }
  const collator = new Intl.Collator(language());
  return [...themes].sort(([a], [b]) => Number(a === "") - Number(b === "") || collator.compare(a, b));
}

/** What can be asked, by theme. */
export function processList(processes: readonly ProcessSummary[], choose: (process: ProcessSummary) => void): TemplateResult {
  if (processes.length === 0) return html`<p class="civico-empty" data-testid="processes-empty">${t("analysis.none")}</p>`;
  return html`${themesOf(processes).map(([theme, group]) => html`
    <h3 class="civico-process-theme">${theme === "" ? t("analysis.otherTheme") : capital(theme)}</h3>
    <ul class="civico-processes">
      ${group.map((process) => html`<li>
        <button type="button" class="civico-process" data-testid="process-${process.id}" @click=${() => choose(process)}>
          <span class="civico-process-title">${process.title}</span>
          <span class="civico-process-text">${firstSentence(process.description)}</span>
        </button>
      </li>`)}
    </ul>`)}`;
}

function capital(word: string): string {
  return word.slice(0, 1).toLocaleUpperCase(language()) + word.slice(1);
}

export function firstSentence(words: string): string {
  return /^.*?[.:;](?=\s|$)/s.exec(words)?.[0].replace(/[:;]$/, ".") ?? words;
}
