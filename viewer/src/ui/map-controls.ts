import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { t, type MessageKey } from "../i18n/language";
import { CivicoElement } from "./element";
import { icon, type IconName } from "./icons";

/** Buttons over the map. */
@customElement("civico-map-controls")
export class MapControls extends CivicoElement {
  protected override render(): TemplateResult {
    return html`<div class="civico-controls" role="group" aria-label=${t("map.controls")}>
      ${this.button("plus", "map.zoomIn", "civico-zoom", 1)} ${this.button("minus", "map.zoomOut", "civico-zoom", -1)}
      ${this.button("home", "map.home", "civico-home")} ${this.button("locate", "map.locate", "civico-locate")}
    </div>`;
  }

  private button(name: IconName, key: MessageKey, event: string, detail?: number): TemplateResult {
    return html`<button type="button" title=${t(key)} aria-label=${t(key)} data-testid=${key} @click=${() => this.emit(event, detail)}>
      ${icon(name)}
    </button>`;
  }
}
