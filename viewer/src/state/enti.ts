import type { EnteRecord } from "../api/enti";
import type { Ente } from "../api/identity";
import { fold } from "./catalog-groups";

/** What the list of enti is narrowed to; empty means all. */
export interface EntiFilter {
  text: string;
  zone: string;
  kind: string;
}

export const ALL_ENTI: EntiFilter = { text: "", zone: "", kind: "" };

/** The enti that every part of the filter fits. */
export function filterEnti(enti: readonly EnteRecord[], { text, zone, kind }: EntiFilter): EnteRecord[] {
  return enti.filter((ente) => (zone === "" || ente.zone === zone) && (kind === "" || ente.kind === kind) && isNamed(ente, text));
}

/** Whether name or code of an ente holds every word of a text. */
export function isNamed({ name, code }: Ente, text: string): boolean {
  const names = fold(`${name} ${code}`);
  return fold(text)
    .split(/\s+/)
    .every((word) => names.includes(word));
}

export function zonesOf(enti: readonly EnteRecord[]): EnteRecord[] {
  return enti.filter((ente) => ente.kind === "homogeneous-zone");
}

/** The name of an ente, or its code where it is none that is known. */
export function enteName(enti: readonly Ente[], code: string | null): string {
  return enti.find((ente) => ente.code === code)?.name ?? code ?? "";
}
