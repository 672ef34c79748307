import type { LonLat } from "../api/geocoder";

const LOCATE_TIMEOUT_MS = 10_000;

/** Where the device is, if the person allows it. */
export function locate(): Promise<LonLat | null> {
  return new Promise((resolve) => {
    if (!("geolocation" in navigator)) {
      resolve(null);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve([coords.longitude, coords.latitude]),
      () => resolve(null),
      { timeout: LOCATE_TIMEOUT_MS, maximumAge: 60_000 },
    );
  });
}

/** Prints the page with a still picture in place of the map, since a WebGL canvas comes out empty. */
export async function printPicture(picture: Blob, map: HTMLElement): Promise<void> {
  const url = URL.createObjectURL(picture);
  const image = document.createElement("img");
  image.className = "civico-print-picture";
  image.alt = "";
  image.src = url;
  await image.decode();
  map.before(image);
  window.print();
  image.remove();
  URL.revokeObjectURL(url);
}

/** Browsers give the clipboard only to secure pages; elsewhere the text stands selected, ready to be copied by hand. */
export async function copyOrSelect(field: HTMLInputElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field?.value ?? "");
    return true;
  } catch {
    field?.select();
    return false;
  }
}

/** Puts a file into the person's folder of downloads. */
export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of the file when the click returns, some only a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The way past everything else, to the search. */
export function focusSearch(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#search-input")?.focus();
}
