import type { Client } from "../api/client";
import { getLocality } from "../api/localities";
import { getNumber, getStreet, type RegisterEvent } from "../api/register";
import { referencesOf } from "../state/difference";

/** More other things than this are not asked for one by one. */
const MOST = 40;

/** Names of the streets, numbers and named places that changes refer to; one that cannot be had is left out. */
export async function namesFor(client: Client, events: readonly RegisterEvent[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const { streets, numbers, localities } = referencesOf(events);
  if (streets.length + numbers.length + localities.length > MOST) return new Map();
  const ask = async (id: string, thing: Promise<{ label: string }>): Promise<[string, string][]> => thing.then(({ label }): [string, string][] => [[id, label]]).catch(() => []);
  const found = await Promise.all([
    ...streets.map((id) => ask(id, getStreet(client, id, signal))),
    ...numbers.map((id) => ask(id, getNumber(client, id, signal))),
    ...localities.map((id) => ask(id, getLocality(client, id, signal))),
  ]);
  return new Map(found.flat());
}
