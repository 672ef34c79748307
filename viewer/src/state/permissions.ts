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

/** The right that the role of an administrator gives, as the server names it. */
const ADMINISTER = "administer";

/** What somebody may do for the ente that they act for now. */
export function rolesNow({ acting, grants }: Person): string[] {
  return grants.find((grant) => grant.ente === acting?.code)?.roles ?? [];
}

/** Whether somebody may use a page: `weak` when the role is there and only the sign-in is not strong enough. */
export function access(person: Person, page: AccountPageName): "allowed" | "weak" | "refused" {
  const role = NEEDED[page];
  if (role === null) return "allowed";
  if (!rolesNow(person).includes(role)) return "refused";
  return person.withheld.includes(ADMINISTER) ? "weak" : "allowed";
}

/** The pages that somebody may use now, for the menus. */
export function allowedPages(person: Person): AccountPageName[] {
  return ACCOUNT_PAGES.filter((page) => access(person, page) === "allowed");
}
