import { html, nothing, type TemplateResult } from "lit";
import { LEGAL_ACT_KINDS, type LegalAct } from "../api/acts";
import { t } from "../i18n/language";
import { choice, dateField, textField, textOf } from "../ui/form";
import type { Demand } from "./form-spec";

/** What ANNCSU takes. */
const LONGEST_PROTOCOL = 70;

/** The data of the act (provvedimento): there at once where they are needed, else opened by whoever has them. */
export function legalActFields(demand: Demand, known: LegalAct | null): TemplateResult | typeof nothing {
  if (demand === "none") return nothing;
  const required = demand === "required";
  return html`<details class="civico-fold" ?open=${required || known !== null} data-testid="legal-act">
    <summary>${t(required ? "legalAct.title" : "legalAct.optional")}</summary>
    <div class="civico-field-row">
      ${choice({
        id: "legal-act-kind",
        name: "act-kind",
        label: t("legalAct.kind"),
        options: LEGAL_ACT_KINDS.map((kind) => [kind, t(`legalAct.kind.${kind}`)] as const),
        value: known?.kind ?? "delibera",
      })}
      ${dateField({ id: "legal-act-date", name: "act-date", label: t("legalAct.date"), hint: "", value: known?.date, required })}
    </div>
    ${textField({ id: "legal-act-protocol", name: "act-protocol", label: t("legalAct.protocol"), hint: "", maxLength: LONGEST_PROTOCOL, value: known?.protocol, optional: !required })}
    <details class="civico-fold" ?open=${known?.prefect !== undefined}>
      <summary>${t("legalAct.prefect")}</summary>
      ${dateField({ id: "prefect-date", name: "prefect-date", label: t("legalAct.date"), hint: t("legalAct.prefectHint"), value: known?.prefect?.date })}
      ${textField({ id: "prefect-protocol", name: "prefect-protocol", label: t("legalAct.protocol"), hint: "", maxLength: LONGEST_PROTOCOL, value: known?.prefect?.protocol, optional: true })}
    </details>
  </details>`;
}

/** The act as it was filled in; null where neither date nor protocol is there. What is missing the server says. */
export function readLegalAct(data: FormData): LegalAct | null {
  const [date, protocol] = [textOf(data, "act-date"), textOf(data, "act-protocol")];
  if (date === "" && protocol === "") return null;
  const prefect = { date: textOf(data, "prefect-date"), protocol: textOf(data, "prefect-protocol") };
  return { kind: textOf(data, "act-kind"), date, protocol, ...(prefect.date === "" && prefect.protocol === "" ? {} : { prefect }) };
}
