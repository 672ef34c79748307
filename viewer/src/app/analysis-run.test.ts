import { describe, expect, it } from "vitest";
import { ApiError, Client } from "../api/client";
import { dismissJob, execute, getJob, getResults } from "../api/jobs";
import { AnalysisRun, type RunPort } from "./analysis-run";

type Step = { status?: number; body: unknown } | "cut";
const job = (status: string, progress = 0): { body: unknown } => ({ body: { jobID: "j1", processID: "buffer", status, progress, message: status, request: { distance: 5 } } });
const RESULTS = { body: { result: { collection: "milano.result-1", numberMatched: 3 } } };
const refused = (status: number, detail = ""): { status: number; body: unknown } => ({ status, body: { detail } });

/** A server that answers in order, and a clock that remembers how long was waited. */
class World implements RunPort {
  asked: string[] = [];
  waits: number[] = [];
  looked = 0;
  during: (() => void) | null = null;
  private readonly client: Client;
  constructor(private readonly steps: Step[]) {
    this.client = new Client((path, init) => {
      this.asked.push(`${init.method ?? "GET"} ${path}`);
      const step = this.steps.shift();
      if (step === undefined) throw new Error("nothing more was expected");
      if (step === "cut") return Promise.reject(new TypeError("network"));
      return Promise.resolve(Response.json(step.body, { status: step.status ?? 200 }));
    });
  }
  execute: RunPort["execute"] = (process, inputs, asJob, signal) => execute(this.client, process, inputs, asJob, signal);
  job: RunPort["job"] = (id, signal) => getJob(this.client, id, signal);
  results: RunPort["results"] = (id, signal) => getResults(this.client, id, signal);
  dismiss: RunPort["dismiss"] = (id) => dismissJob(this.client, id);
  wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.during?.();
    return Promise.resolve();
  }
  seen(): Promise<void> {
    this.looked += 1;
    return Promise.resolve();
  }
  changed(): void {}
}

const ASKED = { process: "buffer", inputs: { distance: 5 } };
const GET_JOB = "GET /ogc/jobs/j1";

describe("a run", () => {
  it("that is answered at once has its result without a job", async () => {
    const world = new World([{ body: { result: { value: { a: 1 } } } }]);
    const run = new AnalysisRun(world, ASKED);
    await run.start(false);
    expect([run.state, run.job, run.outcome]).toEqual(["done", null, { kind: "json", value: { a: 1 }, notices: [] }]);
  });

  it("that becomes a job is followed to its result, ever more patiently", async () => {
    const world = new World([job("accepted"), job("running", 10), job("running", 60), job("running", 80), job("running", 85), job("running", 90), job("running", 95), job("successful", 100), RESULTS]);
    const run = new AnalysisRun(world, ASKED);
    await run.start(true);
    expect([run.state, run.outcome]).toMatchObject(["done", { collection: "milano.result-1" }]);
    expect(world.waits[0]).toBe(1_000);
    expect(world.waits.at(-1)).toBe(5_000);
    expect(world.waits).toEqual(world.waits.toSorted((a, b) => a - b));
    expect(world.looked).toBe(world.waits.length);
    expect(world.asked).toEqual(["POST /ogc/processes/buffer/execution", ...Array.from({ length: 7 }, () => GET_JOB), "GET /ogc/jobs/j1/results"]);
  });

  it("survives a lost connection, and says so while it lasts", async () => {
    const world = new World([job("running"), "cut", refused(503), job("successful"), "cut", RESULTS]);
    const run = new AnalysisRun(world, ASKED);
    const lost: boolean[] = [];
    world.during = () => lost.push(run.lost);
    await run.start(true);
    expect([run.state, run.lost]).toEqual(["done", false]);
    expect(lost).toEqual([false, true, true, true]);
  });

  it("that fails at the server keeps the server's words", async () => {
    const run = new AnalysisRun(new World([{ body: { jobID: "j1", status: "failed", message: "Too few features." } }]), ASKED);
    await run.start(true);
    expect([run.state, run.job?.message, run.error]).toEqual(["failed", "Too few features.", null]);
  });

  it("that is refused says why, and which inputs are wrong", async () => {
    const run = new AnalysisRun(new World([{ status: 400, body: { detail: "no", errors: [{ input: "distance", detail: "Too far." }] } }]), ASKED);
    await run.start(true);
    expect(run.state).toBe("failed");
    expect(run.error instanceof ApiError && run.error.inputs).toEqual([{ input: "distance", detail: "Too far." }]);
  });

  it("that takes a sign-in says so", async () => {
    const run = new AnalysisRun(new World([refused(401)]), ASKED);
    await run.start(false);
    expect(run.state).toBe("signIn");
  });

  it("of a link is followed, and repeated with what it was asked", async () => {
    const run = new AnalysisRun(new World([job("successful"), RESULTS]), null);
    await run.follow("j1");
    expect([run.state, run.process, run.request]).toEqual(["done", "buffer", { distance: 5 }]);
  });

  it("of a link that nobody knows is gone", async () => {
    const run = new AnalysisRun(new World([refused(404)]), null);
    await run.follow("j1");
    expect(run.state).toBe("gone");
  });

  it("is stopped at the server, and no longer asked about", async () => {
    const world = new World([job("running"), { status: 200, body: {} }]);
    const run = new AnalysisRun(world, ASKED);
    let stopped: Promise<void> | null = null;
    world.during = () => (stopped ??= run.stop());
    world.seen = async () => {
      await stopped;
    };
    await run.start(true);
    expect(run.state).toBe("dismissed");
    expect(world.asked).toEqual(["POST /ogc/processes/buffer/execution", "DELETE /ogc/jobs/j1"]);
  });

  it("that was over before it could be stopped shows what came of it", async () => {
    const world = new World([job("running"), refused(409), job("successful"), RESULTS]);
    const run = new AnalysisRun(world, ASKED);
    let stopped: Promise<void> | null = null;
    world.during = () => (stopped ??= run.stop());
    world.seen = async () => {
      await stopped;
    };
    await run.start(true);
    expect([run.state, run.error]).toEqual(["done", null]);
  });

  it("that nobody looks at any more is left to the server", async () => {
    const world = new World([job("running")]);
    const run = new AnalysisRun(world, ASKED);
    world.during = () => run.leave();
    await run.start(true);
    expect([run.state, world.asked.length]).toEqual(["waiting", 1]);
  });
});
