import type { Act } from "../api/acts";
import type { FormSpec } from "./form-spec";

/** What the panel of the register shows; with `stay` the map is left where it is: somebody comes back from a form. */
export type View =
  | { name: "home" }
  | { name: "street"; id: string; stay?: boolean }
  | { name: "number"; id: string; street: string | null; stay?: boolean }
  | { name: "act"; act: Act }
  | { name: "form"; spec: FormSpec }
  | { name: "deliveries" }
  | { name: "send-delivery" }
  /** `own`: who looks at it has just sent it. */
  | { name: "delivery"; id: string; own: boolean };

export const HOME: View = { name: "home" };
export const DELIVERIES: View = { name: "deliveries" };
