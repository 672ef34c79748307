import { html, nothing, type TemplateResult } from "lit";
import type { Geometry } from "geojson";
import type { LonLat } from "../api/geocoder";
import type { ShapeKind } from "../api/processes";
import { formatNumber, t } from "../i18n/language";
import { lengthM } from "../state/arcs";
import { areaM2, kindOf } from "../state/sketch";
import { icon } from "../ui/icons";

/** A shape that is being drawn. */
export interface Draft {
  shape: ShapeKind;
  points: readonly LonLat[];
  /** Why it cannot end yet. */
  tooShort: boolean;
}

export type DrawingAct = "end" | "centre" | "back" | "cancel";

/** What was drawn, with what is needed to draw more; of several kinds each has its button. */
export function drawnList(id: string, shapes: readonly Geometry[], remove: (at: number) => void): TemplateResult | typeof nothing {
  if (shapes.length === 0) return nothing;
  return html`<ul class="civico-drawn" data-testid="${id}-drawn">
    ${shapes.map((shape, at) => html`<li>
      <span>${shapeWords(shape)}</span>
      <button type="button" class="civico-icon-button" aria-label=${t("analysis.draw.remove", { shape: shapeWords(shape) })} title=${t("analysis.draw.remove", { shape: shapeWords(shape) })} data-testid="${id}-remove-${at}" @click=${() => remove(at)}>${icon("close")}</button>
    </li>`)}
  </ul>`;
}

export function drawButtons(id: string, kinds: readonly ShapeKind[], again: boolean, begin: (kind: ShapeKind) => void): TemplateResult {
  return html`<div class="civico-draw-buttons">
    ${kinds.map((kind) => html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="${id}-draw-${kind}" @click=${() => begin(kind)}>${t(again ? `analysis.draw.again.${kind}` : `analysis.draw.${kind}`)}</button>`)}
  </div>`;
}

/** How a shape is drawn, with buttons for whoever uses no mouse. */
export function drafting({ shape, points, tooShort }: Draft, act: (name: DrawingAct) => void): TemplateResult {
  const button = (name: DrawingAct): TemplateResult =>
    html`<button type="button" class="btn ${name === "end" ? "btn-primary" : "btn-outline-primary"} btn-xs" data-testid="draw-${name}" @click=${() => act(name)}>${t(`analysis.draw.${name}`)}</button>`;
  const acts: readonly DrawingAct[] = shape === "point" ? ["centre", "cancel"] : ["end", "centre", "back", "cancel"];
  return html`<div class="civico-plan civico-drawing" role="group" aria-label=${t(`analysis.draw.${shape}`)} data-testid="drawing">
    <p class="civico-note">${t(shape === "point" ? "analysis.draw.pointHint" : "analysis.draw.hint")} <span class="civico-by-keys">${t(shape === "point" ? "analysis.draw.pointKeys" : "analysis.draw.keys")}</span></p>
    ${shape === "point" ? nothing : html`<p class=${tooShort ? "civico-note error" : "civico-note"} role="status" data-testid="draw-points">${tooShort ? t(`analysis.draw.tooShort.${shape}`) : pointsWords(shape, points)}</p>`}
    <div class="civico-actions-row">${acts.map(button)}</div>
  </div>`;
}

function pointsWords(shape: ShapeKind, points: readonly LonLat[]): string {
  const size = shape === "polygon" ? areaWords(areaM2(points)) : lengthWords(lengthM(points));
  return t("analysis.draw.points", { count: points.length, size });
}

/** A shape in words: what it is, and how large. */
export function shapeWords(geometry: Geometry): string {
  const kind = kindOf(geometry);
  const name = t(kind === null ? "analysis.shape.mixed" : `analysis.shape.${kind}`);
  if (geometry.type === "LineString") return `${name}, ${lengthWords(lengthM(geometry.coordinates as LonLat[]))}`;
  if (geometry.type === "Polygon") return `${name}, ${areaWords(areaM2((geometry.coordinates[0] ?? []) as LonLat[]))}`;
  if (geometry.type === "Point") return `${name} ${(geometry.coordinates[1] ?? 0).toFixed(5)} N, ${(geometry.coordinates[0] ?? 0).toFixed(5)} E`;
  return name;
}

export function lengthWords(metres: number): string {
  return metres >= 1000 ? `${formatNumber(metres / 1000, 2)} km` : `${formatNumber(metres, metres < 10 ? 1 : 0)} m`;
}

export function areaWords(squareMetres: number): string {
  if (squareMetres >= 1_000_000) return `${formatNumber(squareMetres / 1_000_000, 2)} km²`;
  return squareMetres >= 10_000 ? `${formatNumber(squareMetres / 10_000, 2)} ha` : `${formatNumber(squareMetres, squareMetres < 10 ? 1 : 0)} m²`;
}
