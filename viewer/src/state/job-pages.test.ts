import { describe, expect, it } from "vitest";
import { decodeJob, type Job, type JobPages, type JobStatus } from "../api/jobs";
import { extended, refreshed, withJob } from "./job-pages";

/** Jobs are named by the day of November on which they were made. */
const job = (day: number, status: JobStatus = "successful"): Job => decodeJob({ jobID: String(day), status, created: `2026-11-${String(day).padStart(2, "0")}T08:00:00Z` });
const pages = (days: readonly number[], next: string | null = null): JobPages => ({ jobs: days.map((day) => job(day)), next });
const days = ({ jobs }: JobPages): number[] => jobs.map(({ id }) => Number(id));

describe("the runs of a person", () => {
  it("go on with those of the next page, each of them once", () => {
    const longer = extended(pages([9, 8, 7], "/2"), pages([7, 6, 5], "/3"));
    expect([days(longer), longer.next]).toEqual([[9, 8, 7, 6, 5], "/3"]);
  });

  it("keep what was read when their beginning is read anew", () => {
    const again = refreshed(pages([9, 8, 7, 6, 5], "/3"), { jobs: [job(10, "running"), job(9), job(8, "dismissed")], next: "/2" });
    expect([days(again), again.next]).toEqual([[10, 9, 8, 7, 6, 5], "/3"]);
    expect(again.jobs.map(({ status }) => status).slice(0, 3)).toEqual(["running", "successful", "dismissed"]);
  });

  it("leave out what has gone, though the last one that is read anew was unknown", () => {
    expect(days(refreshed(pages([9, 8, 7, 6], "/2"), pages([9, 7], "/n")))).toEqual([9, 7, 6]);
    expect(days(refreshed(pages([9, 8, 5], "/2"), pages([9, 7], "/n")))).toEqual([9, 7, 5]);
  });

  it("are the page alone where that has all of them, or all that were read", () => {
    expect(refreshed(pages([9, 8, 7], "/2"), pages([9, 8]))).toEqual(pages([9, 8]));
    expect(refreshed(pages([9, 8], "/2"), pages([10, 9, 8], "/3"))).toEqual(pages([10, 9, 8], "/3"));
    expect(refreshed(pages([9]), pages([]))).toEqual(pages([]));
  });

  it("have one replaced, or taken away", () => {
    expect(withJob(pages([9, 8]), "8", job(8, "dismissed")).jobs.map(({ status }) => status)).toEqual(["successful", "dismissed"]);
    expect(days(withJob(pages([9, 8]), "9", null))).toEqual([8]);
  });
});
