import { ApiError } from "../api/client";
import { t } from "../i18n/language";

/** What a person is told of an error: the server's own sentence where it sent one. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return t("error.unexpected");
  if (error.kind === "unreachable") return t("error.unreachable");
  return error.detail === "" ? t("error.unexpected") : error.detail;
}
