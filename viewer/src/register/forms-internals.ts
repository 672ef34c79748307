import type { TemplateResult } from "lit";
import type { Command } from "../api/acts";
import { t } from "../i18n/language";
import { textOf } from "../ui/form";
import { about, type Subject } from "./forms";
import { Unreadable, type FormSpec } from "./form-spec";

/** All internals of an address are written down each time; the table writes them into a hidden field. */
export function recordInternals(number: Subject, table: () => TemplateResult): FormSpec {
  return { ...about(number, "record-internals"), reason: "optional", previewed: true, fields: table, read: (data) => readInternals(number.id, data) };
}

export function readInternals(address: string, data: FormData): Command {
  const internals = textOf(data, "internals");
  if (internals === "") throw new Unreadable(t("internals.problem"));
  return { type: "record-internals", address, internals: JSON.parse(internals) as unknown };
}
