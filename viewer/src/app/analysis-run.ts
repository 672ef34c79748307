import { ApiError, isAbort } from "../api/client";
import type { Properties } from "../api/decode";
import { isOver, type Answer, type Job, type Outcome } from "../api/jobs";

/** Between two questions about a job; each waits longer than the one before. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5_000;
const GROWTH = 1.4;
/** Refusals that pass by themselves: no connection, too many requests, a server that is busy or starts anew. */
const PASSING = new Set([0, 429, 502, 503, 504]);
const ABSENT = new Set([404, 410]);
const UNAUTHORIZED = 401;

/** What a run needs of the world. */
export interface RunPort {
  execute(process: string, inputs: Properties, asJob: boolean, signal: AbortSignal): Promise<Answer>;
  job(id: string, signal: AbortSignal): Promise<Job>;
  results(id: string, signal: AbortSignal): Promise<Outcome>;
  dismiss(id: string): Promise<void>;
  /** Ends early, without an error, when the signal says so. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** Done at once while somebody sees the page, else when somebody does again. */
  seen(signal: AbortSignal): Promise<void>;
  changed(): void;
}

export type RunState =
  | "starting"
  /** The server works on it. */
  | "waiting"
  /** It is through, and its result is on its way. */
  | "reading"
  | "done"
  | "failed"
  | "dismissed"
  /** Somebody who is not signed in asked for what only those who are may have. */
  | "signIn"
  /** There is no such job, or no longer. */
  | "gone";

/** One run of a process: from the question, or from a job that is known, to its result. */
export class AnalysisRun {
  state: RunState = "starting";
  job: Job | null = null;
  outcome: Outcome | null = null;
  error: unknown = null;
  /** Whether the server is out of reach: the job goes on without us. */
  lost = false;
  /** Whether it is being stopped. */
  stopping = false;
  private readonly abort = new AbortController();
  /** Ends the wait that is under way. */
  private hurry = new AbortController();

  constructor(
    private readonly port: RunPort,
    /** What was asked; null for a job that somebody else, or an earlier visit, began. */
    readonly asked: { process: string; inputs: Properties } | null,
  ) {}

  get process(): string {
    return this.job?.process || this.asked?.process || "";
  }

  /** The inputs, to be changed and sent again. */
  get request(): Properties | null {
    return this.asked?.inputs ?? this.job?.request ?? null;
  }

  get isOver(): boolean {
    return this.state !== "starting" && this.state !== "waiting" && this.state !== "reading";
  }

  /** Asks, and follows the job where the answer is one. */
  async start(asJob: boolean): Promise<void> {
    const { asked } = this;
    if (asked === null) return;
    await this.attempt(async () => {
      const answer = await this.port.execute(asked.process, asked.inputs, asJob, this.abort.signal);
      if (answer.kind === "results") {
        this.end("done", answer.outcome);
        return;
      }
      this.take(answer.job);
      await this.finish(answer.job.id);
    });
  }

  /** Follows a job that was begun before. */
  async follow(id: string): Promise<void> {
    await this.attempt(async () => {
      this.take(await this.patiently(() => this.port.job(id, this.abort.signal)));
      await this.finish(id);
    });
  }

  /** Asks again at once, instead of when the wait is over. */
  retryNow(): void {
    this.hurry.abort();
  }

  /** Has the server stop; without a job the question itself is taken back. */
  async stop(): Promise<void> {
    const { job } = this;
    if (this.isOver || this.stopping) return;
    if (job === null) {
      this.abort.abort();
      this.end("dismissed");
      return;
    }
    this.stopping = true;
    this.port.changed();
    try {
      await this.port.dismiss(job.id);
      if (!this.isOver) this.end("dismissed");
      this.abort.abort();
    } catch (error) {
      // It was over before: what came of it is shown. Otherwise it goes on, and can be stopped again.
      if (!(error instanceof ApiError) || ![404, 409, 410].includes(error.status)) this.error = error;
      this.hurry.abort();
    } finally {
      this.stopping = false;
      this.port.changed();
    }
  }

  /** Nobody looks any more; the job goes on at the server. */
  leave(): void {
    this.abort.abort();
    this.hurry.abort();
  }

  private async finish(id: string): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    for (let { job } = this; job !== null && !isOver(job); { job } = this) {
      await this.pause(waitMs);
      waitMs = Math.min(waitMs * GROWTH, LONGEST_WAIT_MS);
      this.take(await this.patiently(() => this.port.job(id, this.abort.signal)));
    }
    if (this.job?.status !== "successful") {
      this.end(this.job?.status === "dismissed" ? "dismissed" : "failed");
      return;
    }
    this.state = "reading";
    this.port.changed();
    this.end("done", await this.patiently(() => this.port.results(id, this.abort.signal)));
  }

  /** Asks until there is an answer, or a refusal that stays. */
  private async patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * GROWTH, LONGEST_WAIT_MS)) {
      try {
        const answer = await ask();
        this.setLost(false);
        return answer;
      } catch (error) {
        if (!(error instanceof ApiError) || !PASSING.has(error.status) || error.kind === "unexpected") throw error;
        this.setLost(true);
        await this.pause(Math.max(waitMs, (error.retryAfterS ?? 0) * 1000));
      }
    }
  }

  private async pause(ms: number): Promise<void> {
    this.hurry = new AbortController();
    await this.port.wait(ms, AbortSignal.any([this.hurry.signal, this.abort.signal]));
    await this.port.seen(this.abort.signal);
    this.abort.signal.throwIfAborted();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isAbort(error) || this.abort.signal.aborted) return;
      this.error = error;
      const status = error instanceof ApiError ? error.status : 0;
      this.end(status === UNAUTHORIZED ? "signIn" : ABSENT.has(status) && this.asked === null ? "gone" : "failed");
    }
  }

  private take(job: Job): void {
    [this.job, this.state] = [job, "waiting"];
    this.port.changed();
  }

  private setLost(lost: boolean): void {
    if (lost === this.lost) return;
    this.lost = lost;
    this.port.changed();
  }

  private end(state: RunState, outcome: Outcome | null = null): void {
    [this.state, this.outcome, this.lost] = [state, outcome, false];
    this.port.changed();
  }
}
