import type { Client } from "./client";
import { list, oneOf, optionalNumber, optionalText, record, text, type Properties } from "./decode";
import { decodeEvent, type RegisterEvent } from "./register";

const ACTS = "/rest/toponymy/v1/acts";

/** What is asked of the register: its `type` and what that type takes; the server checks the rest. */
export interface Command extends Properties {
  type: string;
}

export const LEGAL_ACT_KINDS = ["delibera", "determina", "ordinanza", "other"] as const;

/** The act (provvedimento) by which something is decided. */
export interface LegalAct {
  kind: string;
  date: string;
  protocol: string;
  /** The prefect's authorisation, which the name of a street needs. */
  prefect?: { date: string; protocol: string };
}

/** What goes with a command. */
export interface Grounds {
  legalAct: LegalAct | null;
  reason: string | null;
  validFrom: string | null;
}

/** `preview` changes nothing, `draft` keeps, `submit` waits for whoever may decide. */
export type Mode = "preview" | "apply" | "draft" | "submit";

export const ACT_STATES = ["draft", "waiting", "scheduled", "applied", "rejected", "cancelled"] as const;
export type ActState = (typeof ACT_STATES)[number];

/** What became of a command, or would. */
export interface Outcome {
  id: string;
  state: ActState;
  /** The number of its last event; null where nothing happened yet. */
  seq: number | null;
  events: RegisterEvent[];
}

export interface Act {
  id: string;
  kind: string;
  state: ActState;
  actor: string;
  command: Command | null;
  legalAct: LegalAct | null;
  reason: string | null;
  validFrom: string | null;
  recordedAt: string;
}

/** Asks the register for something; `seen` is the number of the event that made the thing what was looked at. */
export function ask(client: Client, command: Command, mode: Mode, grounds: Grounds, seen: number | null): Promise<Outcome> {
  const body = { command, mode, ...written(grounds), ...(grounds.reason === null ? {} : { reason: grounds.reason }) };
  return client.write("POST", ACTS, body, decodeOutcome, seen === null ? {} : { "if-match": `"${seen}"` });
}

export function approveAct(client: Client, act: string, grounds: Grounds): Promise<Outcome> {
  return decide(client, act, { decision: "approve", ...written(grounds) });
}

export function rejectAct(client: Client, act: string, reason: string): Promise<Outcome> {
  return decide(client, act, { decision: "reject", reason });
}

/** A draft waits for a decision from now on. */
export function submitAct(client: Client, act: string): Promise<Outcome> {
  return decide(client, act, { decision: "submit" });
}

/** Acts of a comune in a state, the newest first. */
export function listActs(client: Client, municipality: string, state: ActState, limit: number, signal?: AbortSignal): Promise<Act[]> {
  const query = new URLSearchParams({ municipality, state, limit: String(limit) });
  return client.get(`${ACTS}?${query}`, (value) => list(record(value)["items"], decodeAct), signal);
}

export function getAct(client: Client, id: string, signal?: AbortSignal): Promise<Act> {
  return client.get(`${ACTS}/${encodeURIComponent(id)}`, decodeAct, signal);
}

function decide(client: Client, act: string, decision: object): Promise<Outcome> {
  return client.write("POST", `${ACTS}/${encodeURIComponent(act)}/decision`, decision, decodeOutcome);
}

function written({ legalAct, validFrom }: Grounds): object {
  return { ...(legalAct === null ? {} : { legal_act: legalAct }), ...(validFrom === null ? {} : { valid_from: validFrom }) };
}

function decodeOutcome(value: unknown): Outcome {
  const outcome = record(value);
  return {
    id: text(outcome["id"]),
    state: oneOf(outcome["state"], ACT_STATES, "applied"),
    seq: optionalNumber(outcome["seq"]),
    events: list(outcome["events"] ?? [], decodeEvent),
  };
}

function decodeAct(value: unknown): Act {
  const act = record(value);
  const command = act["command"];
  return {
    id: text(act["id"]),
    kind: text(act["kind"]),
    state: oneOf(act["state"], ACT_STATES, "applied"),
    actor: text(act["actor"]),
    command: command === null || command === undefined ? null : (record(command) as Command),
    legalAct: act["legal_act"] === null || act["legal_act"] === undefined ? null : (record(act["legal_act"]) as unknown as LegalAct),
    reason: optionalText(act["reason"]),
    validFrom: optionalText(act["valid_from"]),
    recordedAt: text(act["recorded_at"]),
  };
}
