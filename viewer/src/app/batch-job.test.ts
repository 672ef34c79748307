// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Slice, SliceResult } from "../api/batch";
import { ApiError } from "../api/client";
import { planOf, type Plan } from "../state/batch-columns";
import { emptyCells, type ResultCells } from "../state/batch-outcome";
import { BatchJob, type BatchPort, type BatchSettings } from "./batch-job";

const SETTINGS: BatchSettings = { encoding: "utf-8", delimiter: ";", named: true, header: ["nome", "indirizzo"], plan: planOf(["none", "address"], "") as Plan };
const found = (label: string): ResultCells => ({ ...emptyCells(), latitude: "45.5", longitude: "9.1", result_label: label, result_score: "1.0", result_type: "house-number" });
const answerOf = (question: string): ResultCells => (question === "?" ? { ...emptyCells(), result_type: "none" } : found(question.toUpperCase()));
const all = ({ questions }: Slice): SliceResult[] => questions.map(([question = ""], at) => ({ at, cells: answerOf(question) }));

class FakePort implements BatchPort {
  slices: Slice[] = [];
  waits: number[] = [];
  constructor(private readonly answer: (slice: Slice, turn: number) => SliceResult[] = all) {}
  async geocode(slice: Slice, signal: AbortSignal, each: (results: SliceResult[]) => void): Promise<void> {
    this.slices.push(slice);
    const results = this.answer(slice, this.slices.length);
    signal.throwIfAborted();
    each(results);
  }
  wait(seconds: number): Promise<void> {
    this.waits.push(seconds);
    return Promise.resolve();
  }
  nowMs(): number {
    return this.slices.length * 1000;
  }
  say({ kind }: { kind: string }): string {
    return kind;
  }
  rejectColumns(): [string, string, string] {
    return ["riga", "motivo", "suggerimento"];
  }
  changed(): void {}
}

const file = (rows: string[]): Blob => new Blob([`nome;indirizzo\r\n${rows.join("\r\n")}\r\n`]);
const lines = async (blob: Blob): Promise<string[]> => (await blob.text()).trim().split("\r\n");

describe("a file that is geocoded", () => {
  it("comes back with its own columns and those that were added, in its order, for spreadsheets to open", async () => {
    const job = new BatchJob(new FakePort(), file(["Rossi;via Dante 1", "Verdi;?"]), SETTINGS);
    await job.run();
    expect(job.state).toBe("done");
    const [header, first, second] = await lines(job.output());
    expect(header?.startsWith("nome;indirizzo;latitude;longitude;result_label")).toBe(true);
    expect(first?.startsWith("Rossi;via Dante 1;45.5;9.1;VIA DANTE 1;1.0")).toBe(true);
    expect(second?.startsWith("Verdi;?;;;")).toBe(true);
    expect(new Uint8Array(await job.output().arrayBuffer()).slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]));
    expect(job.counts).toEqual({ matched: 1, check: 0, missing: 1 });
  });

  it("sends the columns of the address and nothing else of a row", async () => {
    const port = new FakePort();
    await new BatchJob(port, file(["Mario Rossi;via Dante 1"]), SETTINGS).run();
    expect(port.slices).toEqual([{ fields: ["q"], questions: [["via Dante 1"]] }]);
  });

  it("is sent in slices, whatever its length", async () => {
    const port = new FakePort();
    const job = new BatchJob(port, file(Array.from({ length: 4500 }, (_, at) => `n${at};via Dante ${at}`)), SETTINGS);
    await job.run();
    expect(port.slices.map(({ questions }) => questions.length)).toEqual([2000, 2000, 500]);
    expect([job.rows, job.share, (await lines(job.output())).length]).toEqual([4500, 1, 4501]);
    expect((await lines(job.output()))[4500]?.startsWith("n4499;via Dante 4499;")).toBe(true);
  });

  it("has its rejects in a file of their own, with row, reason and suggestion", async () => {
    const job = new BatchJob(new FakePort(), file(["a;via Dante 1", "b;?"]), SETTINGS);
    await job.run();
    expect(job.rejects).toEqual([{ row: 2, question: "?", reasons: [{ kind: "none" }], suggestion: "", point: null }]);
    const rejected = await lines(job.rejectsFile());
    expect(rejected[0]?.startsWith("\uFEFFriga;motivo;suggerimento;nome;indirizzo;") || rejected[0]?.startsWith("riga;motivo;suggerimento;nome;indirizzo;")).toBe(true);
    expect(rejected[1]?.startsWith("2;none;;b;?;")).toBe(true);
    expect(rejected).toHaveLength(2);
  });

  it("waits and sends a slice again when the server takes no requests, and counts no row twice", async () => {
    const port = new FakePort((slice, turn) => {
      if (turn === 1) throw new ApiError("refused", 429, "", 9);
      return all(slice);
    });
    const job = new BatchJob(port, file(["a;via Dante 1"]), SETTINGS);
    await job.run();
    expect([job.state, port.waits, job.rows, (await lines(job.output())).length]).toEqual(["done", [9], 1, 2]);
  });

  it("fails at once for what will not pass, and keeps what was done", async () => {
    const port = new FakePort((slice, turn) => {
      if (turn === 2) throw new ApiError("refused", 400, "no such column");
      return all(slice);
    });
    const job = new BatchJob(port, file(Array.from({ length: 2001 }, () => "a;via Dante 1")), SETTINGS);
    await job.run();
    expect([job.state, port.waits, (await lines(job.output())).length]).toEqual(["failed", [], 2001]);
  });

  it("is cancelled between rows, and what was done can be had", async () => {
    const port = new FakePort((slice) => {
      if (port.slices.length === 2) job.cancel();
      return all(slice);
    });
    const job: BatchJob = new BatchJob(port, file(Array.from({ length: 6000 }, () => "a;via Dante 1")), SETTINGS);
    await job.run();
    expect([job.state, job.rows, port.slices.length]).toEqual(["cancelled", 2000, 2]);
  });

  it("takes its first row as data where that names no columns", async () => {
    const port = new FakePort();
    await new BatchJob(port, file(["a;via Dante 1"]), { ...SETTINGS, named: false }).run();
    expect(port.slices[0]?.questions).toEqual([["indirizzo"], ["via Dante 1"]]);
  });
});
