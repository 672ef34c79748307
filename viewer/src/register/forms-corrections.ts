import { html, type TemplateResult } from "lit";
import type { Command } from "../api/acts";
import { STAGES, type AddressDetails, type HouseNumber, type Stage } from "../api/register";
import { t } from "../i18n/language";
import { choice, field, textField, textOf } from "../ui/form";
import { about, DECISION, legalActFor, type Subject } from "./forms";
import { Unreadable, type FormSpec } from "./form-spec";
import { stageName } from "./words";

/** What ANNCSU takes. */
const LONGEST_SECTION = 13;
const LONGEST_BLOCK = 4;
const LONGEST_PARCELS = 2500;

/** The stage was written wrong. A draft is an act that waits, never the stage of a thing in the register. */
export function correctStage(subject: Subject, stage: Stage): FormSpec {
  const others = STAGES.filter((other) => other !== "draft" && other !== stage);
  return {
    ...about(subject, "correct-stage"),
    legalAct: legalActFor(subject),
    reason: "required",
    previewed: true,
    fields: () => choice({ id: "stage-choice", name: "stage", label: t("correctStage.stage", { stage: stageName(stage) }), none: t("correctStage.none"), options: others.map((other) => [other, stageName(other)] as const), value: "" }),
    read: (data) => {
      const right = textOf(data, "stage");
      if (right === "") throw new Unreadable(t("correctStage.choose"));
      return { type: "correct-stage", [subject.key]: subject.id, stage: right };
    },
  };
}

/** Postcode, census section, block, parcels or main number were written wrong; `others` are the numbers of the same street. */
export function correctDetails(subject: Subject, number: HouseNumber, others: () => readonly HouseNumber[]): FormSpec {
  return {
    ...about(subject, "correct-details"),
    legalAct: DECISION.legalAct,
    reason: "optional",
    previewed: true,
    fields: () => detailFields(number.details, others()),
    read: (data) => readDetails(number.id, data),
  };
}

/** All details are sent: those that are not are none any more. */
export function readDetails(address: string, data: FormData): Command {
  const said = (name: string, key: string): Record<string, string> => (textOf(data, name) === "" ? {} : { [key]: textOf(data, name) });
  const parcels = textOf(data, "parcels").split(/\r?\n/).map((parcel) => parcel.trim()).filter((parcel) => parcel !== "");
  return {
    type: "correct-details",
    address,
    ...said("postcode", "postcode"),
    ...said("census-section", "census_section"),
    ...said("block", "block"),
    ...(parcels.length === 0 ? {} : { parcels }),
    ...said("main-address", "main_address"),
  };
}

function detailFields({ postcode, censusSection, block, parcels, mainAddress }: AddressDetails, others: readonly HouseNumber[]): TemplateResult {
  return html`
    <div class="civico-field-row">
      ${textField({ id: "postcode", name: "postcode", label: t("field.postcode"), hint: t("details.postcodeHint"), maxLength: 5, pattern: "[0-9]{5}", value: postcode, optional: true })}
      ${textField({ id: "block", name: "block", label: t("difference.block"), hint: "", maxLength: LONGEST_BLOCK, value: block, optional: true })}
    </div>
    ${textField({ id: "census-section", name: "census-section", label: t("difference.census_section"), hint: "", maxLength: LONGEST_SECTION, value: censusSection, optional: true })}
    ${field("parcels", t("difference.parcels"), html`<textarea id="parcels" name="parcels" class="form-control civico-lines" rows="3" maxlength=${LONGEST_PARCELS} aria-describedby="parcels-hint" data-testid="parcels" .value=${parcels.join("\n")}></textarea>`, t("details.parcelsHint"))}
    ${choice({ id: "main-address", name: "main-address", label: t("difference.main_address"), none: t("details.noMain"), options: others.map(({ id, label }) => [id, label] as const), value: mainAddress ?? "" })}
  `;
}
