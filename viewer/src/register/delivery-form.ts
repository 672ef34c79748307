import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { isAbort, type Client } from "../api/client";
import { LAYOUTS, sendDelivery, type Layout } from "../api/deliveries";
import { uploading } from "../api/upload";
import { ENCODINGS } from "../csv/sniff";
import { t } from "../i18n/language";
import { ordered, parseEpsg, sendingProblem, type SendingProblem } from "../state/delivery";
import type { Editable } from "../state/editing";
import "../ui/drop-zone";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { choice, textField } from "../ui/form";
import { fileList } from "./delivery-files";
import { DELIVERIES, type View } from "./view";

const LONGEST_CODE = 16;
const ACCEPT = ".csv,.txt,.tsv,.json,.geojson,.gpkg,.zip,.gz";

/** The whole register of a comune as files: which, in which order, and how they are read. */
@customElement("civico-delivery-form")
export class DeliveryForm extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) rights!: Editable;
  @state() private layout: Layout = "anncsu";
  @state() private files: File[] = [];
  @state() private crs = "";
  @state() private encoding = "";
  /** Which share of the files has gone; null while nothing is sent. */
  @state() private gone: number | null = null;
  @state() private problem: SendingProblem | null = null;
  @state() private failure = "";
  private request = new AbortController();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("beforeunload", this.onLeave);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("beforeunload", this.onLeave);
    this.request.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Whoever mends what was wrong need not be told of it any more.
    if (this.problem !== null && ["layout", "files", "crs"].some((name) => changed.has(name))) this.problem = sendingProblem(this.layout, this.files, this.crs);
  }

  protected override render(): TemplateResult {
    return html`<p class="civico-back"><button type="button" class="civico-link" data-testid="register-back" @click=${() => this.go(DELIVERIES)}>‹ ${t("delivery.title")}</button></p>
      <h3 id="register-title" tabindex="-1" data-testid="register-title">${t("delivery.new")}</h3>
      <p class="civico-note">${t("delivery.intro")}</p>
      ${this.gone === null ? this.fields() : this.progress(this.gone)}`;
  }

  private fields(): TemplateResult {
    const { layout, files } = this;
    return html`<div @change=${this.onLayout}>
        ${choice({ id: "delivery-layout", name: "layout", label: t("delivery.layout"), options: LAYOUTS.map((one) => [one, t(`delivery.layout.${one}`)] as const), value: layout })}
      </div>
      <p class="civico-note" role="status" data-testid="delivery-help">${t(`delivery.layout.${layout}.help`)}</p>
      <civico-drop-zone
        .name=${"delivery"}
        .invitation=${t("delivery.drop")}
        .action=${t("delivery.add")}
        .formats=${t("delivery.formats")}
        .accept=${ACCEPT}
        multiple
        @civico-files=${(event: CustomEvent<File[]>) => (this.files = ordered(layout, [...this.files, ...event.detail]))}
      ></civico-drop-zone>
      ${fileList(layout, files, (changed, focus) => void this.change(changed, focus))}
      <div @input=${this.onCrs}>
        ${layout === "anncsu" ? nothing : textField({ id: "delivery-crs", name: "crs", label: t("delivery.crs"), hint: t("delivery.crsHint"), maxLength: LONGEST_CODE, value: this.crs, optional: true })}
      </div>
      <div @change=${this.onEncoding}>
        ${choice({ id: "delivery-encoding", name: "encoding", label: t("delivery.encoding"), none: t("delivery.encodingGuessed"), options: ENCODINGS.map((one) => [one, t(`batch.encoding.${one}`)] as const), value: this.encoding })}
      </div>
      <div role="alert">
        ${this.problem === null ? nothing : html`<div class="alert alert-danger" data-testid="delivery-problem"><p>${t(`delivery.problem.${this.problem}`)}</p></div>`}
        ${this.failure === "" ? nothing : html`<div class="alert alert-danger" data-testid="delivery-problem"><p>${this.failure}</p></div>`}
      </div>
      <div class="civico-form-buttons">
        <button type="button" class="btn btn-primary btn-sm" data-testid="delivery-send" @click=${() => void this.send()}>${t("delivery.send")}</button>
        <button type="button" class="btn btn-outline-primary btn-sm" data-testid="delivery-cancel" @click=${() => this.go(DELIVERIES)}>${t("cancel")}</button>
      </div>`;
  }

  private progress(gone: number): TemplateResult {
    const share = Math.floor(gone * 100);
    return html`<div class="civico-progress">
        ${gone < 1 ? html`<progress max="100" value=${share} aria-label=${t("delivery.new")}></progress>` : html`<progress aria-label=${t("delivery.new")}></progress>`}
        <p class="civico-note" role="status" data-testid="delivery-progress">${gone < 1 ? t("delivery.sending", { share }) : t("delivery.reading")}</p>
      </div>
      <div class="civico-form-buttons"><button type="button" class="btn btn-outline-primary btn-sm" data-testid="delivery-stop" @click=${() => this.request.abort()}>${t("cancel")}</button></div>`;
  }

  private async send(): Promise<void> {
    const { layout, files, crs, client, rights: { municipality } } = this;
    const named = layout === "anncsu" ? "" : crs;
    [this.problem, this.failure] = [sendingProblem(layout, files, named), ""];
    if (this.problem !== null) {
      await this.showProblem();
      return;
    }
    this.request = new AbortController();
    this.gone = 0;
    void this.focusOn("delivery-stop");
    try {
      const sending = { municipality, layout, files, crs: parseEpsg(named), encoding: this.encoding === "" ? null : this.encoding };
      const { id } = await sendDelivery(client, sending, uploading((share) => (this.gone = share)), this.request.signal);
      this.gone = null;
      this.go({ name: "delivery", id, own: true });
    } catch (error) {
      this.gone = null;
      this.failure = isAbort(error) ? "" : errorText(error);
      await this.focusOn("delivery-send");
      await this.showProblem();
    }
  }

  /** What is wrong stands above the button, which may be all that is in sight. */
  private async showProblem(): Promise<void> {
    await this.updateComplete;
    this.querySelector("[data-testid=delivery-problem]")?.scrollIntoView({ block: "nearest" });
  }

  private async change(files: File[], focus: string): Promise<void> {
    this.files = files;
    await this.focusOn(focus);
  }

  private async focusOn(id: string): Promise<void> {
    await this.updateComplete;
    this.querySelector<HTMLElement>(`[data-testid="${id}"]`)?.focus();
  }

  private go(view: View): void {
    this.emit("civico-register-view", view);
  }

  private readonly onLayout = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) {
      this.layout = LAYOUTS.find((layout) => layout === (event.target as HTMLSelectElement).value) ?? this.layout;
      this.files = ordered(this.layout, this.files);
    }
  };

  private readonly onCrs = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.crs = event.target.value;
  };

  private readonly onEncoding = (event: Event): void => {
    if (event.target instanceof HTMLSelectElement) this.encoding = event.target.value;
  };

  /** Files that are under way are not lost by a wrong click. */
  private readonly onLeave = (event: Event): void => {
    if (this.gone !== null) event.preventDefault();
  };
}
