import { isAbort } from "../api/client";
import type { Place } from "../api/geocoder";

/** What the search box shows; `active` is the suggestion under the keyboard, -1 for none. */
export interface SearchState {
  text: string;
  status: "idle" | "loading" | "ready" | "empty" | "failed";
  places: Place[];
  active: number;
  open: boolean;
}

/** How places are found; the machine itself knows neither server nor clock. */
export interface SearchPort {
  suggest(text: string, signal: AbortSignal): Promise<Place[]>;
  search(text: string, signal: AbortSignal): Promise<Place[]>;
  /** Calls back once after the delay; the answer cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}

export const DELAY_MS = 180;
const CHARACTERS_MIN = 2;
export const CHARACTERS_MAX = 200;

const IDLE: SearchState = { text: "", status: "idle", places: [], active: -1, open: false };

/** The search box without its looks: waits while a person types, and lets no late answer overtake a newer one. */
export class SearchMachine {
  state: SearchState = IDLE;
  private cancelWait: () => void = () => undefined;
  private request: AbortController | null = null;

  constructor(
    private readonly port: SearchPort,
    private readonly changed: () => void,
  ) {}

  type(text: string): void {
    this.cancel();
    if (text.trim().length < CHARACTERS_MIN) {
      this.set({ ...IDLE, text });
      return;
    }
    // Older suggestions stay while a word grows, so that the list does not flicker; for other words they would mislead.
    const places = text.startsWith(this.state.text) ? this.state.places : [];
    this.set({ text, places, status: "loading", active: -1, open: true });
    this.cancelWait = this.port.after(DELAY_MS, () => void this.ask((signal) => this.port.suggest(text.trim(), signal)));
  }

  /** The arrow keys: goes round, through "none". */
  move(step: 1 | -1): void {
    const { places, active, open } = this.state;
    if (places.length === 0) return;
    const positions = places.length + 1;
    const next = open ? ((active + 1 + step + positions) % positions) - 1 : active;
    this.set({ ...this.state, open: true, active: next });
  }

  /**
   * The enter key: the chosen suggestion, else a full search.
   * The answer is what to go to; null where a person must choose or nothing was found.
   */
  async submit(): Promise<Place | null> {
    const { places, active, text } = this.state;
    const chosen = places[active];
    if (chosen) return chosen;
    if (text.trim().length < CHARACTERS_MIN) return null;
    this.cancel();
    this.set({ ...this.state, status: "loading", open: true });
    await this.ask((signal) => this.port.search(text.trim(), signal));
    const first = this.state.places[0];
    return this.state.status === "ready" && first && !first.ambiguous ? first : null;
  }

  /** After a place was chosen: its label stands in the box and the list is closed. */
  choose(place: Place): void {
    this.cancel();
    this.set({ ...this.state, text: place.label, active: -1, open: false, status: "ready" });
  }

  close(): void {
    this.set({ ...this.state, open: false, active: -1 });
  }

  clear(): void {
    this.cancel();
    this.set(IDLE);
  }

  retry(): void {
    this.type(this.state.text);
  }

  private async ask(find: (signal: AbortSignal) => Promise<Place[]>): Promise<void> {
    const request = new AbortController();
    this.request = request;
    try {
      const places = await find(request.signal);
      if (this.request !== request) return;
      this.set({ ...this.state, places, active: -1, status: places.length > 0 ? "ready" : "empty" });
    } catch (error) {
      if (this.request !== request || isAbort(error)) return;
      this.set({ ...this.state, places: [], active: -1, status: "failed" });
    }
  }

  private cancel(): void {
    this.cancelWait();
    this.request?.abort();
    this.request = null;
  }

  private set(state: SearchState): void {
    this.state = state;
    this.changed();
  }
}
