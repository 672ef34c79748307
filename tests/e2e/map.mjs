/** Questions to MapLibre itself: what is drawn, not what the page says of it. */

/** @typedef {import("./browser.mjs").Visit} Visit */
/** @typedef {{ id: unknown, layer: string, source: string, type: string, properties: Record<string, any> }} Drawn */

/**
 * What layers have on the screen; of a symbol layer only the names that found room.
 * @param {Visit} visit @param {string[]} layers @returns {Promise<Drawn[]>}
 */
export function drawn(visit, layers) {
  return visit.page.evaluate(
    (wanted) =>
      window.civico.map.queryRenderedFeatures({ layers: wanted }).map((feature) => ({
        id: feature.id,
        layer: feature.layer.id,
        source: feature.source,
        type: feature.geometry.type,
        properties: feature.properties,
      })),
    layers,
  );
}

/** What the loaded tiles of a source hold, drawn or not. @param {Visit} visit @param {string} source @returns {Promise<Drawn[]>} */
export function held(visit, source) {
  return visit.page.evaluate(
    (id) =>
      window.civico.map.querySourceFeatures(id, { sourceLayer: id }).map((feature) => ({
        id: feature.id,
        layer: "",
        source: id,
        type: feature.geometry.type,
        properties: feature.properties,
      })),
    source,
  );
}

/** Ids of the layers on the map now. @param {Visit} visit @returns {Promise<string[]>} */
export function layers(visit) {
  return visit.page.evaluate(() => window.civico.map.getStyle().layers.map((layer) => layer.id));
}

/** @param {Visit} visit @returns {Promise<{ zoom: number, lon: number, lat: number }>} */
export function camera(visit) {
  return visit.page.evaluate(() => {
    const { map } = window.civico;
    return { zoom: map.getZoom(), lon: map.getCenter().lng, lat: map.getCenter().lat };
  });
}

/** Waits until the map has come near a zoom and drawn everything there. @param {Visit} visit @param {number} zoom */
export async function arrived(visit, zoom) {
  await visit.page.waitForFunction(
    (wanted) => Math.abs(window.civico.map.getZoom() - wanted) < 0.01 && !window.civico.map.isMoving(),
    zoom,
  );
  await visit.drawn();
}

/** Where a point of the earth is on the page. @param {Visit} visit @param {[number, number]} point */
export async function onScreen(visit, point) {
  const box = await visit.element("map").boundingBox();
  const at = await visit.page.evaluate((lonLat) => window.civico.map.project(lonLat), point);
  return { x: (box?.x ?? 0) + at.x, y: (box?.y ?? 0) + at.y };
}

/** The link to a place on the map. @param {number} zoom @param {[number, number]} point @param {string} [more] */
export function link(zoom, [lon, lat], more = "") {
  return `/#map=${zoom}/${lat.toFixed(5)}/${lon.toFixed(5)}${more}`;
}

/** @param {Drawn[]} features @param {string} property */
export function distinct(features, property) {
  return new Set(features.map(({ properties }) => properties[property]));
}
