import type { MessageKey } from "../i18n/language";

/** What the server says in `?error=` when a sign-in through the provider comes to nothing. */
export const SIGN_IN_ERRORS = ["expired", "refused", "provider", "level"] as const;

/** The message of a token; one that is unknown still says that the sign-in failed. */
export function signInError(token: string | null): MessageKey | null {
  if (token === null) return null;
  const known = SIGN_IN_ERRORS.find((error) => error === token);
  return known ? `signIn.error.${known}` : "signIn.error.other";
}
