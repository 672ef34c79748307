import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Entry } from "../api/deliveries";
import en from "../i18n/en.json";
import italian from "../i18n/it.json";
import { setLanguage } from "../i18n/language";
import { noticeWords, smellWords } from "./delivery-words";

const notice = (id: string, args: Record<string, string>): Entry => ({ severity: "rejected", row: 1, field: null, notice: { id, args } });

afterEach(() => setLanguage("it"));

describe("the words of a delivery", () => {
  it("say what smells, with its numbers", () => {
    expect(smellWords({ token: "many-retired", values: { retired: 5441, of: 5446 } })).toContain("5441 vie e civici su 5446");
    setLanguage("en");
    expect(smellWords({ token: "same-shift", values: { east_m: 1.023, north_m: -0.2, points: 12 } })).toContain("12 addresses would all move together, 1.02 m to the east and -0.2 m to the north");
  });

  it("say why a row was left out", () => {
    expect(noticeWords(notice("toponymy-number-unreadable", { number: "dodici" }))).toContain("«dodici»");
    setLanguage("en");
    expect(noticeWords(notice("toponymy-number-unreadable", { number: "twelve" }))).toContain("twelve");
  });

  it("stand as they came where they are unknown", () => {
    expect([smellWords({ token: "new-smell", values: {} }), noticeWords(notice("new-notice", { a: "1" }))]).toEqual(["new-smell", "new-notice · 1"]);
  });

  it.each([["it", italian], ["en", en]] as const)("are those of the server's own reports (%s)", (language, messages) => {
    const toml = (file: string): string => readFileSync(join(process.cwd(), `../server/messages/${file}.${language}.toml`), "utf8");
    const found = [...toml("import").matchAll(/^([a-z0-9-]+) = (".*")$/gm), ...toml("server").matchAll(/^(cli-register-(?:arcs|row)) = (".*")$/gm)];
    const own = new Map(found.map(([, id, words]) => [`notice.${id}`, JSON.parse(words ?? "") as string]));
    for (const [key, words] of Object.entries(messages)) if (key.startsWith("notice.")) expect(words, key).toBe(own.get(key));
    // What may become of rows and places of a register has words here, too.
    const rows = [...own.keys()].filter((key) => /^notice\.(toponymy|anncsu|coordinates|csv)-|^notice\.cli-register-/.test(key) && !/wrong-files|missing-columns/.test(key));
    expect(rows.filter((key) => !(key in messages))).toEqual([]);
  });
});
