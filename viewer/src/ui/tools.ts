import { html, nothing, type TemplateResult } from "lit";
import type { Client } from "../api/client";
import type { Person } from "../api/identity";
import type { Controller } from "../app/controller";

/** Parts of the page that take the place of the side panel's tabs while they are used. */
export const TOOLS = ["geocode", "analysis"] as const;
export type Tool = (typeof TOOLS)[number];

/** What has the focus when a tool opens. */
export const TOOL_HEADING: Readonly<Record<Tool, string>> = { geocode: "#geocode-heading", analysis: "#analysis-heading" };
/** What opened it, and has the focus again afterwards. */
export const TOOL_BUTTON: Readonly<Record<Tool, string>> = { geocode: "civico-geocode-file", analysis: "civico-analysis-open" };

export function loadTool(tool: Tool): void {
  void (tool === "geocode" ? import("../geocode/panel") : import("../processes/panel"));
}

interface Shown {
  /** Those that were opened: they stay, so that what is under way is not lost. */
  opened: ReadonlySet<Tool>;
  tool: Tool | null;
  client: Client;
  controller: Controller | undefined;
  person: Person | null;
}

export function toolPanels({ opened, tool, client, controller, person }: Shown): TemplateResult {
  const map = controller?.map ?? null;
  const { datasets = [], active = [], details = null, job = null } = controller?.state ?? {};
  return html`${opened.has("geocode") ? html`<civico-geocode ?hidden=${tool !== "geocode"} .client=${client} .map=${map}></civico-geocode>` : nothing}
  ${opened.has("analysis")
    ? html`<civico-analysis ?hidden=${tool !== "analysis"} .active=${tool === "analysis"} .client=${client} .map=${map} .person=${person} .datasets=${datasets} .onMap=${active} .details=${details} .job=${job}></civico-analysis>`
    : nothing}`;
}
