import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t } from "../i18n/language";
import { Dialog } from "./dialog";

const SECTIONS = ["search", "layers", "identify", "analysis", "batch", "share", "keyboard", "data"] as const;

/** How the page is used. */
@customElement("civico-help-dialog")
export class HelpDialog extends Dialog {
  protected override heading(): string {
    return t("help.title");
  }

  protected override body(): TemplateResult {
    return html`<div data-testid="help">
      ${SECTIONS.map((name) => html`<h3>${t(`help.${name}.title`)}</h3><p>${t(`help.${name}.text`)}</p>`)}
    </div>`;
  }
}
