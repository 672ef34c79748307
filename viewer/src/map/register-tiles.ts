import type { Map as MapLibreMap, VectorTileSource } from "maplibre-gl";
import { list, record, text } from "../api/decode";

/** Collections of the register that are changed by hand; they are sources of the base map. */
const LIVE = ["addresses", "thoroughfares", "localities"];
/** How often a description of tiles is asked for until it names newer ones, and how long between. */
const TRIES = 16;
const PAUSE_MS = 60;

/** Keeps the tiles of the register in step with it while somebody edits it. */
export class RegisterTiles {
  constructor(
    private readonly map: MapLibreMap,
    private readonly anonymous: boolean,
  ) {}

  /** Draws collections as of an event. What is drawn stays until the new tiles are there, so that nothing flickers. */
  async reload(seq: number, collections: readonly string[]): Promise<void> {
    await Promise.all(LIVE.filter((id) => collections.includes(id)).map((id) => this.follow(id, seq)));
  }

  /** A node names new tiles when it has heard of the change: a moment after whoever made it. */
  private async follow(id: string, seq: number): Promise<void> {
    const source = this.map.getSource<VectorTileSource>(id);
    if (!source) return;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const tiles = await this.tilesOf(id);
      if (tiles.length > 0 && tiles.join() !== source.tiles.join()) {
        source.tiles = tiles;
        this.map.refreshTiles(id);
      }
      if (versionOf(tiles) >= seq) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  private async tilesOf(id: string): Promise<string[]> {
    try {
      const response = await fetch(`/tiles/${id}`, { credentials: this.anonymous ? "omit" : "same-origin" });
      return list(record(await response.json())["tiles"], text);
    } catch {
      // The next change asks again.
      return [];
    }
  }
}

/** The event up to which tiles of a live collection are drawn: the version in their URL. */
function versionOf([url]: readonly string[]): number {
  return Number(/[?&]v=(\d+)/.exec(url ?? "")?.[1] ?? 0);
}
