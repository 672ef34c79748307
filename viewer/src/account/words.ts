import { messageFor } from "../i18n/language";

/** Words of the server that a person reads; one that is unknown stands as it came. */
export function roleName(role: string): string {
  return messageFor(`role.${role}`) ?? role;
}

export function routeName(route: string): string {
  return messageFor(`route.${route}`) ?? route;
}

export function names(items: readonly string[], nameOf: (item: string) => string): string {
  return items.map(nameOf).join(", ");
}
