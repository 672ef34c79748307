import { html, nothing, type TemplateResult } from "lit";
import { isRegister } from "../api/catalog";
import type { Drill, DrillCollection, DrillFeature, DrillTheme } from "../api/drill";
import { itemPath } from "../api/items";
import { formatDate, formatNumber, formatTime, t } from "../i18n/language";
import { featureName } from "../state/feature-name";
import { attributeTable } from "../ui/attributes";
import { areaWords, lengthWords, shapeWords } from "./drawing";

/** What is at a place, theme by theme: on the page and on paper. */
export function drillView(drill: Drill, when: string | null): TemplateResult {
  const place = drill.label ?? (drill.geometry ? shapeWords(drill.geometry) : "");
  return html`<div class="civico-drill" data-testid="drill">
    <p class="civico-drill-place"><span class="civico-overline">${t("analysis.drill.place")}</span><strong>${place}</strong></p>
    <p class="civico-note">${t("analysis.drill.summary", { collections: formatNumber(drill.collections), features: formatNumber(drill.features) })}${when === null ? nothing : html` · ${formatTime(when)}`}</p>
    ${drill.themes.length === 0 ? html`<p class="civico-empty" data-testid="drill-empty">${t("analysis.drill.empty")}</p>` : drill.themes.map(themeView)}
    <p class="civico-note">${t("analysis.drill.note")}</p>
  </div>`;
}

function themeView({ title, collections }: DrillTheme): TemplateResult {
  return html`<section class="civico-drill-theme" data-testid="drill-theme">
    <h4>${title === "" ? t("theme.none") : title}</h4>
    ${collections.map(collectionView)}
  </section>`;
}

function collectionView(collection: DrillCollection): TemplateResult {
  const { title, version, date, matched, isTruncated, features } = collection;
  const about = [version === null ? "" : t("analysis.drill.version", { version }), date === null ? "" : formatDate(date)].filter((words) => words !== "").join(", ");
  return html`<article class="civico-drill-collection" data-testid="drill-collection">
    <h5>${title} <span class="civico-count">${formatNumber(matched)}</span></h5>
    ${about === "" ? nothing : html`<p class="civico-note">${about}</p>`}
    ${features.map((feature) => featureView(collection, feature))}
    ${isTruncated || matched > features.length ? html`<p class="civico-note" data-testid="drill-truncated">${t("analysis.drill.truncated", { shown: formatNumber(features.length), count: formatNumber(matched) })}</p>` : nothing}
  </article>`;
}

function featureView({ id: collection }: DrillCollection, feature: DrillFeature): TemplateResult {
  const ref = { collection, id: feature.id };
  const name = featureName(feature.properties, ref);
  const measures = measuresOf(feature);
  return html`<div class="civico-drill-feature">
    <p><a href=${itemPath(ref)}>${name}</a>${measures === "" ? nothing : html` <span class="civico-drill-measures">${measures}</span>`}</p>
    ${attributeTable(feature.properties, isRegister(collection))}
  </div>`;
}

/** How much of the feature is within the place, or how far it is. */
function measuresOf({ areaM2, share, lengthM, distanceM }: DrillFeature): string {
  return [
    areaM2 === null ? "" : areaWords(areaM2),
    share === null ? "" : t("analysis.drill.share", { percent: formatNumber(share * 100, 1) }),
    lengthM === null ? "" : lengthWords(lengthM),
    distanceM === null || distanceM === 0 ? "" : t("analysis.drill.distance", { distance: lengthWords(distanceM) }),
  ].filter((words) => words !== "").join(" · ");
}
