import type { Act, Command } from "../api/acts";
import type { Stage, Street } from "../api/register";
import { messageFor, t } from "../i18n/language";

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

/** What an act is about, as far as its command says it: the name that is proposed, or the street. */
export function aboutAct({ kind, command }: Act, streetOf: (id: string) => Street | null): string {
  const about = command === null ? "" : aboutCommand(command, streetOf);
  return about === "" ? commandName(kind) : `${commandName(kind)}: ${about}`;
}

function aboutCommand(command: Command, streetOf: (id: string) => Street | null): string {
  const street = typeof command["thoroughfare"] === "string" ? streetOf(command["thoroughfare"]) : null;
  if (street) return street.label;
  if (typeof command["name"] === "string") return `${String(command["kind"] ?? "")} ${command["name"]}`.trim();
  return typeof command["address"] === "string" ? t("register.aNumber") : "";
}
