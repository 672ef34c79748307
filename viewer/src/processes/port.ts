import type { Client } from "../api/client";
import { dismissJob, execute, getJob, getResults } from "../api/jobs";
import type { RunPort } from "../app/analysis-run";

/** The world of a run: our server, the clock, and whether somebody sees the page. */
export function runPort(client: Client, changed: () => void): RunPort {
  return {
    execute: (process, inputs, asJob, signal) => execute(client, process, inputs, asJob, signal),
    job: (id, signal) => getJob(client, id, signal),
    results: (id, signal) => getResults(client, id, signal),
    dismiss: (id) => dismissJob(client, id),
    wait,
    seen,
    changed,
  };
}

export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

/** Nobody is asked for a page that nobody sees. */
export function seen(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (document.visibilityState === "visible" || signal.aborted) return resolve();
    const over = new AbortController();
    const look = (): void => {
      if (document.visibilityState !== "visible" && !signal.aborted) return;
      over.abort();
      resolve();
    };
    document.addEventListener("visibilitychange", look, { signal: over.signal });
    signal.addEventListener("abort", look, { signal: over.signal });
  });
}
