import { html, nothing, type TemplateResult } from "lit";
import type { Candidate } from "../api/records";
import { t } from "../i18n/language";
import { sayCandidate } from "./words";

/** The form that the buttons below it send. */
export const CHOICE_FORM = "review-choice";

/** Places to choose from, numbered as on the map. */
export function candidateList(candidates: readonly Candidate[], chosen: Candidate | null, choose: (candidate: Candidate) => void, submit: () => void): TemplateResult {
  const send = (event: Event): void => {
    event.preventDefault();
    submit();
  };
  return html`<form id=${CHOICE_FORM} @submit=${send}>
    <fieldset class="civico-candidates" data-testid="candidates">
      <legend>${t("records.candidates")}</legend>
      ${candidates.length === 0 ? html`<p class="civico-note" data-testid="candidates-empty">${t("records.noCandidates")}</p>` : nothing}
      ${candidates.map((candidate, at) => row(candidate, at, candidate === chosen, choose))}
    </fieldset>
  </form>`;
}

function row(candidate: Candidate, at: number, isChosen: boolean, choose: (candidate: Candidate) => void): TemplateResult {
  const id = `candidate-${at}`;
  const text = html`<span class="civico-candidate-number" aria-hidden="true">${at + 1}</span>
    <span><strong>${candidate.label}</strong><small>${sayCandidate(candidate)}</small></span>`;
  if (candidate.place === null) return html`<div class="civico-candidate out" data-testid="candidate-out">${text}</div>`;
  return html`<div class=${isChosen ? "civico-candidate chosen" : "civico-candidate"} data-testid="candidate">
    <input id=${id} type="radio" name="candidate" .checked=${isChosen} data-testid=${id} @change=${() => choose(candidate)} />
    <label for=${id}>${text}</label>
  </div>`;
}
