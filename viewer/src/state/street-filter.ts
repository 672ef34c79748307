import type { Stage } from "../api/register";

/** What has a name, and maybe others beside it: a street, a named place. */
export interface Named {
  label: string;
  stage: Stage;
  aliases: readonly { text: string }[];
}

/** What is in force comes before what was or will be. */
const ORDER: readonly Stage[] = ["current", "proposed", "draft", "retired", "rejected"];

/** Those of which every word typed begins a word of a name, those in force first. */
export function matching<T extends Named>(things: readonly T[], text: string): T[] {
  const words = plain(text).split(" ").filter((word) => word !== "");
  if (words.length === 0) return [];
  const found = things.filter(({ label, aliases }) => [label, ...aliases.map((alias) => alias.text)].some((name) => {
    const parts = plain(name).split(" ");
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  }));
  return found.sort((a, b) => ORDER.indexOf(a.stage) - ORDER.indexOf(b.stage) || a.label.localeCompare(b.label, "it"));
}

/** Without accents and capitals; apostrophes part words. */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
