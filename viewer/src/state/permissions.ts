import type { Person, Role } from "../api/identity";

/** The pages of the account, in the order of the menu. */
export const ACCOUNT_PAGES = ["overview", "roles", "keys", "audit", "data"] as const;
export type AccountPageName = (typeof ACCOUNT_PAGES)[number];

/** The role for the ente acted for that each page asks for; the server decides all the same. */
const NEEDED: Record<AccountPageName, Role | null> = {
  overview: null,
  roles: "administrator",
  keys: "administrator",
  audit: "administrator",
  data: "administrator",
};

/** What somebody may do for the ente that they act for now. */
export function rolesNow({ acting, grants }: Person): string[] {
  return grants.find((grant) => grant.ente === acting?.code)?.roles ?? [];
}

export function isAllowed(person: Person, page: AccountPageName): boolean {
  const role = NEEDED[page];
  return role === null || rolesNow(person).includes(role);
}

/** The pages that somebody may use now, for the menus. */
export function allowedPages(person: Person): AccountPageName[] {
  return ACCOUNT_PAGES.filter((page) => isAllowed(person, page));
}
