import { html, nothing, type TemplateResult } from "lit";
import type { Column } from "../api/columns";
import type { BooleanInput, ChoiceInput, JsonInput, NumberInput, PropertyInput, TextInput } from "../api/processes";
import { t } from "../i18n/language";
import type { Value } from "../state/process-values";
import { boundsWords, unitWords } from "./words";

type Parameter = PropertyInput | NumberInput | ChoiceInput | BooleanInput | TextInput | JsonInput;

/** From this length on a text gets more than a line. */
const LONG = 200;
/** Where nothing bounds a text. */
const LONGEST = 20_000;

export interface Context {
  value: Value | undefined;
  /** What is wrong; empty for nothing. */
  problem: string;
  /** Columns of the layer that a property belongs to; null while they are not known. */
  columns: readonly Column[] | null;
  /** Whether there is a layer to have columns. */
  hasLayer: boolean;
  change(value: Value): void;
}

/** One parameter: its label, its control, its help and what is wrong with it. */
export function parameter(input: Parameter, context: Context): TemplateResult {
  const id = `input-${input.name}`;
  if (input.kind === "boolean") return html`<div class="civico-field">${tick(input, id, context)} ${help(id, input.description)}</div>`;
  const isGroup = input.most > 1 && (input.kind === "choice" || (input.kind === "property" && optionsOf(input, context).length > 0));
  if (isGroup && (input.kind === "choice" || input.kind === "property")) {
    return html`<fieldset class="civico-field" aria-describedby="${id}-hint ${id}-problem" data-testid=${id}>
      <legend>${input.title}${optional(input.required)}</legend>
      ${boxes(input, id, context)} ${help(id, input.description)} ${problem(id, context.problem)}
    </fieldset>`;
  }
  const bounds = input.kind === "number" ? boundsWords(input) : "";
  return html`<div class="civico-field">
    <label for=${id}>${input.title}${optional(input.required)}</label>
    ${control(input, id, context)} ${help(id, [input.description, bounds].filter((words) => words !== "").join(" "))} ${problem(id, context.problem)}
  </div>`;
}

export function optional(required: boolean): TemplateResult | typeof nothing {
  return required ? nothing : html` <span class="civico-optional">${t("analysis.optional")}</span>`;
}

export function help(id: string, words: string): TemplateResult | typeof nothing {
  return words === "" ? nothing : html`<p class="civico-note" id="${id}-hint">${words}</p>`;
}

export function problem(id: string, words: string): TemplateResult {
  return html`<p class="civico-note error" id="${id}-problem" data-testid="${id}-problem" ?hidden=${words === ""}>${words}</p>`;
}

function control(input: Exclude<Parameter, BooleanInput>, id: string, context: Context): TemplateResult {
  if (input.kind === "choice" || input.kind === "property") return select(input, id, context);
  const written = context.value?.kind === "text" ? context.value.text : "";
  const invalid = context.problem === "" ? "false" : "true";
  const onInput = (event: Event): void => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) context.change({ kind: "text", text: event.target.value });
  };
  if (input.kind === "number") {
    const single = input.most === 1;
    return html`<span class="civico-with-unit">
      <input id=${id} class="form-control" inputmode=${single ? "decimal" : "text"} autocomplete="off" maxlength="200" aria-invalid=${invalid} aria-describedby="${id}-hint ${id}-problem" data-testid=${id} .value=${written} @input=${onInput} />
      ${input.unit === null ? nothing : html`<span class="civico-unit">${unitWords(input.unit)}</span>`}
    </span>`;
  }
  const most = input.kind === "text" ? input.maxLength : null;
  if (input.kind === "json" || most === null || most > LONG) {
    return html`<textarea id=${id} class="form-control civico-long-text" rows="4" spellcheck="false" maxlength=${most ?? LONGEST} aria-invalid=${invalid} aria-describedby="${id}-hint ${id}-problem" data-testid=${id} .value=${written} @input=${onInput}></textarea>`;
  }
  return html`<input id=${id} class="form-control" autocomplete="off" maxlength=${most} aria-invalid=${invalid} aria-describedby="${id}-hint ${id}-problem" data-testid=${id} .value=${written} @input=${onInput} />`;
}

function optionsOf(input: ChoiceInput | PropertyInput, { columns, value }: Context): { value: string; title: string }[] {
  if (input.kind === "choice") return input.options;
  const fitting = (columns ?? []).filter(({ type }) => input.types.length === 0 || input.types.includes(type)).map(({ name }) => name);
  // Of a run that is repeated, or of other data: what is sent is seen.
  const chosen = value?.kind === "words" ? value.words.filter((word) => !fitting.includes(word)) : [];
  return [...fitting, ...chosen].map((name) => ({ value: name, title: name }));
}

function select(input: ChoiceInput | PropertyInput, id: string, context: Context): TemplateResult {
  const chosen = context.value?.kind === "words" ? (context.value.words[0] ?? "") : "";
  const options = optionsOf(input, context);
  const isWaiting = input.kind === "property" && !context.hasLayer;
  const onChange = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) context.change({ kind: "words", words: event.target.value === "" ? [] : [event.target.value] });
  };
  const none = isWaiting ? t("analysis.column.noLayer") : input.kind === "property" && context.columns !== null && options.length === 0 ? t("analysis.column.none") : input.required ? t(input.kind === "property" ? "analysis.column.choose" : "analysis.choose") : t("analysis.noChoice");
  const needsNone = input.kind === "property" || !input.required || chosen === "";
  return html`<select id=${id} class="form-control" aria-invalid=${context.problem === "" ? "false" : "true"} aria-describedby="${id}-hint ${id}-problem" data-testid=${id} @change=${onChange}>
    ${needsNone ? html`<option value="" .selected=${chosen === ""}>${none}</option>` : nothing}
    ${options.map(({ value, title }) => html`<option value=${value} .selected=${value === chosen}>${title}</option>`)}
  </select>`;
}

function boxes(input: ChoiceInput | PropertyInput, id: string, context: Context): TemplateResult {
  const words = context.value?.kind === "words" ? context.value.words : [];
  const onChange = (value: string, on: boolean): void => context.change({ kind: "words", words: on ? [...words, value] : words.filter((word) => word !== value) });
  return html`<div class="civico-boxes">
    ${optionsOf(input, context).map(({ value, title }, at) => html`<span class="civico-check">
      <input type="checkbox" id="${id}-${at}" .checked=${words.includes(value)} data-testid="${id}-${value}" @change=${(event: Event) => onChange(value, event.target instanceof HTMLInputElement && event.target.checked)} />
      <label for="${id}-${at}">${title}</label>
    </span>`)}
  </div>`;
}

function tick(input: BooleanInput, id: string, { value, change }: Context): TemplateResult {
  return html`<span class="civico-check">
    <input type="checkbox" id=${id} .checked=${value?.kind === "switch" && value.on} aria-describedby="${id}-hint" data-testid=${id} @change=${(event: Event) => change({ kind: "switch", on: event.target instanceof HTMLInputElement && event.target.checked })} />
    <label for=${id}>${input.title}</label>
  </span>`;
}
