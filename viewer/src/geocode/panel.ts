import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { geocodeSlice } from "../api/batch";
import type { Client } from "../api/client";
import { boundsOf } from "../app/bounds";
import { BatchJob, type BatchPort, type Reject } from "../app/batch-job";
import { formatNumber, t } from "../i18n/language";
import type { MapPort } from "../map/types";
import { planOf, type Plan } from "../state/batch-columns";
import { CivicoElement } from "../ui/element";
import "../ui/drop-zone";
import { fileSize } from "../ui/file-size";
import { textField } from "../ui/form";
import { icon } from "../ui/icons";
import { save } from "../ui/page";
import { openFile, reread, type Opened, type OpenProblem } from "./opened";
import { progress, rejectTable, tally } from "./outcome";
import { previewTable, questions, readingFields } from "./preview";
import { sayError, sayReason } from "./words";

const LONGEST_COMUNE = 80;
/** The page is not painted for every row. */
const PAINT_MS = 200;
const ZOOM = 16;

/** «Geocodifica un file»: an office's table goes in, comes back with places; only the address columns leave the browser. */
@customElement("civico-geocode")
export class GeocodePanel extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) map: MapPort | null = null;
  @state() private opened: Opened | null = null;
  @state() private problem: OpenProblem | "" = "";
  @state() private municipality = "";
  @state() private job: BatchJob | null = null;
  private painted = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("beforeunload", this.onLeave);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("beforeunload", this.onLeave);
    this.job?.cancel();
    this.map?.setBatch([]);
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>("#geocode-heading")?.focus();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("map") && this.job) this.map?.setBatch(this.job.points);
  }

  protected override render(): TemplateResult {
    return html`<section class="civico-geocode" aria-labelledby="geocode-heading" data-testid="geocode">
      <div class="civico-geocode-head">
        <h2 id="geocode-heading" tabindex="-1">${t("batch.title")}</h2>
        <button type="button" class="civico-icon-button" aria-label=${t("close")} data-testid="geocode-close" @click=${() => this.emit("civico-close-geocode")}>${icon("close")}</button>
      </div>
      ${this.job ? this.working(this.job) : this.opened ? this.preparing(this.opened) : this.empty()}
    </section>`;
  }

  private empty(): TemplateResult {
    return html`<p>${t("batch.intro")}</p>
      <civico-drop-zone
        .name=${"batch"}
        .invitation=${t("batch.drop")}
        .action=${t("batch.choose")}
        .formats=${t("batch.formats")}
        .accept=${".csv,.txt,.tsv,text/csv,text/plain"}
        @civico-files=${(event: CustomEvent<File[]>) => void (event.detail[0] && this.open(event.detail[0]))}
      ></civico-drop-zone>
      ${this.problem === "" ? nothing : html`<div class="alert alert-danger" role="alert" data-testid="batch-problem"><p>${t(`batch.problem.${this.problem}`)}</p></div>`}
      <h3>${t("batch.help.title")}</h3>
      <ul class="civico-help-list">
        <li>${t("batch.help.columns")}</li>
        <li>${t("batch.help.back")}</li>
        <li>${t("batch.help.privacy")}</li>
      </ul>`;
  }

  private preparing(opened: Opened): TemplateResult {
    const plan = planOf(opened.roles, this.municipality);
    const changes = {
      reading: (changed: Parameters<typeof reread>[1]) => this.take(reread(opened, changed)),
      role: (at: number, role: Opened["roles"][number]) => (this.opened = { ...opened, roles: opened.roles.map((own, index) => (index === at ? role : own)) }),
    };
    return html`<p class="civico-file" data-testid="batch-file"><strong>${opened.file.name}</strong> <span>${fileSize(opened.file.size)}</span></p>
      ${readingFields(opened, changes)}
      <h3>${t("batch.preview")}</h3>
      <p class="civico-note">${t("batch.previewHint")}</p>
      ${previewTable(opened, changes)}
      <div role="status">${typeof plan === "string" ? html`<p class="civico-note error" data-testid="batch-plan">${t(`batch.plan.${plan}`)}</p>` : questions(opened, plan)}</div>
      ${opened.roles.includes("municipality")
        ? nothing
        : html`<div @input=${this.onMunicipality}>${textField({ id: "batch-municipality", name: "municipality", label: t("batch.municipality"), hint: t("batch.municipalityHint"), maxLength: LONGEST_COMUNE, value: this.municipality, optional: true })}</div>`}
      <div class="civico-geocode-foot"><div class="civico-form-buttons">
        <button type="button" class="btn btn-primary btn-sm" aria-disabled=${typeof plan === "string" ? "true" : "false"} data-testid="batch-start" @click=${() => typeof plan === "string" || this.start(opened, plan)}>${t("batch.start")}</button>
        <button type="button" class="btn btn-outline-primary btn-sm" data-testid="batch-other" @click=${this.onOther}>${t("batch.other")}</button>
      </div></div>`;
  }

  private working(job: BatchJob): TemplateResult {
    if (job.state === "running") {
      return html`<p class="civico-file"><strong>${this.opened?.file.name ?? ""}</strong></p>
        ${progress(job)}
        <div class="civico-form-buttons"><button type="button" class="btn btn-outline-primary btn-sm" data-testid="batch-cancel" @click=${() => job.cancel()}>${t("cancel")}</button></div>`;
    }
    return this.finished(job);
  }

  private finished(job: BatchJob): TemplateResult {
    const rejects = job.counts.check + job.counts.missing;
    return html`<div class="alert ${job.state === "done" ? "alert-success" : "alert-warning"}" role="status" tabindex="-1" data-testid="batch-end">
        <p>${t(`batch.${job.state === "running" ? "done" : job.state}`, { count: formatNumber(job.rows) })}${job.state === "failed" ? html` ${sayError(job.error)}` : nothing}</p>
      </div>
      ${tally(job)}
      <div class="civico-form-buttons">
        ${job.rows === 0 ? nothing : html`<button type="button" class="btn btn-primary btn-sm" data-testid="batch-download" @click=${() => save(job.output(), this.nameWith(t("batch.suffix")))}>${t("batch.download")}</button>`}
        ${rejects === 0 ? nothing : html`<button type="button" class="btn btn-outline-primary btn-sm" data-testid="batch-download-rejects" @click=${() => save(job.rejectsFile(), this.nameWith(t("batch.suffixRejects")))}>${t("batch.downloadRejects")}</button>`}
        <button type="button" class="btn btn-outline-primary btn-sm" data-testid="batch-other" @click=${this.onOther}>${t("batch.other")}</button>
      </div>
      ${job.points.length === 0 ? nothing : html`<p class="civico-note civico-batch-legend"><span class="matched">${t("batch.matched")}</span><span class="check">${t("batch.check")}</span> ${t(job.isMapFull ? "batch.onMapFirst" : "batch.onMap", { count: formatNumber(job.points.length) })}</p>`}
      ${rejects === 0 ? nothing : html`<h3>${t("batch.rejects", { count: formatNumber(rejects) })}</h3>${rejectTable(job.rejects, rejects, (reject) => this.show(reject))}`}`;
  }

  private async open(file: File): Promise<void> {
    try {
      this.take(await openFile(file));
    } catch {
      // A folder that was dropped, or a file that is gone: it cannot be read.
      this.take("noText");
    }
    await this.updateComplete;
    this.querySelector<HTMLElement>("#geocode-heading")?.focus();
  }

  private take(result: Opened | OpenProblem): void {
    [this.opened, this.problem] = typeof result === "string" ? [null, result] : [result, ""];
    void this.updateComplete.then(() => {
      // In a wide table what was recognised may be far to the right.
      const region = this.querySelector<HTMLElement>(".civico-batch-table");
      const used = [...this.querySelectorAll<HTMLElement>("th.used")];
      const [first, last] = [used[0], used.at(-1)];
      if (!region || !first || !last) return;
      region.scrollLeft = Math.min(first.offsetLeft, Math.max(0, last.offsetLeft + last.offsetWidth - region.clientWidth));
    });
  }

  private start({ file, encoding, delimiter, named, header }: Opened, plan: Plan): void {
    const job = new BatchJob(this.port(), file, { encoding, delimiter, named, header, plan });
    this.job = job;
    void job.run().then(async () => {
      if (this.job !== job) return;
      this.map?.setBatch(job.points);
      const bounds = boundsOf({ type: "MultiPoint", coordinates: job.points.map(({ point }) => point) });
      if (bounds && job.points.length > 0) this.map?.fit(bounds, ZOOM);
      this.requestUpdate();
      await this.updateComplete;
      // How it ended is what somebody who listens has to hear.
      this.querySelector<HTMLElement>("[data-testid=batch-end]")?.focus();
    });
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("[data-testid=batch-cancel]")?.focus());
  }

  private port(): BatchPort {
    return {
      geocode: (slice, signal, each) => geocodeSlice(this.client, slice, signal, each),
      wait: (seconds, signal) => new Promise((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
      }),
      nowMs: () => performance.now(),
      say: sayReason,
      rejectColumns: () => [t("batch.column.row"), t("batch.column.reason"), t("batch.column.suggestion")],
      changed: () => this.paint(),
    };
  }

  private paint(): void {
    const now = performance.now();
    if (now - this.painted < PAINT_MS) return;
    this.painted = now;
    this.requestUpdate();
  }

  private show({ point, suggestion }: Reject): void {
    if (!point) return;
    this.map?.setHighlight({ shape: null, pin: { point, label: suggestion } });
    this.map?.flyTo(point, ZOOM + 1);
  }

  private nameWith(suffix: string): string {
    return `${(this.opened?.file.name ?? "").replace(/\.[^.]*$/, "")}-${suffix}.csv`;
  }

  private readonly onMunicipality = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.municipality = event.target.value;
  };

  private readonly onOther = (): void => {
    this.job?.cancel();
    [this.job, this.opened, this.problem] = [null, null, ""];
    this.map?.setBatch([]);
    this.map?.setHighlight({ shape: null, pin: null });
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("#geocode-heading")?.focus());
  };

  /** A file that is under way, or was not saved yet, is not lost by a wrong click. */
  private readonly onLeave = (event: Event): void => {
    if (this.job?.state === "running") event.preventDefault();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-geocode": GeocodePanel;
  }
}
