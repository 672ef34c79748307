import { noAnswer, type Client } from "./client";
import { list, oneOf, optionalText, record, type Properties } from "./decode";
import { decodeEnte, type Ente } from "./identity";

export const ENTE_KINDS = ["comune", "homogeneous-zone", "metropolitan-city", "other"] as const;
export type EnteKind = (typeof ENTE_KINDS)[number];

/** An ente with all that the list of enti says of it. */
export interface EnteRecord extends Ente {
  /** The part of its datasets' ids; null for a new ente, for which the server makes one of the name. */
  slug: string | null;
  kind: EnteKind;
  /** Code of the homogeneous zone that it belongs to. */
  zone: string | null;
  /** Code of the land registry. */
  cadastralCode: string | null;
  /** Code in the index of public administrations. */
  ipaCode: string | null;
  /** First day of its existence. */
  validFrom: string | null;
  /** First day on which it no longer exists. */
  validTo: string | null;
  /** Code of the ente that it was merged into. */
  successor: string | null;
}

const ENTI = "/rest/identity/v1/enti";

export function listEnteRecords(client: Client): Promise<EnteRecord[]> {
  return client.get(ENTI, (value) => list(record(value)["items"], decodeRecord));
}

/** Adds an ente, or makes the one with this code what is given: nothing of what it was before stays, its slug apart. */
export function putEnte(client: Client, ente: EnteRecord): Promise<void> {
  const { slug, name, kind, zone, successor } = ente;
  const body = {
    ...(slug === null ? {} : { slug }),
    name,
    kind,
    zone,
    cadastral_code: ente.cadastralCode,
    ipa_code: ente.ipaCode,
    valid_from: ente.validFrom,
    valid_to: ente.validTo,
    successor,
  };
  return client.write("PUT", `${ENTI}/${encodeURIComponent(ente.code)}`, body, noAnswer);
}

function decodeRecord(value: unknown): EnteRecord {
  const item: Properties = record(value);
  return {
    ...decodeEnte(value),
    slug: optionalText(item["slug"]),
    kind: oneOf(item["kind"], ENTE_KINDS, "other"),
    zone: optionalText(item["zone"]),
    cadastralCode: optionalText(item["cadastral_code"]),
    ipaCode: optionalText(item["ipa_code"]),
    validFrom: optionalText(item["valid_from"]),
    validTo: optionalText(item["valid_to"]),
    successor: optionalText(item["successor"]),
  };
}
