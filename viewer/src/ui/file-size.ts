import { formatNumber, t } from "../i18n/language";

/** The size of a file in words. */
export function fileSize(bytes: number): string {
  const mega = bytes / 1_000_000;
  return mega >= 1 ? t("batch.megabytes", { count: formatNumber(mega, 1) }) : t("batch.kilobytes", { count: formatNumber(Math.max(bytes / 1000, 0.1), 1) });
}
