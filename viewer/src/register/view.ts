import type { Act } from "../api/acts";
import type { SubjectRef } from "../api/register";
import type { FormSpec } from "./form-spec";

/** What the panel of the register shows; with `stay` the map is left where it is: somebody comes back from a form. */
export type View =
  | { name: "home" }
  | { name: "street"; id: string; stay?: boolean }
  | { name: "number"; id: string; street: string | null; stay?: boolean }
  | { name: "localities" }
  | { name: "locality"; id: string; stay?: boolean }
  | { name: "act"; act: Act }
  | { name: "form"; spec: FormSpec }
  | { name: "deliveries" }
  | { name: "send-delivery" }
  /** `own`: who looks at it has just sent it. */
  | { name: "delivery"; id: string; own: boolean };

export const HOME: View = { name: "home" };
export const DELIVERIES: View = { name: "deliveries" };
export const LOCALITIES: View = { name: "localities" };

/** The sheet of a thing. */
export function viewOf(subject: SubjectRef): View {
  if ("address" in subject) return { name: "number", id: subject.address, street: null };
  return "locality" in subject ? { name: "locality", id: subject.locality } : { name: "street", id: subject.thoroughfare };
}
