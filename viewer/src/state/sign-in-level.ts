import type { Person } from "../api/identity";
import { rightOf, rolesNow } from "./permissions";

/** A level of sign-in, and the roles that it would give back. */
export interface StrongerSignIn {
  level: string;
  roles: string[];
}

/** The level that a right asks for, or null where the server names none that could be reached by signing in again. */
export function neededLevel({ levels }: Person, right: string): string | null {
  // The server's settings write with underscores what its answers write with hyphens.
  return levels[right.replaceAll("-", "_")] ?? null;
}

/** How to get back, level by level, what the roles for the ente acted for give but this sign-in is too weak for. */
export function strongerSignIns(person: Person): StrongerSignIn[] {
  const byLevel = new Map<string, string[]>();
  for (const role of weakRoles(person)) {
    const level = neededLevel(person, rightOf(role) ?? "");
    if (level !== null) byLevel.set(level, [...(byLevel.get(level) ?? []), role]);
  }
  return [...byLevel].map(([level, roles]) => ({ level, roles }));
}

/** The roles for the ente acted for that this sign-in is too weak for. */
export function weakRoles(person: Person): string[] {
  return rolesNow(person).filter((role) => person.withheld.includes(rightOf(role) ?? ""));
}
