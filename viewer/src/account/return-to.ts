/** The way through an identity provider loses the address where it fails: this window remembers where it was to lead. */
const RETURN_TO = "civico.return-to";

export function rememberReturn(path: string): void {
  sessionStorage.setItem(RETURN_TO, path);
}

export function rememberedReturn(): string | null {
  return sessionStorage.getItem(RETURN_TO);
}
