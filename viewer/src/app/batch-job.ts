import type { SliceResult, Slice } from "../api/batch";
import { ApiError, isAbort } from "../api/client";
import type { LonLat } from "../api/geocoder";
import { fit, records, writeRecord } from "../csv/records";
import { textOf } from "../csv/text";
import { fieldsOf, questionOf, type Plan } from "../state/batch-columns";
import { judge, pointOf, RESULT_COLUMNS, type Reason, type ResultCells, type Verdict } from "../state/batch-outcome";

/** Rows that are sent together: few enough for a cancel to be felt at once. */
const SLICE = 2000;
/** What the page holds of a long file; the files to download hold all of it. */
const SHOWN_REJECTS = 200;
const SHOWN_POINTS = 50_000;
/** Waits between attempts, in seconds; after the last one the job fails. */
const WAITS_S = [1, 4, 15];
/** Refusals that pass by themselves: too many requests, and a server that is busy or starts anew. */
const PASSING = new Set([0, 429, 502, 503, 504]);
const BYTE_ORDER_MARK = "\uFEFF";

export interface BatchFile {
  stream(): ReadableStream<Uint8Array>;
  size: number;
}

export interface BatchSettings {
  encoding: string;
  delimiter: string;
  /** Whether the first row names the columns. */
  named: boolean;
  header: readonly string[];
  plan: Plan;
}

/** A row that somebody should look at. */
export interface Reject {
  /** Its line among the rows of the file, from 1, the header not counted. */
  row: number;
  question: string;
  reasons: Reason[];
  /** The best that was found; empty for nothing. */
  suggestion: string;
  point: LonLat | null;
}

export interface BatchPoint {
  point: LonLat;
  verdict: Verdict;
}

/** What the job needs of the world. */
export interface BatchPort {
  geocode(slice: Slice, signal: AbortSignal, each: (results: SliceResult[]) => void): Promise<void>;
  wait(seconds: number, signal: AbortSignal): Promise<void>;
  nowMs(): number;
  /** The words of a reason, for the file of rejects. */
  say(reason: Reason): string;
  /** Names of the three columns of the file of rejects. */
  rejectColumns(): [string, string, string];
  changed(): void;
}

/** A file that is geocoded: read, sent and written in slices, in the order of its rows. */
export class BatchJob {
  state: "running" | "done" | "cancelled" | "failed" = "running";
  /** Why it failed. */
  error: unknown = null;
  counts: Record<Verdict, number> = { matched: 0, check: 0, missing: 0 };
  bytesRead = 0;
  /** Whether it waits for a server that takes no requests now. */
  waiting = false;
  readonly rejects: Reject[] = [];
  readonly points: BatchPoint[] = [];
  /** A part for each slice: browsers may keep those on disk. */
  private readonly written: Blob[] = [];
  private readonly rejected: Blob[] = [];
  private readonly abort = new AbortController();
  private readonly startedMs: number;
  private endedMs: number | null = null;

  constructor(
    private readonly port: BatchPort,
    private readonly file: BatchFile,
    private readonly settings: BatchSettings,
  ) {
    this.startedMs = port.nowMs();
  }

  get rows(): number {
    return this.counts.matched + this.counts.check + this.counts.missing;
  }

  /** Rows in a second, since the start. */
  get rate(): number {
    const seconds = ((this.endedMs ?? this.port.nowMs()) - this.startedMs) / 1000;
    return seconds > 0 ? this.rows / seconds : 0;
  }

  /** How much of the file is through, 0 to 1. */
  get share(): number {
    return this.state === "done" || this.file.size === 0 ? 1 : Math.min(this.bytesRead / this.file.size, 0.99);
  }

  /** Whether there may be more places than the map holds. */
  get isMapFull(): boolean {
    return this.points.length >= SHOWN_POINTS;
  }

  async run(): Promise<void> {
    const { delimiter, header } = this.settings;
    this.written.push(new Blob([BYTE_ORDER_MARK, line([...header, ...RESULT_COLUMNS], delimiter)]));
    this.rejected.push(new Blob([BYTE_ORDER_MARK, line([...this.port.rejectColumns(), ...header, ...RESULT_COLUMNS], delimiter)]));
    try {
      for await (const slice of this.slices()) await this.attempt(slice);
      this.state = "done";
    } catch (error) {
      this.state = isAbort(error) || this.abort.signal.aborted ? "cancelled" : "failed";
      this.error = error;
    }
    this.endedMs = this.port.nowMs();
    this.waiting = false;
    this.port.changed();
  }

  cancel(): void {
    this.abort.abort();
  }

  /** The file with the columns that were added, as far as it came; in UTF-8, with the mark that spreadsheets look for. */
  output(): Blob {
    return new Blob(this.written, { type: "text/csv;charset=utf-8" });
  }

  /** Only the rows that somebody should look at. */
  rejectsFile(): Blob {
    return new Blob(this.rejected, { type: "text/csv;charset=utf-8" });
  }

  private async *slices(): AsyncGenerator<string[][]> {
    const { encoding, delimiter, named, header } = this.settings;
    let skip = named ? 1 : 0;
    let slice: string[][] = [];
    let read = 0;
    for await (const rows of records(textOf(this.file.stream(), encoding, (bytes) => (read = bytes)), delimiter)) {
      for (const row of rows.slice(skip)) {
        slice.push(fit(row, header.length, delimiter));
        if (slice.length < SLICE) continue;
        yield slice;
        slice = [];
      }
      skip = 0;
      this.bytesRead = read;
    }
    if (slice.length > 0) yield slice;
  }

  /** Sends a slice; one that failed for a reason that passes is sent again, whole. */
  private async attempt(slice: string[][]): Promise<void> {
    const questions = this.questions(slice);
    for (let turn = 0; ; turn += 1) {
      const results = new Map<number, ResultCells>();
      const before = { ...this.counts };
      try {
        await this.port.geocode(questions, this.abort.signal, (found) => this.take(found, slice, results));
        this.keep(slice, results, before);
        return;
      } catch (error) {
        const wait = waitAfter(error, turn);
        if (wait === null || this.abort.signal.aborted) {
          // What is there is there: the rows without an answer are left out of the file.
          this.keep(slice, results, before);
          throw error;
        }
        this.counts = before;
        await this.pause(wait);
      }
    }
  }

  private async pause(seconds: number): Promise<void> {
    this.waiting = true;
    this.port.changed();
    await this.port.wait(seconds, this.abort.signal);
    this.waiting = false;
  }

  private questions(slice: readonly string[][]): Slice {
    const { plan } = this.settings;
    return { fields: fieldsOf(plan), questions: slice.map((row) => questionOf(plan, row)) };
  }

  private take(found: readonly SliceResult[], slice: readonly string[][], results: Map<number, ResultCells>): void {
    for (const { at, cells } of found) {
      if (results.has(at)) continue;
      results.set(at, cells);
      this.counts[this.judge(slice[at] ?? [], cells).verdict] += 1;
    }
    this.port.changed();
  }

  /** Writes what a slice got, in the order of the file. */
  private keep(slice: readonly string[][], results: ReadonlyMap<number, ResultCells>, before: Record<Verdict, number>): void {
    this.counts = { ...before };
    const first = this.rows + 1;
    const [lines, rejected]: [string[], string[]] = [[], []];
    slice.forEach((cells, at) => {
      const got = results.get(at);
      if (got) this.write(first + at, cells, got, lines, rejected);
    });
    this.written.push(new Blob(lines));
    this.rejected.push(new Blob(rejected));
    this.port.changed();
  }

  private judge(cells: readonly string[], got: ResultCells): ReturnType<typeof judge> {
    const number = fieldsOf(this.settings.plan).indexOf("number");
    return judge(got, number >= 0 && (questionOf(this.settings.plan, cells)[number] ?? "") !== "");
  }

  private write(row: number, cells: readonly string[], got: ResultCells, lines: string[], rejected: string[]): void {
    const { delimiter, plan } = this.settings;
    const { verdict, reasons } = this.judge(cells, got);
    const point = pointOf(got);
    const added = RESULT_COLUMNS.map((column) => got[column]);
    this.counts[verdict] += 1;
    lines.push(line([...cells, ...added], delimiter));
    if (point && verdict !== "missing" && this.points.length < SHOWN_POINTS) this.points.push({ point, verdict });
    if (verdict === "matched") return;
    const why = reasons.map((reason) => this.port.say(reason)).join("; ");
    rejected.push(line([String(row), why, got.result_label, ...cells, ...added], delimiter));
    if (this.rejects.length < SHOWN_REJECTS) this.rejects.push({ row, question: questionOf(plan, cells).filter((part) => part !== "").join(" "), reasons, suggestion: got.result_label, point: verdict === "missing" ? null : point });
  }
}

function line(cells: readonly string[], delimiter: string): string {
  return `${writeRecord(cells, delimiter)}\r\n`;
}

/** How long to wait before a slice is sent again; null for an error that stays. */
function waitAfter(error: unknown, turn: number): number | null {
  const wait = WAITS_S[turn];
  if (wait === undefined || !(error instanceof ApiError) || !PASSING.has(error.status)) return null;
  return Math.max(wait, error.retryAfterS ?? 0);
}
