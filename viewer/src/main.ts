import "./styles/civico.scss";
import "./i18n/analysis";
import { Client } from "./api/client";
import { baseStyle, decodeStyle } from "./map/style";
import { MapView } from "./map/view";
import type { OpenMap } from "./app/controller";
import { Session } from "./app/session";
import { language } from "./i18n/language";
import "./ui/app";

declare global {
  interface Window {
    /** For reading only: browser tests ask the map what is drawn. */
    civico?: { map: MapView["map"] };
  }
}

/** `/embed` stands in other sites' pages: there the portal does not want to know who looks. */
const embedded = location.pathname.startsWith("/embed");
const client = new Client(undefined, embedded ? "omit" : "same-origin");

/** Opens the map with the base style of the server. */
function openMap(container: HTMLElement): OpenMap {
  return async (link, bounds, events) => {
    const style = await client.get(`/ogc/styles/base?f=mapbox&lang=${language()}`, decodeStyle);
    const base = baseStyle(style, location.origin);
    const view = await MapView.open({ container, base, camera: link.camera, bounds, events, anonymous: embedded });
    window.civico = { map: view.map };
    return view;
  };
}

const app = document.querySelector("civico-app");
if (app) {
  app.client = client;
  app.openMap = openMap;
  app.embedded = embedded;
  app.session = embedded ? null : new Session(client, () => app.requestUpdate());
  app.requestUpdate();
}
