import type { Client } from "./client";
import { list, oneOf, record, text } from "./decode";
import { decodeAlias, FACE, listThings, STAGES, type Alias, type Stage } from "./register";

/** A named place of a comune (località, frazione, cascina). */
export interface Locality {
  seq: number;
  id: string;
  /** Its name, as what it is called and as what is searched for. */
  label: string;
  stage: Stage;
  municipality: string;
  aliases: Alias[];
}

/** All named places of a comune in all stages, by name. */
export async function listLocalities(client: Client, municipality: string, signal?: AbortSignal): Promise<Locality[]> {
  return (await listThings(client, "localities", municipality, decodeLocality, signal)).items;
}

export function getLocality(client: Client, id: string, signal?: AbortSignal): Promise<Locality> {
  return client.get(`${FACE}/localities/${encodeURIComponent(id)}`, decodeLocality, signal);
}

function decodeLocality(value: unknown): Locality {
  const place = record(value);
  return {
    seq: Number(place["seq"]),
    id: text(place["id"]),
    label: text(place["name"]),
    stage: oneOf(place["stage"], STAGES, "current"),
    municipality: text(place["municipality"]),
    aliases: list(place["aliases"] ?? [], decodeAlias),
  };
}
