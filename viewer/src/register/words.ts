import type { Act, Command } from "../api/acts";
import type { Stage } from "../api/register";
import { messageFor, t } from "../i18n/language";
import type { Known } from "./known";

/** Words of the register that a person reads; one that is unknown stands as it came. */
export function stageName(stage: string): string {
  return messageFor(`state.${stage}`) ?? stage;
}

/** Whether a thing is in force, or may come to be: what ended has no say over numbers and names. */
export function isActive({ stage }: { stage: Stage }): boolean {
  return stage === "current" || stage === "proposed";
}

export function eventName(type: string): string {
  return messageFor(`event.${type}`) ?? type;
}

export function commandName(type: string): string {
  return messageFor(`command.${type}`) ?? type;
}

export function specificationName(specification: string): string {
  return messageFor(`specification.${specification}`) ?? specification;
}

/** What an act is about, as far as its command says it: the name that is proposed, the street, or the named place. */
export function aboutAct({ kind, command }: Act, known: Known): string {
  const about = command === null ? "" : aboutCommand(command, known);
  return about === "" ? commandName(kind) : `${commandName(kind)}: ${about}`;
}

function aboutCommand(command: Command, known: Known): string {
  const [thoroughfare, locality] = [command["thoroughfare"], command["locality"]];
  const street = typeof thoroughfare === "string" ? known.street(thoroughfare) : null;
  if (street) return street.label;
  const place = typeof locality === "string" && thoroughfare === undefined ? known.locality(locality) : null;
  // A street that is proposed names the place that it is to belong to.
  if (place && command["municipality"] === undefined) return place.label;
  if (typeof command["name"] === "string") return `${String(command["kind"] ?? "")} ${command["name"]}`.trim();
  return typeof command["address"] === "string" ? t("register.aNumber") : "";
}
