import { html, type TemplateResult } from "lit";
import type { Locality } from "../api/localities";
import { t } from "../i18n/language";
import { choice, textField, textOf } from "../ui/form";
import { about, DECISION, PLAIN, readLocality, type Subject } from "./forms";
import type { FormSpec } from "./form-spec";
import { LOCALITIES } from "./view";

/** What ANNCSU takes as the name of a named place. */
const LONGEST_NAME = 151;

export function newLocality(municipality: string): FormSpec {
  return {
    ...PLAIN,
    id: "new-locality",
    subject: "",
    command: "propose-locality",
    reason: "optional",
    previewed: true,
    fields: () => nameField(""),
    read: (data) => ({ type: "propose-locality", municipality, name: textOf(data, "name") }),
    next: LOCALITIES,
    previous: LOCALITIES,
  };
}

/** A place has another name from now on, by an act as a street has. */
export function renameLocality(place: Subject): FormSpec {
  return { ...about(place, "rename-locality"), ...DECISION, legalAct: "required", previewed: true, ...named(place, "rename-locality") };
}

/** Its name was written wrong, and stays the name it is. */
export function correctLocalityName(place: Subject): FormSpec {
  return { ...about(place, "correct-locality-name"), reason: "optional", previewed: true, ...named(place, "correct-locality-name") };
}

/** A street belongs to a named place from now on, or to none. */
export function assignLocality(street: Subject, now: string | null, localities: readonly Locality[]): FormSpec {
  return {
    ...about(street, "assign-locality"),
    ...DECISION,
    previewed: true,
    fields: () => localityField(localities, now),
    read: (data) => ({ type: "assign-locality", thoroughfare: street.id, ...readLocality(data) }),
  };
}

/** The named place of a street, where the comune has some. */
export function localityField(localities: readonly Locality[], now: string | null): TemplateResult {
  return choice({ id: "street-locality", name: "locality", label: t("localities.choice"), none: t("localities.noChoice"), options: localities.map(({ id, label }) => [id, label] as const), value: now ?? "" });
}

function named(place: Subject, command: string): Pick<FormSpec, "fields" | "read"> {
  return { fields: () => nameField(place.label), read: (data) => ({ type: command, locality: place.id, name: textOf(data, "name") }) };
}

function nameField(name: string): TemplateResult {
  return html`${textField({ id: "locality-name", name: "name", label: t("localities.name"), hint: t("localities.nameHint"), maxLength: LONGEST_NAME, value: name })}`;
}
