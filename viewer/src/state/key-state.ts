import type { ApiKey } from "../api/keys";

export type KeyState = "active" | "expired" | "revoked";

/** Whether a key works at a time. */
export function keyState({ revokedAt, expiresAt }: Pick<ApiKey, "revokedAt" | "expiresAt">, nowMs: number): KeyState {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && Date.parse(expiresAt) <= nowMs ? "expired" : "active";
}

/** The end of a day on this person's calendar, as the server wants it: a key works on the whole of its last day. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString().replace(/\.\d+Z$/, "Z");
}

/** A day on this person's calendar, `YYYY-MM-DD`, so many days after another moment. */
export function dayAfter(nowMs: number, days: number): string {
  const date = new Date(nowMs);
  date.setDate(date.getDate() + days);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
