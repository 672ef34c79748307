import type { Client } from "./client";
import { record } from "./decode";

/** A column of a collection, and what its cells are. */
export interface Column {
  name: string;
  type: "number" | "text" | "boolean";
}

const TYPES: Readonly<Record<string, Column["type"]>> = { Number: "number", String: "text", Boolean: "boolean" };

/** The columns of a collection, as TileJSON names them (3.0.0, 3.3.4). */
export function listColumns(client: Client, collection: string, signal?: AbortSignal): Promise<Column[]> {
  return client.get(`/tiles/${encodeURIComponent(collection)}`, decodeColumns, signal);
}

function decodeColumns(value: unknown): Column[] {
  const layers = record(value)["vector_layers"];
  const layer = record(Array.isArray(layers) ? layers[0] : null);
  return Object.entries(record(layer["fields"] ?? {})).map(([name, type]) => ({ name, type: TYPES[String(type)] ?? "text" }));
}
