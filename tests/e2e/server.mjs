/** What the server itself says, to compare with what the browser shows. */
const ORIGIN = new URL(process.env.CIVICO_E2E_URL ?? "").origin;

/** @param {string} path @returns {Promise<any>} */
export async function get(path) {
  const response = await fetch(ORIGIN + path, { headers: { accept: "application/json" } });
  if (!response.ok) throw new Error(`${path} answers ${response.status}`);
  return response.json();
}

/** @param {string} q @returns {Promise<any[]>} features, the best first */
export async function geocode(q) {
  const response = await fetch(`${ORIGIN}/rest/geocoder/v1/search`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ q, limit: 5 }),
  });
  if (!response.ok) throw new Error(`the geocoder answers ${response.status}`);
  return (await response.json()).features;
}

/** @param {string} id */
export async function dataset(id) {
  const { items } = await get("/rest/catalog/v1/datasets?limit=1000");
  const found = items.find((/** @type {any} */ item) => item.id === id);
  if (!found) throw new Error(`no dataset ${id}`);
  return found;
}

/**
 * An address of Rho that only one place has, from the samples.
 * @returns {Promise<{ id: string, number: string, street: string, municipality: string, point: [number, number] }>}
 */
export async function sampleAddress() {
  const { bounds } = await dataset("rho.parchi");
  const { features } = await get(`/ogc/collections/addresses/items?f=json&limit=200&bbox=${bounds.join(",")}`);
  for (const { id, geometry, properties } of features) {
    const { number, street, municipality, state } = properties;
    if (municipality !== "Rho" || state !== "current" || !/^\d+$/.test(number)) continue;
    const found = await geocode(`${street} ${number} ${municipality}`);
    if (found[0]?.properties.id === id && !found[0].properties.ambiguous) return { id, number, street, municipality, point: geometry.coordinates };
  }
  throw new Error("the samples have no address that can be found");
}
