import type { Person } from "../api/identity";
import { editable, mediating } from "../state/editing";
import { kept } from "../state/keeping";

/** Who may change the register of some comune, or mediates between comuni; the panel for it is loaded for nobody else. */
export function editorOf(person: Person | null): Person | null {
  if (!person || (editable(person).length === 0 && !mediating(person))) return null;
  void import("../register/panel");
  return person;
}

/** Who reviews the records of some ente; the panel for them is loaded for nobody else. */
export function officerOf(person: Person | null): Person | null {
  if (!person || kept(person).length === 0) return null;
  void import("../records/panel");
  return person;
}
