import type { Person, Role } from "../api/identity";

/** The pages of the account, in the order of the menu. */
export const ACCOUNT_PAGES = ["overview", "datasets", "roles", "keys", "audit", "data", "enti"] as const;
export type AccountPageName = (typeof ACCOUNT_PAGES)[number];

/** The role for the ente acted for that each page asks for; the server decides all the same. */
const NEEDED: Record<AccountPageName, Role | null> = {
  overview: null,
  datasets: "publisher",
  roles: "administrator",
  keys: "administrator",
  audit: "administrator",
  data: "administrator",
  enti: "administrator",
};

/** The kind of ente whose administrators keep the list of enti. */
const METROPOLITAN_CITY = "metropolitan-city";

/** What each role gives beyond reading, as the server names it. */
const RIGHTS: Record<Role, string | null> = {
  reader: null,
  editor: "edit",
  approver: "approve",
  publisher: "publish",
  // Both ask for the same strength of sign-in.
  "records-writer": "keep-records",
  "records-officer": "keep-records",
  administrator: "administer",
};

/** The right that a role gives beyond reading, or null for none that is known here. */
export function rightOf(role: string): string | null {
  return Object.entries(RIGHTS).find(([name]) => name === role)?.[1] ?? null;
}

export function neededRole(page: AccountPageName): Role | null {
  return NEEDED[page];
}

/** Whether a page is for whoever runs the installation, not for every ente. */
export function isMetropolitan(page: AccountPageName): boolean {
  return page === "enti";
}

/** What somebody may do for the ente that they act for now. */
export function rolesNow({ acting, grants }: Person): string[] {
  return grants.find((grant) => grant.ente === acting?.code)?.roles ?? [];
}

/** Whether somebody may use a page: `weak` when the role is there and only the sign-in is not strong enough. */
export function access(person: Person, page: AccountPageName): "allowed" | "weak" | "refused" {
  const role = NEEDED[page];
  if (role === null) return "allowed";
  if (!rolesNow(person).includes(role)) return "refused";
  if (isMetropolitan(page) && person.acting?.kind !== METROPOLITAN_CITY) return "refused";
  return person.withheld.includes(RIGHTS[role] ?? "") ? "weak" : "allowed";
}

/** The pages that somebody may use now, for the menus. */
export function allowedPages(person: Person): AccountPageName[] {
  return ACCOUNT_PAGES.filter((page) => access(person, page) === "allowed");
}
