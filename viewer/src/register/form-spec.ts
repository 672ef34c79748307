import type { TemplateResult } from "lit";
import type { Act, Command } from "../api/acts";
import type { RegisterEvent } from "../api/register";
import type { View } from "./view";

export const FORMS = [
  "new-street", "new-number", "approve", "reject", "retire", "reinstate", "rename", "correct-name", "attach-alias", "renumber",
  "split", "merge", "merge-municipality", "declare-twin", "end-twin",
  "new-locality", "rename-locality", "correct-locality-name", "assign-locality", "record-internals", "record-arcs",
  "move", "correct-position", "correct-stage", "correct-details", "confirm-on-site", "undo", "fix", "approve-act", "reject-act", "submit-act",
] as const;

export type Demand = "none" | "optional" | "required";

/** What a form asks before it asks the register; its words are the messages `form.{id}.*`. */
export interface FormSpec {
  id: (typeof FORMS)[number];
  /** What it is about, for the heading. */
  subject: string;
  /** The type of the command, for what the person may do with it. */
  command: string;
  /** Reads the form; throws {@link Unreadable} for what cannot be sent. */
  read(data: FormData): Command;
  /** Fields of its own, above those that all forms have. */
  fields?: () => TemplateResult;
  legalAct: Demand;
  reason: Demand;
  /** Whether it may hold from another day than today. */
  dated: boolean;
  /** Whether the person has to see what will change first. */
  previewed: boolean;
  /** What would change, in one sentence, where it is more than somebody reads one by one. */
  summary?: (events: readonly RegisterEvent[], command: Command) => string;
  /** The number of the event that made the thing what is shown; the server refuses if it changed since. */
  seen: number | null;
  /** The act that is decided, where the form is about one. */
  act?: Act;
  /** Where to go afterwards, and where to go back. */
  next: View;
  previous: View;
}

/** What a person wrote cannot be read; the message says how it is written. */
export class Unreadable extends Error {}
