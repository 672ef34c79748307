import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { ENTE_KINDS, type EnteRecord } from "../../api/enti";
import { oneOf } from "../../api/decode";
import { t } from "../../i18n/language";
import { zonesOf } from "../../state/enti";
import { CivicoElement } from "../../ui/element";
import { choice, dateField, field, textField, textOf } from "../form";

/** Which codes the server takes: told before they are sent. */
const CODE = "[A-Za-z0-9\\-]{1,50}";
const CADASTRAL_CODE = "[A-Z][0-9]{3}";
const IPA_CODE = "[a-z0-9_]{1,20}";

/** A public body as it is to be: a new one, or one that is there, whose code stays. */
@customElement("civico-ente-form")
export class EnteForm extends CivicoElement {
  @property({ attribute: false }) ente: EnteRecord | null = null;
  @property({ attribute: false }) enti: readonly EnteRecord[] = [];
  @property({ attribute: false }) busy = false;
  /** Whether the code of a new ente is that of one that is there, which it would take the place of. */
  @state() private taken = false;

  protected override render(): TemplateResult {
    const { ente } = this;
    const title = ente === null ? t("enti.add") : t("enti.change", { name: ente.name });
    return html`<form class="civico-form" aria-labelledby="ente-title" data-testid="ente-form" @submit=${this.onSubmit} @input=${() => (this.taken = false)}>
      <h2 id="ente-title" tabindex="-1">${title}</h2>
      ${this.taken ? html`<p class="civico-note error" role="alert" data-testid="ente-taken">${t("enti.taken")}</p>` : nothing}
      <div class="civico-form-row">${this.identity(ente)}</div>
      <div class="civico-form-row">${this.place(ente)}</div>
      <div class="civico-form-row">${this.codes(ente)}</div>
      <div class="civico-form-row">${this.life(ente)}</div>
      <button type="submit" class="btn btn-primary" aria-disabled=${this.busy ? "true" : "false"} data-testid="put-ente">${t("save")}</button>
    </form>`;
  }

  private identity(ente: EnteRecord | null): TemplateResult {
    const code = { id: "ente-code", name: "code", label: t("enti.code"), hint: t("enti.codeHint"), maxLength: 50, pattern: CODE };
    return html`
      ${ente === null ? textField(code) : field("ente-code", t("enti.code"), html`<input id="ente-code" class="form-control" readonly .value=${ente.code} data-testid="ente-code" />`, t("enti.codeStays"))}
      ${textField({ id: "ente-name", name: "name", label: t("enti.name"), hint: t("enti.nameHint"), maxLength: 200, value: ente?.name })}
    `;
  }

  private place(ente: EnteRecord | null): TemplateResult {
    const kinds = ENTE_KINDS.map((kind): [string, string] => [kind, t(`ente.kind.${kind}`)]);
    const zones = zonesOf(this.enti).map(({ code, name }): [string, string] => [code, name]);
    return html`
      ${choice({ id: "ente-kind", name: "kind", label: t("enti.kind"), options: kinds, value: ente?.kind ?? "comune" })}
      ${choice({ id: "ente-zone", name: "zone", label: t("enti.zone"), none: t("enti.noZone"), options: zones, value: ente?.zone ?? "" })}
    `;
  }

  private codes(ente: EnteRecord | null): TemplateResult {
    return html`
      ${textField({ id: "ente-cadastral", name: "cadastral", label: t("enti.cadastral"), hint: t("enti.cadastralHint"), maxLength: 4, pattern: CADASTRAL_CODE, value: ente?.cadastralCode, optional: true })}
      ${textField({ id: "ente-ipa", name: "ipa", label: t("enti.ipa"), hint: t("enti.ipaHint"), maxLength: 20, pattern: IPA_CODE, value: ente?.ipaCode, optional: true })}
    `;
  }

  private life(ente: EnteRecord | null): TemplateResult {
    const others = this.enti.filter(({ code }) => code !== ente?.code);
    return html`
      ${dateField({ id: "ente-from", name: "from", label: t("enti.from"), hint: t("enti.fromHint"), value: ente?.validFrom })}
      ${dateField({ id: "ente-to", name: "to", label: t("enti.to"), hint: t("enti.toHint"), value: ente?.validTo })}
      ${choice({ id: "ente-successor", name: "successor", label: t("enti.successor"), none: t("enti.noSuccessor"), options: named(others), value: ente?.successor ?? "" })}
    `;
  }

  private readonly onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const data = new FormData(event.target);
    const given = (name: string): string | null => textOf(data, name) || null;
    const ente: EnteRecord = {
      code: this.ente?.code ?? textOf(data, "code"),
      slug: this.ente?.slug ?? null,
      name: textOf(data, "name"),
      kind: oneOf(textOf(data, "kind"), ENTE_KINDS, "other"),
      zone: given("zone"),
      cadastralCode: given("cadastral"),
      ipaCode: given("ipa"),
      validFrom: given("from"),
      validTo: given("to"),
      successor: given("successor"),
    };
    this.taken = this.ente === null && this.enti.some(({ code }) => code === ente.code);
    if (this.taken) this.querySelector<HTMLElement>("#ente-code")?.focus();
    else this.emit("civico-put-ente", ente);
  };
}

/** A zone may have the name of a comune. */
function named(enti: readonly EnteRecord[]): [string, string][] {
  return enti.map(({ code, name, kind }) => [code, kind === "comune" ? name : `${name} (${t(`ente.kind.${kind}`)})`]);
}
