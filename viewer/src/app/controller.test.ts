import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Client } from "../api/client";
import type { Place } from "../api/geocoder";
import { setLanguage } from "../i18n/language";
import type { DrawnDataset, Highlight, MapEvents, MapPort } from "../map/types";
import type { Camera } from "../state/permalink";
import { boundsOf } from "./bounds";
import { Controller } from "./controller";

/** A map that remembers what it was told. */
class FakeMap implements MapPort {
  datasets: readonly DrawnDataset[] = [];
  hidden: readonly string[] = [];
  highlight: Highlight = { shape: null, pin: null };
  moves: string[] = [];
  at: Camera = { zoom: 10, lat: 45.5, lon: 9.2 };

  camera(): Camera {
    return this.at;
  }
  middle(): [number, number] {
    return [this.at.lon, this.at.lat];
  }
  jumpTo(camera: Camera): void {
    this.at = camera;
  }
  flyTo(point: [number, number], zoom: number): void {
    this.moves.push(`fly ${point.join(" ")} ${zoom}`);
  }
  fit(bounds: number[], zoomMax: number): void {
    this.moves.push(`fit ${bounds.join(" ")} ${zoomMax}`);
  }
  zoomBy(): void {}
  colors(): readonly string[] {
    return ["#111111", "#222222"];
  }
  setDatasets(datasets: readonly DrawnDataset[]): void {
    this.datasets = datasets;
  }
  reloadDatasets(): void {
    this.moves.push("reload");
  }
  setHidden(collections: readonly string[]): void {
    this.hidden = collections;
  }
  setHighlight(highlight: Highlight): void {
    this.highlight = highlight;
  }
  editPoint(): void {}
  editLines(): void {}
  setProposed(): void {}
  setBatch(): void {}
  setCandidates(): void {}
  setResult(): void {}
  bounds(): [number, number, number, number] {
    return [9, 45, 9.1, 45.1];
  }
  reloadRegister(): Promise<void> {
    return Promise.resolve();
  }
  setTitle(): void {}
  setInsets(): void {}
  picture(): Promise<null> {
    return Promise.resolve(null);
  }
}

const dataset = (id: string, geometry: string): object => ({ id, title: { it: id, en: id }, ente: { code: "1", name: "Rho" }, geometry, bounds: [9, 45, 9.1, 45.1] });
const STREET = { type: "LineString", coordinates: [[9.0, 45.5], [9.02, 45.51]] };

const ANSWERS: Record<string, unknown> = {
  "/rest/catalog/v1/datasets?limit=1000": { items: [dataset("rho.parchi", "polygon"), dataset("rho.alberi", "point"), dataset("rho.elenco", "none")], next: null },
  "/ogc/collections/thoroughfares/items/s1?f=json": { id: "s1", geometry: STREET, properties: { name: "Via Dante" } },
  "/ogc/collections/addresses/items/a1?f=json": { id: "a1", geometry: { type: "Point", coordinates: [9.01, 45.5] }, properties: { number: "4" } },
  "/rest/geocoder/v1/reverse": { features: [{ geometry: { type: "Point", coordinates: [9.01, 45.5] }, properties: { id: "a1", label: "Via Dante 4", level: "house-number" } }] },
};

function place(level: Place["level"], id: string | null): Place {
  return { id, label: "Via Dante", level, point: [9.01, 45.505], ambiguous: false, uncertaintyM: null, method: null, faults: [], municipality: "Rho" };
}

describe("controller", () => {
  let map: FakeMap;
  let hash: string;
  let events: MapEvents | null;
  let broken: RegExp;
  let controller: Controller;

  beforeEach(() => {
    map = new FakeMap();
    hash = "";
    events = null;
    broken = /^$/;
    const client = new Client(async (path) => {
      if (broken.test(path)) throw new TypeError("down");
      const answer = ANSWERS[path];
      return new Response(JSON.stringify(answer ?? {}), { status: answer ? 200 : 404 });
    });
    const address = { read: () => hash, write: (next: string) => void (hash = next) };
    controller = new Controller(client, address, async (_link, _bounds, given) => ((events = given), map), () => undefined);
  });

  afterEach(() => setLanguage("it"));

  it("draws the datasets of a link, the last on top, and leaves out what cannot be drawn", async () => {
    hash = "#map=12/45.5/9.1&layers=rho.alberi,rho.elenco,gone.dataset,rho.parchi&hide=addresses";
    await controller.start();
    expect(map.datasets.map((drawn) => drawn.id)).toEqual(["rho.parchi", "rho.alberi"]);
    expect(map.hidden).toEqual(["addresses"]);
  });

  it("writes ids and never labels into the address", async () => {
    await controller.start();
    controller.toggleDataset("rho.parchi");
    await controller.choose(place("house-number", "a1"));
    expect(hash).toBe("#map=10/45.5/9.2&layers=rho.parchi&sel=addresses/a1&lang=it");
  });

  it("flies to a house number and marks it", async () => {
    await controller.start();
    await controller.choose(place("house-number", "a1"));
    expect(map.moves).toEqual(["fly 9.01 45.505 17"]);
    expect(map.highlight.pin?.label).toBe("Via Dante");
    expect(map.highlight.shape?.type).toBe("Point");
  });

  it("fits a street that has a line", async () => {
    await controller.start();
    await controller.choose(place("street", "s1"));
    expect(map.moves).toEqual(["fit 9 45.5 9.02 45.51 15.5"]);
    expect(map.highlight.shape).toEqual(STREET);
  });

  it("still goes to a street whose feature the server does not give", async () => {
    await controller.start();
    await controller.choose(place("street", "unknown"));
    expect(map.moves).toEqual(["fly 9.01 45.505 15.5"]);
    expect(controller.state.details?.itemStatus).toBe("failed");
  });

  it("says what is at a point, with the nearest address", async () => {
    await controller.start();
    await controller.identify([9.01, 45.5], [{ collection: "thoroughfares", id: "s1", properties: {}, shape: { type: "Point", coordinates: [0, 0] } }]);
    expect(controller.state.details).toMatchObject({ origin: "pointed", selected: 0, near: { label: "Via Dante 4" }, item: { properties: { name: "Via Dante" } } });
  });

  it("follows the selection of a link and goes there when it says no camera", async () => {
    hash = "#sel=addresses/a1&lang=en";
    await controller.start();
    expect(map.moves).toEqual(["fly 9.01 45.5 17"]);
    expect(hash).toContain("lang=en");
  });

  it("opens the map even when the catalogue is unreachable, and loads it later", async () => {
    broken = /catalog/;
    await controller.start();
    expect(controller.state).toMatchObject({ catalog: "failed", map: "ready" });
    broken = /^$/;
    await controller.start();
    expect(controller.state.catalog).toBe("ready");
  });

  it("takes off the map what somebody may not see any longer", async () => {
    hash = "#map=12/45.5/9.1&layers=rho.alberi,rho.parchi";
    await controller.start();
    const path = "/rest/catalog/v1/datasets?limit=1000";
    const before = ANSWERS[path];
    ANSWERS[path] = { items: [dataset("rho.parchi", "polygon")], next: null };
    await controller.reload();
    ANSWERS[path] = before;
    expect(map.datasets.map((drawn) => drawn.id)).toEqual(["rho.parchi"]);
    expect(map.moves).toEqual(["reload"]);
    expect(hash).not.toContain("alberi");
  });

  it("tells when tiles fail, until it is told to stop", async () => {
    await controller.start();
    events?.failed();
    expect(controller.state.tilesFailed).toBe(true);
    controller.clearNotice();
    expect(controller.state.tilesFailed).toBe(false);
  });

  it("lets go of the selection when the details are closed", async () => {
    await controller.start();
    await controller.choose(place("house-number", "a1"));
    controller.closeDetails();
    expect(hash).not.toContain("sel=");
    expect(map.highlight).toEqual({ shape: null, pin: null });
  });
});

it("bounds hold every part of a geometry", () => {
  expect(boundsOf({ type: "MultiPolygon", coordinates: [[[[1, 2], [3, 4], [1, 2]]], [[[0, 9], [0, 9]]]] })).toEqual([0, 2, 3, 9]);
  expect(boundsOf({ type: "MultiPoint", coordinates: [] })).toBeNull();
});
