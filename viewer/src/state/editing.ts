import type { Person } from "../api/identity";
import { rolesNow } from "./permissions";

/** Codes of comuni are those of ISTAT: six digits. */
const ISTAT = /^\d{6}$/;

/** Commands that the role of editor allows; all others are decided by an approver. */
const EDITORS_COMMANDS = new Set(["propose-thoroughfare", "propose-address", "propose-locality", "attach-alias", "confirm-on-site", "correct-position", "correct-details", "record-internals", "record-arcs"]);

/** Kinds of ente that stand above comuni, and mediate between them. */
const ABOVE_COMUNI: readonly string[] = ["metropolitan-city", "homogeneous-zone"];

/** A comune whose register somebody may change, and what that person may do there. */
export interface Editable {
  municipality: string;
  mayEdit: boolean;
  mayApprove: boolean;
}

/** The comuni whose register somebody may change now: the one acted for first, then those that delegated it. */
export function editable({ acting, grants, withheld }: Person): Editable[] {
  const own = (code: string): number => (code === acting?.code ? 0 : 1);
  return grants
    .filter(({ ente }) => ISTAT.test(ente))
    .map(({ ente, roles }) => ({
      municipality: ente,
      mayEdit: roles.includes("editor") && !withheld.includes("edit"),
      mayApprove: roles.includes("approver") && !withheld.includes("approve"),
    }))
    .filter(({ mayEdit, mayApprove }) => mayEdit || mayApprove)
    .sort((a, b) => own(a.municipality) - own(b.municipality));
}

/** What somebody may do with a command: have it happen, have it wait for whoever decides, or nothing. */
export function allowed({ mayEdit, mayApprove }: Editable, command: string): "apply" | "submit" | "nothing" {
  if (EDITORS_COMMANDS.has(command)) return mayEdit ? "apply" : "nothing";
  if (mayApprove) return "apply";
  return mayEdit ? "submit" : "nothing";
}

/** An ente above the comuni, for which somebody who keeps registers looks at what they contradict each other about. */
export interface Mediation {
  /** The zone of which the conflicts are; null for all there are. */
  zone: string | null;
}

/** Whether somebody mediates between comuni now: an editor or approver of the metropolitan city, or of a zone. */
export function mediating(person: Person): Mediation | null {
  const { acting, withheld } = person;
  if (acting === null || !ABOVE_COMUNI.includes(acting.kind ?? "")) return null;
  const roles = rolesNow(person);
  const may = (roles.includes("editor") && !withheld.includes("edit")) || (roles.includes("approver") && !withheld.includes("approve"));
  return may ? { zone: acting.kind === "homogeneous-zone" ? acting.code : null } : null;
}

/** Nothing may be changed: of another comune, or of all by whoever mediates. */
export function readingOnly(municipality: string): Editable {
  return { municipality, mayEdit: false, mayApprove: false };
}
