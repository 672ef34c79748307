import type { Client } from "../api/client";
import { actFor, getMe, signInLocally, signOut, type Me } from "../api/identity";

/** Who is signed in, for the whole page; asks the server and remembers what it said last. */
export class Session {
  /** Null until the server has answered, and when it does not know of people at all. */
  me: Me | null = null;
  status: "loading" | "ready" | "failed" = "loading";

  constructor(
    readonly client: Client,
    private readonly changed: () => void,
  ) {}

  /** May be called again: another window may have signed in, out, or lost a role. */
  async load(): Promise<void> {
    try {
      this.me = await getMe(this.client);
      this.status = "ready";
    } catch {
      // What was known stays: a server that does not answer has signed nobody out.
      if (this.me === null) this.status = "failed";
    }
    this.changed();
  }

  async actFor(ente: string): Promise<void> {
    await actFor(this.client, ente);
    await this.load();
  }

  async signIn(account: string, password: string): Promise<void> {
    await signInLocally(this.client, account, password);
  }

  /** The answer is where the page goes next. */
  signOut(): Promise<string> {
    return signOut(this.client);
  }

  /** Looks again whenever a person comes back to this window. */
  watch(): void {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.load();
    });
  }
}
