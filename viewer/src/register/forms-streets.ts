import { html, type TemplateResult } from "lit";
import type { Command } from "../api/acts";
import { t } from "../i18n/language";
import { textField, textOf } from "../ui/form";
import { about, DECISION, nameFields, readName, type Subject } from "./forms";
import { Unreadable, type FormSpec } from "./form-spec";

/** What ANNCSU takes as a comune's own code of a street. */
const LONGEST_CODE = 30;

/** A part of a street becomes one of its own; the table writes who goes, and with which number. */
export function split(street: Subject, kind: string, table: () => TemplateResult): FormSpec {
  return {
    ...about(street, "split"),
    ...DECISION,
    legalAct: "required",
    previewed: true,
    fields: () => html`<h4>${t("split.newStreet")}</h4>
      ${nameFields(kind, "")} ${textField({ id: "local-code", name: "local-code", label: t("split.localCode"), hint: "", maxLength: LONGEST_CODE, optional: true })}
      <h4>${t("split.numbers")}</h4>
      ${table()}`,
    read: (data) => readSplit(street.id, data),
  };
}

export function readSplit(thoroughfare: string, data: FormData): Command {
  const numbers = textOf(data, "numbers");
  if (numbers === "") throw new Unreadable(t("split.problem"));
  const localCode = textOf(data, "local-code");
  return { type: "split", thoroughfare, ...readName(data), ...(localCode === "" ? {} : { local_code: localCode }), numbers: JSON.parse(numbers) as unknown };
}

/** A street becomes part of another of its comune. */
export function merge(street: Subject, fields: () => TemplateResult): FormSpec {
  return { ...about(street, "merge"), ...DECISION, legalAct: "required", previewed: true, fields, read: (data) => readMerge(street.id, data) };
}

export function readMerge(thoroughfare: string, data: FormData): Command {
  const [into, numbers] = [textOf(data, "into"), textOf(data, "numbers")];
  if (into === "") throw new Unreadable(t("merge.choose"));
  if (numbers === "") throw new Unreadable(t("merge.problem"));
  return { type: "merge", thoroughfare, into, numbers: JSON.parse(numbers) as unknown };
}

/** A comune holds its street to be one with another comune's. */
export function declareTwin(street: Subject, fields: () => TemplateResult): FormSpec {
  return { ...about(street, "declare-twin"), ...DECISION, dated: false, previewed: true, fields, read: (data) => readTwin(street.id, data) };
}

export function readTwin(thoroughfare: string, data: FormData): Command {
  const twin = textOf(data, "twin");
  if (twin === "") throw new Unreadable(t("twin.missing"));
  return { type: "declare-twin", thoroughfare, twin, holds: true };
}

/** It no longer does. */
export function endTwin(street: Subject, twin: string, label: string): FormSpec {
  return {
    ...about(street, "declare-twin"),
    ...DECISION,
    id: "end-twin",
    subject: `${street.label} · ${label}`,
    dated: false,
    previewed: true,
    read: () => ({ type: "declare-twin", thoroughfare: street.id, twin, holds: false }),
  };
}
