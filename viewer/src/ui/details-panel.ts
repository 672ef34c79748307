import { html, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { isRegister, type Dataset } from "../api/catalog";
import type { Properties } from "../api/decode";
import type { Place } from "../api/geocoder";
import { itemPath } from "../api/items";
import type { Details } from "../app/state";
import { formatNumber, language, messageFor, t } from "../i18n/language";
import type { Hit } from "../map/types";
import { distanceM } from "../state/distance";
import { featureName } from "../state/feature-name";
import { attributeTable } from "./attributes";
import { CivicoElement } from "./element";
import { icon } from "./icons";

/** Collections that the panel of the register changes. */
const EDITED = new Set(["addresses", "thoroughfares", "localities"]);

/** What is at a place of the map: the nearest address, and every feature with its attributes. */
@customElement("civico-details")
export class DetailsPanel extends CivicoElement {
  @property({ attribute: false }) details: Details | null = null;
  @property({ attribute: false }) datasetOf: (id: string) => Dataset | null = () => null;
  /** Whether whoever looks may change the register. */
  @property({ attribute: false }) editing = false;

  protected override render(): TemplateResult {
    const { details } = this;
    if (!details) return html`<p class="civico-empty" data-testid="details-empty">${icon("locate")} ${t("details.hint")}</p>`;
    return html`<div class="civico-details" data-testid="details">
      ${this.place(details)} ${details.hits.length === 0 ? this.nothingHere(details) : this.hits(details)}
    </div>`;
  }

  private place(details: Details): TemplateResult {
    const { point, near } = details;
    return html`<div class="civico-place">
      <div>
        ${near ? this.near(near, details) : nothing}
        ${point ? html`<p class="civico-coordinates" data-testid="coordinates">${coordinates(point)}</p>` : nothing}
      </div>
      <button type="button" class="civico-icon-button" aria-label=${t("details.close")} data-testid="details-close" @click=${() => this.emit("civico-close-details")}>
        ${icon("close")}
      </button>
    </div>`;
  }

  /** For a click the nearest address and how far it is; for a search the answer itself. */
  private near(near: Place, { point, origin }: Details): TemplateResult {
    const distance = origin === "pointed" && point ? t("details.distance", { metres: formatNumber(distanceM(point, near.point)) }) : "";
    return html`<p class="civico-near" data-testid="near">
      <span class="civico-overline">${t(origin === "pointed" ? "details.near" : "details.result")}</span>
      <strong>${near.label}</strong> <span class="civico-distance">${distance}</span>
      </p>
      ${origin === "chosen" && near.faults.length > 0 ? html`<p class="civico-note" data-testid="faults">${t("details.faults", { faults: near.faults.join("; ") })}</p>` : nothing}`;
  }

  private nothingHere({ origin }: Details): TemplateResult | typeof nothing {
    if (origin === "chosen") return nothing;
    return html`<p class="civico-note" data-testid="details-nothing">${t("details.nothing")}</p>`;
  }

  private hits(details: Details): TemplateResult {
    const pointed = details.hits.length === 1 ? t("details.one") : t("details.many", { count: details.hits.length });
    return html`
      <h3>${details.origin === "pointed" ? pointed : t("details.chosen")}</h3>
      <ul class="civico-hits">
        ${details.hits.map((hit, index) => this.hit(details, hit, index))}
      </ul>
    `;
  }

  private hit(details: Details, hit: Hit, index: number): TemplateResult {
    const open = index === details.selected;
    const properties = open && details.item ? details.item.properties : hit.properties;
    return html`<li data-testid="hit">
      <button type="button" class="civico-hit" aria-expanded=${open ? "true" : "false"} @click=${() => this.emit("civico-show-hit", open ? -1 : index)}>
        <span class="civico-overline">${this.collectionTitle(hit.collection)}</span>
        <span class="civico-hit-name">${featureName(properties, hit)}</span>
      </button>
      ${open ? this.hitBody(details, hit, properties) : nothing}
    </li>`;
  }

  private hitBody(details: Details, hit: Hit, properties: Properties): TemplateResult {
    return html`<div class="civico-hit-body">
      ${details.itemStatus === "loading" ? html`<p class="civico-note" role="status">${t("details.loading")}</p>` : nothing}
      ${details.itemStatus === "failed" ? html`<p class="civico-note error" role="alert" data-testid="item-failed">${t("details.failed")}</p>` : nothing}
      ${attributeTable(properties, isRegister(hit.collection))}
      <p class="civico-hit-links">
        <a href=${itemPath(hit)} data-testid="item-link">${t("details.item")}</a>
        ${this.editing && EDITED.has(hit.collection)
          ? html`<button type="button" class="civico-link" data-testid="open-register" @click=${() => this.emit("civico-open-register", hit)}>${t("details.register")}</button>`
          : nothing}
        <button type="button" class="civico-link" data-testid="copy-link" @click=${() => this.emit("civico-share")}>${t("details.copyLink")}</button>
      </p>
      ${this.source(hit.collection)}
    </div>`;
  }

  private source(collection: string): TemplateResult | typeof nothing {
    const dataset = this.datasetOf(collection);
    const parts = [dataset?.attribution ?? dataset?.ente.name, dataset?.license].filter((part) => part !== null && part !== undefined && part !== "");
    return parts.length === 0 ? nothing : html`<p class="civico-source">${t("details.source")} ${parts.join(" · ")}</p>`;
  }

  private collectionTitle(collection: string): string {
    return messageFor(`collection.${collection}.one`) ?? this.datasetOf(collection)?.title[language()] ?? collection;
  }
}

function coordinates([lon, lat]: [number, number]): string {
  return t("details.coordinates", { lat: lat.toFixed(5), lon: lon.toFixed(5) });
}
