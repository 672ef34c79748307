import type { Ente, Person } from "../api/identity";

const OFFICER = "records-officer";
const RIGHT = "keep-records";

/** The enti whose records somebody reviews: the one acted for first, then those that delegated it. */
export function kept({ acting, enti, grants }: Person): Ente[] {
  const own = (code: string): number => (code === acting?.code ? 0 : 1);
  const known = [...(acting ? [acting] : []), ...enti];
  return grants
    .filter(({ roles }) => roles.includes(OFFICER))
    .map(({ ente }) => ({ code: ente, name: known.find(({ code }) => code === ente)?.name ?? ente }))
    .sort((a, b) => own(a.code) - own(b.code));
}

/** Whether the role is there and only the sign-in is not strong enough. */
export function isTooWeak({ withheld }: Person): boolean {
  return withheld.includes(RIGHT);
}

/** The right that reviewing takes, as the server names it. */
export const KEEPING_RIGHT = RIGHT;
