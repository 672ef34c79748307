import { optionalText, record } from "./decode";

/** The path of the next page, among the links of an answer (OGC API Features 1.0, 7.15.7); null where there is none. */
export function nextOf(links: unknown): string | null {
  const all = Array.isArray(links) ? links.map(record) : [];
  const href = optionalText(all.find(({ rel }) => rel === "next")?.["href"]);
  return href === null ? null : onThisServer(href);
}

/** The server writes its public name into links; of a link only path and query count. */
function onThisServer(href: string): string {
  const { pathname, search } = new URL(href, "http://localhost");
  // Two slashes would begin the name of another host.
  return pathname.replace(/^\/+/, "/") + search;
}
