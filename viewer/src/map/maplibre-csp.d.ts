declare module "maplibre-gl/dist/maplibre-gl-csp.js" {
  import type * as maplibregl from "maplibre-gl";
  const library: typeof maplibregl;
  export default library;
}
