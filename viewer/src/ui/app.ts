import { html, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { Client } from "../api/client";
import { search, suggest, type Place } from "../api/geocoder";
import type { Person } from "../api/identity";
import type { FeatureRef } from "../api/items";
import { attributionsOf } from "../app/attributions";
import { Controller, type OpenMap } from "../app/controller";
import type { Session } from "../app/session";
import { language, t, type Language } from "../i18n/language";
import { RESULT } from "../map/result-name";
import type { AnalysisPanel } from "../processes/panel";
import type { RecordsPanel } from "../records/panel";
import type { RegisterPanel } from "../register/panel";
import type { SearchPort } from "../state/search";
import { CivicoElement } from "./element";
import "./details-panel";
import "./footer";
import "./header";
import "./help-dialog";
import "./layer-panel";
import "./map-controls";
import { focusSearch, locate, printPicture } from "./page";
import "./search-box";
import "./share-dialog";
import { editorOf, officerOf, staffPanels } from "./staff";
import { tabButton, TABS, type Tab } from "./tab-button";
import { loadTool, TOOL_BUTTON, TOOL_HEADING, toolPanels, type Tool } from "./tools";

const SUGGESTIONS = 8;
/** Below this zoom the middle of the map says little about where a person searches. */
const NEAR_ZOOM = 11;

/** The sheet of `_phone.scss`: where it appears, and what it and the search box cover of the map. */
const PHONE = "(max-width: 767.98px)";
const SHEET_SHARE = 0.58;
const SHEET_CLOSED_PX = 74;
const SEARCH_PX = 64;

/** The page: puts the parts together and passes what they ask for to the controller. */
@customElement("civico-app")
export class App extends CivicoElement {
  client!: Client;
  openMap!: (container: HTMLElement) => OpenMap;
  /** Null where nobody is to be signed in. */
  session: Session | null = null;
  /** `/embed`: the map alone, for other sites' pages. */
  embedded = false;
  @state() private tab: Tab = "layers";
  @state() private sheetOpen = false;
  @state() private tool: Tool | null = null;
  private opened: ReadonlySet<Tool> = new Set();
  @state() private dialog: "share" | "help" | null = null;
  @state() private locateFailed = false;
  @query(".civico-map") private container!: HTMLElement;
  @query("civico-register") private register!: RegisterPanel | null;
  @query("civico-records") private records!: RecordsPanel | null;
  @query("civico-analysis") private analysis!: AnalysisPanel | null;
  private controller!: Controller;
  private readonly searchPort: SearchPort = {
    suggest: (text, signal) => suggest(this.client, this.question(text), signal),
    search: (text, signal) => search(this.client, this.question(text), signal),
    after: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };

  protected override willUpdate(): void {
    if (!this.tabs().includes(this.tab)) this.tab = "layers";
    document.documentElement.lang = language();
    document.title = t("header.title");
    this.controller?.map?.setTitle(t("map.title"));
  }

  protected override updated(): void {
    const phone = window.matchMedia(PHONE).matches;
    const covered = this.sheetOpen ? this.container.clientHeight * SHEET_SHARE : SHEET_CLOSED_PX;
    this.controller?.map?.setInsets(phone && !this.embedded ? { top: SEARCH_PX, bottom: covered } : { top: 0, bottom: 0 });
  }

  protected override firstUpdated(): void {
    const address = {
      read: () => location.hash,
      write: (hash: string) => history.replaceState(null, "", hash),
    };
    const open: OpenMap = (link, bounds, events) => this.openMap(this.container)(link, bounds, {
      ...events,
      pointed: (point, all) => {
        if (this.embedded) return;
        const hits = all.filter(({ collection }) => collection !== RESULT);
        // Who looks at the places of a file goes on doing so.
        if (this.tool === "geocode") return;
        if (this.tool === "analysis") {
          if (!this.analysis?.point(all)) events.pointed(point, hits);
          return;
        }
        if (this.tab === "register") {
          this.sheetOpen = true;
          this.register?.point(point, hits);
          return;
        }
        if (this.tab === "records" && this.records?.point(point)) {
          this.sheetOpen = true;
          return;
        }
        this.show("details");
        events.pointed(point, hits);
      },
    });
    this.controller = new Controller(this.client, address, open, () => this.requestUpdate());
    window.addEventListener("hashchange", () => (void this.controller.follow(), this.followJob()));
    this.session?.watch();
    void this.session?.load();
    void this.controller.start().then(() => {
      this.controller.map?.setTitle(t("map.title"));
      if (this.controller.state.details) this.show("details");
      this.followJob();
    });
  }

  protected override render(): TemplateResult {
    return html`
      ${this.embedded ? nothing : this.header()}
      <main
        class=${`civico-main${this.embedded ? " embedded" : ""}${this.tool ? " wide" : ""}`}
        @civico-choose=${(event: CustomEvent<Place>) => this.choose(event.detail)}
        @civico-dataset=${(event: CustomEvent<string>) => this.controller.toggleDataset(event.detail)}
        @civico-register=${(event: CustomEvent<string>) => this.controller.toggleRegister(event.detail)}
        @civico-remove-all=${() => this.controller.removeAllDatasets()}
        @civico-zoom-to=${(event: CustomEvent<string>) => this.controller.zoomToDataset(event.detail)}
        @civico-reload=${() => this.restart()}
        @civico-show-hit=${(event: CustomEvent<number>) => void this.controller.showHit(event.detail)}
        @civico-close-details=${() => this.closeDetails()}
        @civico-share=${() => (this.dialog = "share")}
        @civico-open-register=${(event: CustomEvent<FeatureRef>) => this.openRegister(event.detail)}
        @civico-close-geocode=${() => this.closeTool()}
        @civico-close-tool=${() => this.closeTool()}
        @civico-job=${(event: CustomEvent<string | null>) => this.controller.showJob(event.detail)}
        @civico-print=${() => void this.print()}
        @civico-session-ended=${() => void this.session?.load()}
      >
        ${this.embedded ? nothing : this.side()} ${this.mapArea()}
      </main>
      ${this.embedded ? nothing : this.footer()} ${this.dialogs()}
    `;
  }

  private header(): TemplateResult {
    return html`<a class="civico-skip" href="#search-input" @click=${focusSearch}>${t("skip.search")}</a>
      <civico-header
        .ente=${this.controller?.dataset("municipalities")?.ente.name ?? ""}
        .session=${this.session}
        .me=${this.session?.me ?? null}
        @civico-acting=${() => void this.controller.reload()}
        @civico-language=${(event: CustomEvent<Language>) => this.controller.changeLanguage(event.detail)}
        @civico-share=${() => (this.dialog = "share")}
        @civico-help=${() => (this.dialog = "help")}
        @civico-geocode-file=${() => this.openTool("geocode")}
        @civico-analysis-open=${() => this.openTool("analysis")}
        @civico-print=${() => void this.print()}
      ></civico-header>`;
  }

  private side(): TemplateResult {
    return html`<div class="civico-side">
      <civico-search .port=${this.searchPort}></civico-search>
      <section class=${this.sheetOpen ? "civico-panel open" : "civico-panel"} aria-label=${t("panel.title")}>
        <button
          type="button"
          class="civico-handle"
          aria-expanded=${this.sheetOpen ? "true" : "false"}
          aria-label=${t(this.sheetOpen ? "panel.collapse" : "panel.expand")}
          data-testid="sheet-handle"
          @click=${() => (this.sheetOpen = !this.sheetOpen)}
        ></button>
        ${toolPanels({ opened: this.opened, tool: this.tool, client: this.client, controller: this.controller, person: this.session?.me?.person ?? null })}
        <h2 class="visually-hidden" ?hidden=${this.tool !== null}>${t("panel.title")}</h2>
        <div class="civico-tabs" ?hidden=${this.tool !== null} role="tablist" aria-label=${t("panel.title")} @keydown=${this.onTabKey}>
          ${this.tabs().map((tab) => tabButton(tab, tab === this.tab, (chosen) => this.show(chosen)))}
        </div>
        <div class="civico-tab-body" ?hidden=${this.tool !== null} role="tabpanel" id="tab-panel" aria-labelledby="tab-${this.tab}" tabindex="-1">${this.tabBody()} ${staffPanels({ editor: this.editor(), officer: this.officer(), tab: this.tab, client: this.client, map: this.controller?.map ?? null })}</div>
      </section>
    </div>`;
  }

  private tabBody(): TemplateResult | typeof nothing {
    if (!this.controller) return nothing;
    const { controller } = this;
    if (this.tab === "register" || this.tab === "records") return nothing;
    if (this.tab === "layers") {
      return html`<civico-layers .app=${controller.state} .colorOf=${(id: string) => controller.colorOf(id)}></civico-layers>`;
    }
    return html`<civico-details
      .details=${controller.state.details}
      .datasetOf=${(id: string) => controller.dataset(id)}
      .editing=${this.editor() !== null}
    ></civico-details>`;
  }

  private openTool(tool: Tool): void {
    loadTool(tool);
    this.opened = new Set([...this.opened, tool]);
    [this.tool, this.sheetOpen] = [tool, true];
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(TOOL_HEADING[tool])?.focus());
  }

  private closeTool(): void {
    const { tool } = this;
    this.tool = null;
    if (tool) this.querySelector<HTMLElement>(`[data-testid=${TOOL_BUTTON[tool]}]`)?.focus();
  }

  /** A link to the result of an analysis shows it. */
  private followJob(): void {
    if (this.controller.state.job !== null && !this.embedded) this.openTool("analysis");
  }

  private editor(): Person | null {
    return editorOf(this.session?.me?.person ?? null);
  }

  private officer(): Person | null {
    return officerOf(this.session?.me?.person ?? null);
  }

  private tabs(): Tab[] {
    return TABS.filter((tab) => (tab === "register" ? this.editor() : tab === "records" ? this.officer() : true));
  }

  private openRegister(ref: FeatureRef): void {
    this.show("register");
    void this.updateComplete.then(() => this.register?.open(ref));
  }

  private mapArea(): TemplateResult {
    return html`<div class="civico-map-area">
      <div class="civico-map" data-testid="map"></div>
      <div class="civico-crosshair" aria-hidden="true"></div>
      <civico-map-controls
        @civico-zoom=${(event: CustomEvent<number>) => this.controller.map?.zoomBy(event.detail)}
        @civico-home=${() => this.controller.showTerritory()}
        @civico-locate=${() => void this.locate()}
      ></civico-map-controls>
      ${this.notices()}
      ${this.embedded ? this.embedNote() : nothing}
    </div>`;
  }

  private notices(): TemplateResult | typeof nothing {
    if (!this.controller) return nothing;
    const { map, tilesFailed } = this.controller.state;
    if (map === "failed") {
      return this.notice(t("map.failed"), t("retry"), () => this.restart());
    }
    if (map === "loading") return html`<p class="civico-notice quiet" role="status">${t("map.loading")}</p>`;
    if (tilesFailed) return this.notice(t("map.tilesFailed"), t("close"), () => this.controller.clearNotice());
    return this.locateFailed ? this.notice(t("map.locateFailed"), t("close"), () => (this.locateFailed = false)) : nothing;
  }

  private notice(text: string, action: string, act: () => void): TemplateResult {
    return html`<div class="civico-notice" role="alert" data-testid="notice">
      <span>${text}</span><button type="button" class="btn btn-outline-primary btn-xs" @click=${act}>${action}</button>
    </div>`;
  }

  private embedNote(): TemplateResult {
    return html`<p class="civico-open">
      ${this.attributions().join(" · ")} <a href="/${location.hash}" target="_blank" rel="noopener">${t("embed.open")}</a>
    </p>`;
  }

  private footer(): TemplateResult {
    return html`<civico-footer .attributions=${this.attributions()}></civico-footer>`;
  }

  private attributions(): string[] {
    const { datasets = [], active = [] } = this.controller?.state ?? {};
    return attributionsOf(datasets, active);
  }

  private dialogs(): TemplateResult {
    const close = (): void => void (this.dialog = null);
    return html`<civico-share-dialog .open=${this.dialog === "share"} .link=${location.href} @civico-close-dialog=${close}></civico-share-dialog>
      <civico-help-dialog .open=${this.dialog === "help"} @civico-close-dialog=${close}></civico-help-dialog>`;
  }

  private question(q: string): { q: string; limit: number; lang: Language; near?: [number, number] } {
    const camera = this.controller.map?.camera();
    const question = { q, limit: SUGGESTIONS, lang: language() };
    return camera && camera.zoom >= NEAR_ZOOM ? { ...question, near: [camera.lon, camera.lat] } : question;
  }

  private restart(): void {
    void this.session?.load();
    void this.controller.start();
  }

  private show(tab: Tab): void {
    this.tool = null;
    this.tab = tab;
    this.sheetOpen = true;
  }

  private choose(place: Place): void {
    // What is found may be what somebody wants to analyse.
    if (this.tool === "analysis") this.sheetOpen = true;
    else this.show("details");
    void this.updateComplete.then(() => this.controller.choose(place));
  }

  private closeDetails(): void {
    this.controller.closeDetails();
    this.tab = "layers";
    this.sheetOpen = false;
  }

  private async print(): Promise<void> {
    const picture = await this.controller.map?.picture();
    if (picture) await printPicture(picture, this.container);
  }

  private async locate(): Promise<void> {
    const point = await locate();
    this.locateFailed = point === null;
    if (point) this.controller.map?.flyTo(point, 16);
  }

  private readonly onTabKey = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const tabs = this.tabs();
    const step = event.key === "ArrowRight" ? 1 : -1;
    this.tab = tabs[(tabs.indexOf(this.tab) + step + tabs.length) % tabs.length] ?? "layers";
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus());
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-app": App;
  }
}
