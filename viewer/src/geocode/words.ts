import { UnclosedQuote } from "../csv/records";
import { messageFor, t } from "../i18n/language";
import type { Reason } from "../state/batch-outcome";
import { errorText } from "../ui/error-text";

/** Why somebody should look at a row; a fault that is unknown here stands as it came. */
export function sayReason(reason: Reason): string {
  switch (reason.kind) {
    case "error":
      return reason.text;
    case "level":
      return t("batch.reason.level", { level: t(`level.${reason.level}`) });
    case "fault":
      return messageFor(`fault.${reason.fault}`) ?? reason.fault;
    default:
      return t(`batch.reason.${reason.kind}`);
  }
}

/** Why a whole file failed. */
export function sayError(error: unknown): string {
  return error instanceof UnclosedQuote ? t("batch.unclosed") : errorText(error);
}
