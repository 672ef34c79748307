import type { Geometry } from "geojson";
import type { Client } from "./client";
import { list, oneOf, optionalBounds, optionalNumber, optionalText, record, text, type Bounds, type Properties } from "./decode";
import { isGeometry } from "./items";
import { nextOf } from "./links";
import { PROCESSES } from "./processes";

export const JOB_STATUSES = ["accepted", "running", "successful", "failed", "dismissed"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A run of a process on the server. */
export interface Job {
  id: string;
  process: string;
  status: JobStatus;
  /** The server's own words for how far it is, or why it failed. */
  message: string;
  /** Per cent; null where the server does not say. */
  progress: number | null;
  created: string | null;
  finished: string | null;
  /** When the server forgets the result. */
  expires: string | null;
  /** What it was asked with; null where the server does not say. */
  request: Properties | null;
  processVersion: string | null;
  /** The versions of the collections that it read. */
  inputVersions: Readonly<Record<string, string>>;
}

/** Runs, the latest first, and the way to earlier ones. */
export interface JobPages {
  jobs: readonly Job[];
  /** The path of the next page; null where there is none. */
  next: string | null;
}

/** One feature of a result. */
export interface ResultFeature {
  id: string;
  properties: Properties;
  geometry: Geometry | null;
}

/** What came of a run: a private collection, features in the answer itself, or anything else as JSON. */
export type Outcome = (
  | { kind: "collection"; collection: string; matched: number | null; bounds: Bounds | null }
  | { kind: "features"; features: ResultFeature[] }
  | { kind: "json"; value: unknown }
) & {
  /** The server's sentences about it: what was left out, chosen or rounded. */
  notices: readonly string[];
};

export type Answer = { kind: "job"; job: Job } | { kind: "results"; outcome: Outcome };

const JOBS = "/ogc/jobs";
const LISTED = 20;

export function isOver({ status }: Job): boolean {
  return status !== "accepted" && status !== "running";
}

/** Runs a process in the name of whoever is signed in, or of nobody; `asJob` asks for a job, without it small runs answer at once. */
export function execute(client: Client, process: string, inputs: Properties, asJob: boolean, signal: AbortSignal): Promise<Answer> {
  const path = `${PROCESSES}/${encodeURIComponent(process)}/execution`;
  const more: Record<string, string> = asJob ? { prefer: "respond-async" } : {};
  return client.write("POST", path, { inputs, response: "document" }, decodeAnswer, more, signal);
}

/** Runs of whoever is signed in: the latest, or those of the page that a path names. */
export function listJobs(client: Client, path: string | null = null, signal?: AbortSignal): Promise<JobPages> {
  return client.get(path ?? `${JOBS}?limit=${LISTED}`, (value) => ({ jobs: list(record(value)["jobs"], decodeJob), next: nextOf(record(value)["links"]) }), signal);
}

export function getJob(client: Client, id: string, signal?: AbortSignal): Promise<Job> {
  return client.get(jobPath(id), decodeJob, signal);
}

/** Stops a run, or takes its result away. */
export function dismissJob(client: Client, id: string): Promise<void> {
  return client.write("DELETE", jobPath(id), null, () => undefined);
}

export function getResults(client: Client, id: string, signal?: AbortSignal): Promise<Outcome> {
  return client.get(`${jobPath(id)}/results`, decodeResults, signal);
}

function jobPath(id: string): string {
  return `${JOBS}/${encodeURIComponent(id)}`;
}

function decodeAnswer(value: unknown): Answer {
  return "jobID" in record(value) ? { kind: "job", job: decodeJob(value) } : { kind: "results", outcome: decodeResults(value) };
}

export function decodeJob(value: unknown): Job {
  const job = record(value);
  const progress = optionalNumber(job["progress"]);
  return {
    id: text(job["jobID"]),
    process: optionalText(job["processID"]) ?? "",
    status: oneOf(job["status"], JOB_STATUSES, "accepted"),
    message: optionalText(job["message"]) ?? "",
    progress: progress === null ? null : Math.min(100, Math.max(0, progress)),
    created: optionalText(job["created"]),
    finished: optionalText(job["finished"]),
    expires: optionalText(job["expires"]),
    request: isObject(job["request"]) ? requestOf(record(job["request"])) : null,
    processVersion: optionalText(job["processVersion"]),
    inputVersions: isObject(job["inputVersions"]) ? versions(record(job["inputVersions"])) : {},
  };
}

/** The inputs alone, whether the server repeats them or the whole body. */
function requestOf(request: Properties): Properties {
  return isObject(request["inputs"]) && request["response"] !== undefined ? record(request["inputs"]) : request;
}

function versions(value: Properties): Record<string, string> {
  return Object.fromEntries(Object.entries(value).flatMap(([name, version]) => (typeof version === "string" || typeof version === "number" ? [[name, String(version)]] : [])));
}

/** The document of results: there is one output, and it is called `result`. */
export function decodeResults(value: unknown): Outcome {
  const results = record(value);
  const result = results["result"] ?? Object.values(results)[0];
  const notices = Array.isArray(results["notices"]) ? results["notices"].filter((notice) => typeof notice === "string") : [];
  if (!isObject(result)) return { kind: "json", value: result, notices };
  const { collection, value: inline } = result;
  if (typeof collection === "string") return { kind: "collection", collection, matched: optionalNumber(result["numberMatched"]), bounds: optionalBounds(result["bbox"]), notices };
  const content = inline === undefined ? result : inline;
  if (!isObject(content) || content["type"] !== "FeatureCollection") return { kind: "json", value: content, notices };
  return { kind: "features", features: list(content["features"], (feature) => feature).map(decodeFeature), notices };
}

/** A feature without an id gets its place in the list as one. */
export function decodeFeature(value: unknown, at: number): ResultFeature {
  const feature = record(value);
  const { id, properties, geometry } = feature;
  return {
    id: typeof id === "string" || typeof id === "number" ? String(id) : String(at + 1),
    properties: isObject(properties) ? properties : {},
    geometry: isGeometry(geometry) ? geometry : null,
  };
}

function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
