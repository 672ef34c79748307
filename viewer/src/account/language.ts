import { isLanguage, language, onLanguageChange, setLanguage, type Language } from "../i18n/language";

/** The way through an identity provider loses the address: this window remembers the language itself. */
const REMEMBERED = "civico.language";

/** The language of a page: what its address says, what this window spoke before, what the browser prefers. */
export function languageOf(search: string, remembered: string | null, preferred: readonly string[]): Language {
  const asked = new URLSearchParams(search).get("lang");
  if (isLanguage(asked)) return asked;
  if (isLanguage(remembered)) return remembered;
  return preferred.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "it";
}

/** Sets the language of the page, and keeps address and memory in step with it from then on. */
export function startLanguage(): void {
  setLanguage(languageOf(location.search, sessionStorage.getItem(REMEMBERED), navigator.languages));
  sessionStorage.setItem(REMEMBERED, language());
  onLanguageChange(() => {
    sessionStorage.setItem(REMEMBERED, language());
    const url = new URL(location.href);
    url.searchParams.set("lang", language());
    history.replaceState(null, "", url);
  });
}
