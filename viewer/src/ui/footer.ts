import { html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { t } from "../i18n/language";
import { CivicoElement } from "./element";

/** Whose data are on the map, and where else the portal answers. */
@customElement("civico-footer")
export class Footer extends CivicoElement {
  @property({ attribute: false }) attributions: readonly string[] = [];

  protected override render(): TemplateResult {
    return html`<footer class="civico-footer">
      <p data-testid="attribution">${this.attributions.length > 0 ? t("footer.data") : ""} ${this.attributions.join(" · ")}</p>
      <nav aria-label=${t("footer.links")}>
        <a href="/ogc" data-testid="link-ogc">${t("footer.api")}</a>
        <a href="/ogc/collections">${t("footer.collections")}</a>
        <a href="/status" data-testid="link-status">${t("footer.status")}</a>
      </nav>
    </footer>`;
  }
}
