import { html, nothing, type TemplateResult } from "lit";

/** A control with its label above and, where it needs one, an explanation below. */
export function field(id: string, label: string, control: TemplateResult, hint = ""): TemplateResult {
  return html`<div class="civico-field">
    <label for=${id}>${label}</label>
    ${control} ${hint === "" ? "" : html`<p class="civico-note" id="${id}-hint">${hint}</p>`}
  </div>`;
}

interface TextField {
  id: string;
  name: string;
  label: string;
  /** How it is written, in words; empty where that goes without saying. */
  hint: string;
  maxLength: number;
  /** What the text must look like, as a regular expression; the hint says it in words. */
  pattern?: string;
  value?: string | null | undefined;
  /** Whether it may stay empty. */
  optional?: boolean;
}

/** One line, which has to be filled in where nothing else is said. */
export function textField({ id, name, label, hint, maxLength, pattern, value, optional = false }: TextField): TemplateResult {
  const input = html`<input
    id=${id}
    name=${name}
    class="form-control"
    autocomplete="off"
    maxlength=${maxLength}
    pattern=${pattern ?? nothing}
    title=${pattern === undefined ? nothing : hint}
    ?required=${!optional}
    aria-describedby=${hint === "" ? nothing : `${id}-hint`}
    .value=${value ?? ""}
    data-testid=${id}
  />`;
  return field(id, label, input, hint);
}

interface DateField {
  id: string;
  name: string;
  label: string;
  hint: string;
  value?: string | null | undefined;
  /** Whether it has to be filled in. */
  required?: boolean;
}

/** A day, which may stay empty where nothing else is said. */
export function dateField({ id, name, label, hint, value, required = false }: DateField): TemplateResult {
  const input = html`<input id=${id} name=${name} type="date" class="form-control civico-short" ?required=${required} aria-describedby=${hint === "" ? nothing : `${id}-hint`} .value=${value ?? ""} data-testid=${id} />`;
  return field(id, label, input, hint);
}

interface Choice {
  id: string;
  name: string;
  label: string;
  /** The words for no choice at all, where that is possible. */
  none?: string;
  /** Value and words of each. */
  options: readonly (readonly [string, string])[];
  value: string;
}

/** One of a list. */
export function choice({ id, name, label, none, options, value }: Choice): TemplateResult {
  return field(id, label, html`<select id=${id} name=${name} class="form-control" data-testid=${id}>
    ${none === undefined ? nothing : html`<option value="" .selected=${value === ""}>${none}</option>`}
    ${options.map(([key, words]) => html`<option value=${key} .selected=${key === value}>${words}</option>`)}
  </select>`);
}

/** Boxes of which at least one is to be ticked. */
export function checkboxes(name: string, legend: string, values: readonly string[], nameOf: (value: string) => string): TemplateResult {
  return html`<fieldset class="civico-field">
    <legend>${legend}</legend>
    <div class="civico-boxes">
      ${values.map((value) => html`<span class="civico-check">
        <input id="${name}-${value}" type="checkbox" name=${name} value=${value} data-testid="${name}-${value}" />
        <label for="${name}-${value}">${nameOf(value)}</label>
      </span>`)}
    </div>
  </fieldset>`;
}

export function texts(data: FormData, name: string): string[] {
  return data.getAll(name).filter((value): value is string => typeof value === "string");
}

export function textOf(data: FormData, name: string): string {
  return (texts(data, name)[0] ?? "").trim();
}
