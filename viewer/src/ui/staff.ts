import { html, nothing, type TemplateResult } from "lit";
import type { Client } from "../api/client";
import type { Person } from "../api/identity";
import type { MapPort } from "../map/types";
import { editable, mediating } from "../state/editing";
import { kept } from "../state/keeping";
import type { Tab } from "./tab-button";

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

interface Shown {
  editor: Person | null;
  officer: Person | null;
  tab: Tab;
  client: Client;
  map: MapPort | null;
}

/** Their panels stay while another tab is shown: a form half filled in is not lost. */
export function staffPanels({ editor, officer, tab, client, map }: Shown): TemplateResult {
  return html`${editor ? html`<civico-register ?hidden=${tab !== "register"} .client=${client} .person=${editor} .map=${map} .active=${tab === "register"}></civico-register>` : nothing}
  ${officer ? html`<civico-records ?hidden=${tab !== "records"} .client=${client} .person=${officer} .map=${map} .active=${tab === "records"}></civico-records>` : nothing}`;
}
