/** The people whom the provider of the tests knows; none of them exists. */

/** @typedef {{ name: string, email: string, groups?: string[] }} Claims */

/** @type {Record<string, Claims>} */
export const PEOPLE = {
  anna: { name: "Anna Esempio", email: "anna@example.org" },
  bruno: { name: "Bruno Esempio", email: "bruno@example.org" },
  /** Has no role of her own: what she may do comes from her group. */
  carla: { name: "Carla Esempio", email: "carla@example.org", groups: ["rho-editors"] },
  /** Nobody has given him any role. */
  dario: { name: "Dario Esempio", email: "dario@example.org" },
  /** Runs the portal: administers the metropolitan city. */
  elena: { name: "Elena Esempio", email: "elena@example.org" },
  /** Has no role until she appoints him. */
  fabio: { name: "Fabio Esempio", email: "fabio@example.org" },
  /** Decides about the streets and numbers of Rho, and proposes none. */
  gina: { name: "Gina Esempio", email: "gina@example.org" },
  /** Mediates between comuni: approves for the metropolitan city, which decides about no street. */
  marta: { name: "Marta Esempio", email: "marta@example.org" },
  /** Reviews the records of Rho whose address was not found. */
  olga: { name: "Olga Esempio", email: "olga@example.org" },
  /** Decides about the register of Nosate, and administers Castano Primo, which may delegate that to Nosate. */
  ugo: { name: "Ugo Esempio", email: "ugo@example.org" },
};
