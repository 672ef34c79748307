import type analysis from "./analysis.it.json";
import en from "./en.json";
import it from "./it.json";

export const LANGUAGES = ["it", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
/** Those of analyses are there once `analysis.ts` is loaded. */
export type MessageKey = keyof typeof it | keyof typeof analysis;

const MESSAGES: Record<Language, Record<string, string>> = { it: { ...it }, en: { ...en } };
const changes = new EventTarget();
let current: Language = "it";

/** Adds the words of a part that is not loaded everywhere. */
export function addMessages(more: Record<Language, Record<string, string>>): void {
  for (const one of LANGUAGES) Object.assign(MESSAGES[one], more[one]);
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

export function language(): Language {
  return current;
}

export function setLanguage(next: Language): void {
  if (next === current) return;
  current = next;
  changes.dispatchEvent(new Event("change"));
}

/** Calls back after each change; the answer stops it. */
export function onLanguageChange(callback: () => void): () => void {
  changes.addEventListener("change", callback);
  return () => changes.removeEventListener("change", callback);
}

/** The message in the current language, with `{name}` replaced by the values given. */
export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  return (MESSAGES[current][key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The message of a key put together at run time, or null where there is none. */
export function messageFor(key: string): string | null {
  return MESSAGES[current][key] ?? null;
}

export function formatNumber(value: number, digits = 0): string {
  return new Intl.NumberFormat(current, { maximumFractionDigits: digits }).format(value);
}

export function formatDate(iso: string): string {
  return format(iso, { dateStyle: "long" });
}

/** Day and time of day; `medium` with seconds, for what must be put in order. */
export function formatTime(iso: string, timeStyle: "short" | "medium" = "short"): string {
  return format(iso, { dateStyle: "medium", timeStyle });
}

function format(iso: string, style: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(current, style).format(date);
}
