import { isAbort, type Client } from "../api/client";
import { waitForChanges, type RegisterEvent } from "../api/register";

/** How long the server keeps a request that has nothing to tell yet. */
const WAIT_S = 25;
/** After a failure the next request waits, longer each time. */
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Follows what happens in the register of a comune, for as long as somebody looks at it. */
export class ChangeFeed {
  private running: AbortController | null = null;

  constructor(
    private readonly client: Client,
    private readonly happened: (events: readonly RegisterEvent[]) => void,
  ) {}

  /** Follows from a number of the register on; ends what was followed before. */
  start(municipality: string, after: number): void {
    this.stop();
    this.running = new AbortController();
    void this.follow(municipality, after, this.running.signal);
  }

  stop(): void {
    this.running?.abort();
    this.running = null;
  }

  private async follow(municipality: string, after: number, signal: AbortSignal): Promise<void> {
    let [seq, pauseMs] = [after, PAUSE_MS];
    while (!signal.aborted) {
      try {
        const page = await waitForChanges(this.client, municipality, seq, WAIT_S, signal);
        [seq, pauseMs] = [page.seq, PAUSE_MS];
        if (page.events.length > 0 && !signal.aborted) this.happened(page.events);
      } catch (error) {
        if (isAbort(error)) return;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }
}
