import type { TemplateResult } from "lit";
import type { Command } from "../api/acts";
import { decodeArc, type Arc } from "../api/arcs";
import { list } from "../api/decode";
import { t } from "../i18n/language";
import { arcsInWords } from "../state/difference";
import { textOf } from "../ui/form";
import { about, type Subject } from "./forms";
import { Unreadable, type FormSpec } from "./form-spec";

/** All stretches of a street are written down each time; the table writes them into a hidden field. The events of an act come without lines: what would change is said by what is asked. */
export function recordArcs(street: Subject, known: readonly Arc[], table: () => TemplateResult): FormSpec {
  return { ...about(street, "record-arcs"), reason: "optional", previewed: true, fields: table, read: (data) => readArcs(street.id, data), summary: (_events, command) => arcsSummary(known, command) };
}

export function readArcs(thoroughfare: string, data: FormData): Command {
  const arcs = textOf(data, "arcs");
  if (textOf(data, "drawing") !== "") throw new Unreadable(t("arcs.unfinished"));
  if (arcs === "") throw new Unreadable(t("arcs.problem"));
  return { type: "record-arcs", thoroughfare, arcs: JSON.parse(arcs) as unknown };
}

/** How the stretches that are asked for differ from those that are known. */
export function arcsSummary(known: readonly Arc[], command: Command): string {
  const asked = askedArcs(command);
  return t("arcs.summary", { change: arcsInWords(known, asked), count: asked.length });
}

export function askedArcs(command: Command): Arc[] {
  return list(command["arcs"], decodeArc);
}
