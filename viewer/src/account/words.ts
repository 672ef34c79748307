import { messageFor } from "../i18n/language";

/** Words of the server that a person reads; one that is unknown stands as it came. */
export function roleName(role: string): string {
  return messageFor(`role.${role}`) ?? role;
}

export function routeName(route: string): string {
  return messageFor(`route.${route}`) ?? route;
}

export function visibilityName(visibility: string): string {
  return messageFor(`visibility.${visibility}`) ?? visibility;
}

/** How much of an id tells two people of an ente apart. */
const SHORT_ID = 8;

/** Somebody by the name under which the server records who did something: `person:…` where it knows no name. */
export function actorName(actor: string): string {
  const [kind = "", id = ""] = actor.split(":");
  return messageFor(`actor.${kind}`)?.replace("{id}", id.slice(0, SHORT_ID)) ?? actor;
}

export function names(items: readonly string[], nameOf: (item: string) => string): string {
  return items.map(nameOf).join(", ");
}
