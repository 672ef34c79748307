import { html, type TemplateResult } from "lit";
import type { Act, Command } from "../api/acts";
import type { Locality } from "../api/localities";
import type { HouseNumber, Street } from "../api/register";
import { t } from "../i18n/language";
import { parseLocator, writeLocator, type Locator } from "../state/locator";
import { choice, dateField, textField, textOf } from "../ui/form";
import { Unreadable, type Demand, type FormSpec } from "./form-spec";
import { HOME, type View } from "./view";

/** What ANNCSU takes. */
const LONGEST_KIND = 30;
const LONGEST_NAME = 120;
const ALIAS_KINDS = ["historical", "popular", "abbreviated", "plate"] as const;

export const PLAIN = { legalAct: "none", reason: "none", dated: false, previewed: false, seen: null } as const;
export const DECISION = { legalAct: "optional", reason: "optional", dated: true, previewed: false } as const;

/** A street, a number or a named place that a form is about. */
export interface Subject {
  key: "thoroughfare" | "address" | "locality";
  id: string;
  label: string;
  seq: number;
  view: View;
}

export function subjectOfStreet(street: Street): Subject {
  return { key: "thoroughfare", id: street.id, label: street.label, seq: street.seq, view: { name: "street", id: street.id, stay: true } };
}

export function subjectOfNumber(number: HouseNumber, label: string): Subject {
  return { key: "address", id: number.id, label, seq: number.seq, view: { name: "number", id: number.id, street: number.street, stay: true } };
}

export function subjectOfLocality(place: Locality): Subject {
  return { key: "locality", id: place.id, label: place.label, seq: place.seq, view: { name: "locality", id: place.id, stay: true } };
}

/** What has a name of its own comes and goes by an act (DPR 223/1989, art. 41); a number needs none. */
export function legalActFor({ key }: Subject): Demand {
  return key === "address" ? "optional" : "required";
}

/** The field of the named place comes from whoever knows those of the comune. */
export function newStreet(municipality: string, place: () => TemplateResult): FormSpec {
  return {
    ...PLAIN,
    id: "new-street",
    subject: "",
    command: "propose-thoroughfare",
    reason: "optional",
    fields: () => html`${nameFields("", "")} ${place()}`,
    read: (data) => ({ type: "propose-thoroughfare", municipality, ...readName(data), ...readLocality(data) }),
    next: HOME,
    previous: HOME,
  };
}

/** The fields of a place come from whoever knows the street and the map. */
export function newNumber(street: Subject, place: () => TemplateResult): FormSpec {
  return {
    ...PLAIN,
    id: "new-number",
    subject: street.label,
    command: "propose-address",
    reason: "optional",
    fields: () => html`${locatorField("")} ${place()}`,
    read: (data) => ({ type: "propose-address", thoroughfare: street.id, locator: readLocator(data), ...withPosition(data) }),
    next: street.view,
    previous: street.view,
  };
}

export function approve(subject: Subject): FormSpec {
  return { ...about(subject, "approve"), ...DECISION, legalAct: legalActFor(subject) };
}

export function reject(subject: Subject): FormSpec {
  return { ...about(subject, "reject"), reason: "required" };
}

export function reinstate(subject: Subject): FormSpec {
  return { ...about(subject, "reinstate"), ...DECISION, reason: "required", previewed: true };
}

export function retire(subject: Subject): FormSpec {
  const form = { ...about(subject, "retire"), ...DECISION, legalAct: legalActFor(subject), previewed: true };
  if (subject.key !== "thoroughfare") return form;
  const fields = (): TemplateResult => html`<span class="civico-check">
    <input id="with-addresses" name="with-addresses" type="checkbox" value="yes" data-testid="with-addresses" />
    <label for="with-addresses">${t("register.withAddresses")}</label>
  </span>`;
  return { ...form, fields, read: (data) => ({ type: "retire", thoroughfare: subject.id, with_addresses: textOf(data, "with-addresses") === "yes" }) };
}

export function rename(street: Subject, { kind, name }: Street): FormSpec {
  return {
    ...about(street, "rename"),
    ...DECISION,
    legalAct: "required",
    previewed: true,
    fields: () => nameFields(kind, name),
    read: (data) => ({ type: "rename", thoroughfare: street.id, ...readName(data) }),
  };
}

export function correctName(street: Subject, { kind, name }: Street): FormSpec {
  return {
    ...about(street, "correct-name"),
    reason: "optional",
    fields: () => nameFields(kind, name),
    read: (data) => ({ type: "correct-name", thoroughfare: street.id, ...readName(data) }),
  };
}

export function attachAlias(street: Subject): FormSpec {
  return {
    ...about(street, "attach-alias"),
    fields: () => html`
      ${textField({ id: "alias-text", name: "alias", label: t("register.alias"), hint: "", maxLength: LONGEST_NAME })}
      ${choice({ id: "alias-kind", name: "alias-kind", label: t("register.aliasKind"), options: ALIAS_KINDS.map((kind) => [kind, t(`alias.${kind}`)] as const), value: "popular" })}
    `,
    read: (data) => ({ type: "attach-alias", thoroughfare: street.id, alias: { text: textOf(data, "alias"), kind: textOf(data, "alias-kind") } }),
  };
}

/** The table writes what changes into a hidden field. */
export function renumber(street: Subject, table: () => TemplateResult): FormSpec {
  return {
    ...about(street, "renumber"),
    ...DECISION,
    previewed: true,
    fields: table,
    read: (data) => {
      const numbers = textOf(data, "numbers");
      if (numbers === "") throw new Unreadable(t("renumber.problem"));
      return { type: "renumber", thoroughfare: street.id, numbers: JSON.parse(numbers) as unknown };
    },
  };
}

/** The access is elsewhere, or has another number, from now on. */
export function move(number: Subject, locator: Locator, place: () => TemplateResult): FormSpec {
  const before = writeLocator(locator);
  return {
    ...about(number, "move"),
    ...DECISION,
    fields: () => html`${locatorField(before)} ${place()}`,
    read: (data) => {
      const changed = textOf(data, "locator") === before ? {} : { locator: readLocator(data) };
      return { type: "move", address: number.id, ...changed, ...withPosition(data) };
    },
  };
}

/** The access is where it was, and was measured wrong. */
export function correctPosition(number: Subject, place: () => TemplateResult): FormSpec {
  return {
    ...about(number, "correct-position"),
    reason: "optional",
    fields: place,
    read: (data) => {
      const position = withPosition(data);
      if (!("position" in position)) throw new Unreadable(t("position.missing"));
      return { type: "correct-position", address: number.id, ...position };
    },
  };
}

export function confirmOnSite(number: Subject, today: string): FormSpec {
  return {
    ...about(number, "confirm-on-site"),
    fields: () => dateField({ id: "confirmed-on", name: "on", label: t("register.confirmedOn"), hint: "", value: today, required: true }),
    read: (data) => ({ type: "confirm-on-site", address: number.id, on: textOf(data, "on") }),
  };
}

export function undo(act: string, subject: string, view: View): FormSpec {
  return { ...PLAIN, id: "undo", subject, command: "undo", reason: "optional", previewed: true, read: () => ({ type: "undo", act }), next: view, previous: view };
}

/** What a rule offers: never done without being shown first. */
export function fix(command: Command, subject: string): FormSpec {
  return { ...PLAIN, ...DECISION, id: "fix", subject, command: command.type, previewed: true, read: () => command, next: HOME, previous: HOME };
}

/** A decision about an act that waits or is a draft. */
export function decision(id: "approve-act" | "reject-act" | "submit-act", act: Act, subject: string): FormSpec {
  const asks = { "approve-act": { legalAct: "optional", dated: true }, "reject-act": { reason: "required" }, "submit-act": {} } as const;
  const command = act.command ?? { type: act.kind };
  return { ...PLAIN, ...asks[id], id, subject, command: command.type, read: () => command, act, next: HOME, previous: { name: "act", act } };
}

export function about(subject: Subject, command: Exclude<FormSpec["id"], "new-street" | "new-number" | "new-locality" | "fix" | "undo" | "end-twin" | "approve-act" | "reject-act" | "submit-act">): FormSpec {
  return {
    ...PLAIN,
    id: command,
    subject: subject.label,
    command,
    seen: subject.seq,
    read: () => ({ type: command, [subject.key]: subject.id }),
    next: subject.view,
    previous: subject.view,
  };
}

export function nameFields(kind: string, name: string): TemplateResult {
  return html`<div class="civico-field-row">
    ${textField({ id: "street-kind", name: "kind", label: t("register.kind"), hint: t("register.kindHint"), maxLength: LONGEST_KIND, value: kind })}
    ${textField({ id: "street-name", name: "name", label: t("register.name"), hint: t("register.nameHint"), maxLength: LONGEST_NAME, value: name })}
  </div>`;
}

export function readName(data: FormData): { kind: string; name: string } {
  return { kind: textOf(data, "kind"), name: textOf(data, "name") };
}

export function readLocality(data: FormData): { locality: string } | object {
  const locality = textOf(data, "locality");
  return locality === "" ? {} : { locality };
}

function locatorField(value: string): TemplateResult {
  return textField({ id: "locator", name: "locator", label: t("register.locator"), hint: t("register.locatorHint"), maxLength: 40, value });
}

function readLocator(data: FormData): Locator {
  const locator = parseLocator(textOf(data, "locator"));
  if (!locator) throw new Unreadable(t("register.locatorWrong"));
  return locator;
}

function withPosition(data: FormData): { position: object } | object {
  const [lon, lat] = [textOf(data, "lon"), textOf(data, "lat")];
  if (lon === "" || lat === "") return {};
  return { position: { lon: Number(lon), lat: Number(lat), specification: textOf(data, "specification") } };
}
