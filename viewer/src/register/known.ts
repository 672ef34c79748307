import type { Locality } from "../api/localities";
import type { Street } from "../api/register";
import { isActive } from "./words";

/** The streets and named places of the comune that the panel shows, for its parts to look up. */
export class Known {
  static readonly NOTHING = new Known([], []);
  private readonly streetsById: ReadonlyMap<string, Street>;
  private readonly localitiesById: ReadonlyMap<string, Locality>;

  constructor(
    readonly streets: readonly Street[],
    readonly localities: readonly Locality[],
  ) {
    this.streetsById = new Map(streets.map((street) => [street.id, street]));
    this.localitiesById = new Map(localities.map((place) => [place.id, place]));
  }

  street(id: string): Street | null {
    return this.streetsById.get(id) ?? null;
  }

  locality(id: string): Locality | null {
    return this.localitiesById.get(id) ?? null;
  }

  /** Places that a street may belong to: those in force or proposed, by name. */
  activeLocalities(): Locality[] {
    return this.localities.filter(isActive).sort((a, b) => a.label.localeCompare(b.label, "it"));
  }

  /** Streets in force or proposed that belong to a named place. */
  streetsIn(locality: string): Street[] {
    return this.streets.filter((street) => street.locality === locality && isActive(street));
  }
}
