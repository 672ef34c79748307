import { html } from "lit";
import type { Command } from "../api/acts";
import type { RegisterEvent } from "../api/register";
import { t } from "../i18n/language";
import { choice, textOf } from "../ui/form";
import { Unreadable, type FormSpec } from "./form-spec";
import { DECISION, PLAIN } from "./forms";
import { HOME } from "./view";

/** A comune, by its code and its name. */
type Comune = readonly [string, string];

/** A comune becomes part of another (fusione), with all its streets and numbers; whoever asks decides for both. */
export function mergeMunicipality([code, name]: Comune, others: readonly Comune[]): FormSpec {
  const options = [...others].sort((a, b) => a[1].localeCompare(b[1], "it"));
  const nameOf = (event: RegisterEvent | undefined): string => options.find(([other]) => other === event?.after["successor"])?.[1] ?? "";
  return {
    ...PLAIN,
    ...DECISION,
    id: "merge-municipality",
    subject: name,
    command: "merge-municipality",
    legalAct: "required",
    previewed: true,
    fields: () => html`<p class="civico-note">${t("mergeMunicipality.hint")}</p>
      ${choice({ id: "merge-into", name: "into", label: t("mergeMunicipality.into"), none: t("twin.choose"), options, value: "" })}`,
    read: (data) => readMergeMunicipality(code, data),
    summary: (events) => t("mergeMunicipality.summary", { name, into: nameOf(events.find(({ subjectKind }) => subjectKind === "municipality")), ...counts(events) }),
    next: HOME,
    previous: HOME,
  };
}

export function readMergeMunicipality(municipality: string, data: FormData): Command {
  const into = textOf(data, "into");
  if (into === "") throw new Unreadable(t("mergeMunicipality.missing"));
  return { type: "merge-municipality", municipality, into };
}

/** How much passes to the other comune. */
function counts(events: readonly RegisterEvent[]): { streets: number; numbers: number; localities: number } {
  const of = (kind: string): number => events.filter(({ subjectKind }) => subjectKind === kind).length;
  return { streets: of("thoroughfare"), numbers: of("address"), localities: of("locality") };
}
