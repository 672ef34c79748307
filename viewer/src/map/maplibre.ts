/**
 * The build of MapLibre for pages with a strict content policy: its worker is a file of ours, not a blob.
 */
import * as csp from "maplibre-gl/dist/maplibre-gl-csp.js";
import workerUrl from "maplibre-gl/dist/maplibre-gl-csp-worker.js?url";
import "maplibre-gl/dist/maplibre-gl.css";
import type * as maplibregl from "maplibre-gl";

const library = ("default" in csp ? csp.default : csp) as typeof maplibregl;
library.setWorkerUrl(workerUrl);

export default library;
