import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { Outcome } from "../api/acts";
import type { Client } from "../api/client";
import type { LonLat } from "../api/geocoder";
import { listEnti, type Person } from "../api/identity";
import type { FeatureRef } from "../api/items";
import { listLocalities } from "../api/localities";
import { listProposals, listStreets, type Proposal, type RegisterEvent } from "../api/register";
import { ChangeFeed } from "../app/change-feed";
import { t } from "../i18n/language";
import type { Hit, MapPort } from "../map/types";
import { nameOf } from "../state/difference";
import { editable, mediating, readingOnly, type Editable } from "../state/editing";
import { CivicoElement } from "../ui/element";
import { errorText } from "../ui/error-text";
import { choice } from "../ui/form";
import "./act-form";
import { actionButtons } from "./actions";
import "./act-view";
import "./deliveries";
import "./delivery-form";
import "./delivery-view";
import type { FormSpec } from "./form-spec";
import { newStreet, undo } from "./forms";
import { localityField } from "./forms-localities";
import { mergeMunicipality } from "./forms-municipality";
import { Known } from "./known";
import "./localities";
import "./locality-view";
import "./mediation";
import "./name-search";
import "./number-view";
import "./street-view";
import { DELIVERIES, HOME, LOCALITIES, viewOf, type View } from "./view";
import "./worklist";

/** Forms whose first event makes a thing that was not there. */
const MAKING: ReadonlySet<string> = new Set(["new-number", "new-street", "new-locality", "split"]);
/** What is chosen instead of a comune by whoever mediates between them. */
const ALL = "all";

/** The register of a comune for those who keep it: what waits, streets and numbers, and what is asked of them. */
@customElement("civico-register")
export class RegisterPanel extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) person!: Person;
  @property({ attribute: false }) map: MapPort | null = null;
  /** Whether somebody looks at it: only then the map shows what is proposed, and follows what others do. */
  @property({ attribute: false }) active = false;
  @state() private municipality = "";
  @state() private view: View = HOME;
  /** Null until the register of the comune is there. */
  @state() private known: Known | null = null;
  @state() private proposals: Proposal[] = [];
  @state() private proposalCount = 0;
  @state() private seq = 0;
  @state() private problem = "";
  /** What was done last, and the act that can be undone. */
  @state() private done: { text: string; act: string | null } = { text: "", act: null };
  @state() private names: ReadonlyMap<string, string> = new Map();
  /** Whether the comune was chosen by opening a thing of it: then that stays on the page. */
  private followsThing = false;
  private feed: ChangeFeed | null = null;
  /** The last event that was heard of, which the parts are told of once the map asks for it. */
  private heardOf = 0;

  /** Somebody pointed at the map: the place of an access, or what is to be looked at. */
  point(point: LonLat, hits: readonly Hit[]): void {
    const field = this.querySelector("civico-position");
    if (field) {
      field.place(point);
      return;
    }
    const hit = ["addresses", "thoroughfares", "localities"].map((wanted) => hits.find(({ collection }) => collection === wanted)).find((found) => found !== undefined);
    if (hit && this.view.name !== "form" && this.view.name !== "send-delivery") this.open(hit);
  }

  /** Shows a street, a number or a named place of the register. */
  open({ collection, id }: FeatureRef): void {
    this.show(viewOf(collection === "addresses" ? { address: id } : collection === "localities" ? { locality: id } : { thoroughfare: id }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.feed?.stop();
    this.map?.setProposed([]);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const comuni = this.choices();
    if (!comuni.includes(this.municipality)) this.municipality = comuni[0] ?? "";
    if (changed.has("person") && comuni.length > 1) void this.loadNames();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("municipality")) {
      if (!this.followsThing) this.view = HOME;
      this.followsThing = false;
      this.known = null;
    }
    if (changed.has("municipality") || changed.has("active") || changed.has("map")) void this.follow();
  }

  protected override render(): TemplateResult | typeof nothing {
    const rights = this.rights();
    if (!rights) return nothing;
    return html`<section
      class="civico-register"
      aria-labelledby="register-heading"
      data-testid="register"
      @civico-register-view=${(event: CustomEvent<View>) => this.show(event.detail)}
      @civico-register-done=${(event: CustomEvent<{ outcome: Outcome; spec: FormSpec }>) => this.finish(event.detail.outcome, event.detail.spec)}
      @civico-register-elsewhere=${(event: CustomEvent<string>) => this.turnTo(event.detail)}
      @civico-register-replaced=${() => void this.replaced()}
    >
      <h3 id="register-heading" class="visually-hidden">${t("register.title")}</h3>
      <div class=${this.done.text === "" ? "visually-hidden" : "alert alert-success"} role="status" data-testid="register-done">
        <p>${this.done.text}</p>
        ${this.done.act === null ? nothing : this.undoButton(this.done.act)}
      </div>
      ${this.problem === "" ? nothing : html`<div class="alert alert-danger" role="alert" data-testid="register-failed"><p>${this.problem}</p><button type="button" class="btn btn-outline-primary btn-xs" @click=${() => void this.follow()}>${t("retry")}</button></div>`}
      ${this.content(rights)}
    </section>`;
  }

  private content(rights: Editable): TemplateResult | typeof nothing {
    const { view, client, map, seq } = this;
    const known = this.known ?? Known.NOTHING;
    switch (view.name) {
      case "home":
        return rights.municipality === ALL ? this.mediation(rights) : this.home(rights);
      case "street":
        return html`${keyed(view.id, html`<civico-street .client=${client} .rights=${rights} .map=${map} .seq=${seq} .known=${known} .stay=${view.stay === true} .subject=${view.id}></civico-street>`)}`;
      case "number":
        return html`${keyed(view.id, html`<civico-number .client=${client} .rights=${rights} .map=${map} .seq=${seq} .known=${known} .stay=${view.stay === true} .subject=${view.id}></civico-number>`)}`;
      case "localities":
        return html`<civico-localities .rights=${rights} .known=${known}></civico-localities>`;
      case "locality":
        return html`${keyed(view.id, html`<civico-locality .client=${client} .rights=${rights} .map=${map} .seq=${seq} .known=${known} .stay=${view.stay === true} .subject=${view.id}></civico-locality>`)}`;
      case "act":
        return html`${keyed(view.act.id, html`<civico-act .client=${client} .rights=${rights} .map=${map} .seq=${seq} .known=${known} .act=${view.act}></civico-act>`)}`;
      case "form":
        return html`${keyed(view.spec, html`<civico-act-form .client=${client} .rights=${rights} .spec=${view.spec}></civico-act-form>`)}`;
      case "deliveries":
        return html`<civico-deliveries .client=${client} .rights=${rights} .seq=${seq}></civico-deliveries>`;
      case "send-delivery":
        return html`<civico-delivery-form .client=${client} .rights=${rights}></civico-delivery-form>`;
      case "delivery":
        return html`${keyed(view.id, html`<civico-delivery .client=${client} .rights=${rights} .seq=${seq} .subject=${view.id} .own=${view.own}></civico-delivery>`)}`;
    }
  }

  private home(rights: Editable): TemplateResult {
    const { known } = this;
    return html`
      ${this.municipalityField()}
      <h3 id="register-title" tabindex="-1" data-testid="register-title">${t("register.of", { name: this.nameOf(this.municipality) })}</h3>
      ${known === null
        ? html`<p class="civico-note" role="status" data-testid="register-loading">${this.problem === "" ? t("account.loading") : ""}</p>`
        : html`${this.search(known)}
            <div class="civico-actions-row" role="group" aria-label=${t("actions")}>
              ${rights.mayEdit ? html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="action-new-street" @click=${() => this.proposeStreet(known)}>${t("form.new-street.open")}</button>` : nothing}
              <button type="button" class="btn btn-outline-primary btn-xs" data-testid="open-localities" @click=${() => this.show(LOCALITIES)}>${t("localities.title")}</button>
              <button type="button" class="btn btn-outline-primary btn-xs" data-testid="open-deliveries" @click=${() => this.show(DELIVERIES)}>${t("delivery.open")}</button>
            </div>
            ${actionButtons([], this.rareActions(rights), rights, (spec) => this.show({ name: "form", spec }))}
            <civico-worklist .client=${this.client} .rights=${rights} .seq=${this.seq} .known=${known} .proposals=${this.proposals} .proposalCount=${this.proposalCount}></civico-worklist>`}
    `;
  }

  /** Streets of one name are told apart by their named places. */
  private search(known: Known): TemplateResult {
    const placeOf = (id: string): string => known.locality(known.street(id)?.locality ?? "")?.label ?? "";
    return html`<civico-name-search
      .things=${known.streets}
      .words=${{ label: t("register.findStreet"), none: t("register.noStreet"), count: (count: number) => t("register.streetCount", { count }), found: (count: number) => t("register.streetsFound", { count }) }}
      .viewOf=${(id: string): View => ({ name: "street", id })}
      .noteOf=${placeOf}
    ></civico-name-search>`;
  }

  private proposeStreet(known: Known): void {
    const places = known.activeLocalities();
    this.show({ name: "form", spec: newStreet(this.municipality, () => (places.length === 0 ? html`` : localityField(places, null))) });
  }

  private mediation(rights: Editable): TemplateResult {
    return html`${this.municipalityField()}<civico-mediation .client=${this.client} .rights=${rights} .map=${this.map} .seq=${this.seq} .mediation=${mediating(this.person) ?? { zone: null }}></civico-mediation>`;
  }

  /** A comune becomes part of another only where one person decides for both. */
  private rareActions({ municipality, mayApprove }: Editable): FormSpec[] {
    const others = editable(this.person).filter((other) => other.mayApprove && other.municipality !== municipality);
    if (!mayApprove || others.length === 0) return [];
    return [mergeMunicipality([municipality, this.nameOf(municipality)], others.map((other) => [other.municipality, this.nameOf(other.municipality)] as const))];
  }

  /** Whoever works for several comuni says for which one. */
  private municipalityField(): TemplateResult | typeof nothing {
    const choices = this.choices();
    if (choices.length < 2) return nothing;
    const options = choices.map((code) => [code, code === ALL ? t("conflict.title") : this.nameOf(code)] as const);
    return html`<div @change=${(event: Event) => event.target instanceof HTMLSelectElement && (this.municipality = event.target.value)}>
      ${choice({ id: "register-municipality", name: "municipality", label: t("register.municipality"), options, value: this.municipality })}
    </div>`;
  }

  private undoButton(act: string): TemplateResult | typeof nothing {
    const spec = undo(act, this.done.text, this.view);
    return html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="undo-last" @click=${() => this.show({ name: "form", spec })}>${t("form.undo.open")}</button>`;
  }

  /** The comuni whose register the person may change, and what lies between comuni. */
  private choices(): string[] {
    return [...editable(this.person).map(({ municipality }) => municipality), ...(mediating(this.person) ? [ALL] : [])];
  }

  /** What was opened is of another comune for which the person works: its register is the one that is kept now. */
  private turnTo(municipality: string): void {
    if (this.view.name === "form" || !this.choices().includes(municipality)) return;
    [this.followsThing, this.municipality] = [true, municipality];
  }

  private rights(): Editable | null {
    if (this.municipality === ALL) return readingOnly(ALL);
    return editable(this.person).find(({ municipality }) => municipality === this.municipality) ?? null;
  }

  private nameOf(code: string): string {
    const own = [this.person.acting, ...this.person.enti].find((ente) => ente?.code === code);
    return own?.name ?? this.names.get(code) ?? code;
  }

  private show(view: View): void {
    if (this.view.name !== "form" || view.name === "form") this.done = { text: "", act: null };
    this.view = view;
    void this.focusTitle();
  }

  /** Leads the keyboard to what is shown now, unless the person has gone on by then. */
  private async focusTitle(): Promise<void> {
    const left = document.activeElement;
    await this.updateComplete;
    // The parts render after the panel that holds them.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const now = document.activeElement;
    // The focus of an element that is gone falls back to the body.
    if (now === left || now === document.body) this.querySelector<HTMLElement>("#register-title")?.focus({ preventScroll: false });
  }

  /** The outcome in words; what happened can be undone by whoever may decide. */
  private finish(outcome: Outcome, spec: FormSpec): void {
    const made = MAKING.has(spec.id) ? outcome.events[0] : undefined;
    const successor = spec.id === "merge-municipality" && outcome.state === "applied" ? String(outcome.events[0]?.after["successor"] ?? "") : "";
    const subject = [spec.subject, made ? nameOf(made.after) : this.nameOf(successor)].filter((name) => name !== "").join(spec.id === "split" || successor !== "" ? " → " : " ");
    const words = t(outcome.state === "applied" ? `form.${spec.id}.done` : `outcome.${outcome.state}`, { subject });
    this.view = spec.next;
    const isMade = outcome.state === "applied" && outcome.events[0];
    if (isMade && (spec.id === "new-street" || spec.id === "split")) this.view = { name: "street", id: isMade.subject };
    if (isMade && spec.id === "new-locality") this.view = { name: "locality", id: isMade.subject };
    // Its streets and numbers are there now.
    if (successor !== "") this.municipality = successor;
    const mayUndo = outcome.state === "applied" && outcome.seq !== null && this.rights()?.mayApprove === true && spec.id !== "undo";
    this.done = { text: words, act: mayUndo ? outcome.id : null };
    // The feed tells the same a moment later; the map need not wait for it.
    if (outcome.seq !== null) void this.heard(outcome.seq, outcome.events);
    void this.focusTitle();
  }

  /** Something happened: the map first, which people wait for, then the lists. */
  private async heard(seq: number, events: readonly RegisterEvent[]): Promise<void> {
    if (seq <= this.heardOf) return;
    this.heardOf = seq;
    await this.map?.reloadRegister(seq, drawnBy(events));
    this.seq = Math.max(seq, this.seq);
    await this.loadRegister().catch(() => undefined);
  }

  /** A whole register came: the map and all lists are asked for again. */
  private async replaced(): Promise<void> {
    try {
      const seq = await this.loadRegister();
      this.heardOf = Math.max(seq, this.heardOf);
      await this.map?.reloadRegister(seq, ["addresses", "thoroughfares", "localities"]);
      this.seq = Math.max(seq, this.seq);
    } catch (error) {
      this.problem = errorText(error);
    }
  }

  /** Starts to follow the register of the comune, or stops. */
  private async follow(): Promise<void> {
    this.feed?.stop();
    if (!this.active) this.map?.setProposed([]);
    if (!this.active || ["", ALL].includes(this.municipality) || !this.map) return;
    this.feed = new ChangeFeed(this.client, (events) => void this.heard(Math.max(...events.map(({ seq }) => seq ?? 0)), events));
    try {
      this.problem = "";
      const seq = await this.loadRegister();
      this.seq = Math.max(seq, this.seq);
      this.heardOf = Math.max(seq, this.heardOf);
      if (this.active) this.feed.start(this.municipality, this.seq);
    } catch (error) {
      this.problem = errorText(error);
    }
  }

  /** Streets, named places and proposals; the answer is the number of the register's last event then. */
  private async loadRegister(): Promise<number> {
    const { municipality, client } = this;
    const [{ streets, seq }, localities, { proposals, count }] = await Promise.all([listStreets(client, municipality), listLocalities(client, municipality), listProposals(client, municipality)]);
    if (municipality !== this.municipality) return seq;
    this.known = new Known(streets, localities);
    this.proposals = proposals.sort((a, b) => `${a.street} ${a.number}`.localeCompare(`${b.street} ${b.number}`, "it", { numeric: true }));
    this.proposalCount = count;
    if (this.active) this.map?.setProposed(proposals.flatMap(({ id, number, point }) => (point ? [{ id, number, point }] : [])));
    return seq;
  }

  private async loadNames(): Promise<void> {
    const enti = await listEnti(this.client).catch(() => []);
    this.names = new Map(enti.map(({ code, name }) => [code, name]));
  }
}

/** Collections of the map that events change: the name of a place stands where its streets are. */
function drawnBy(events: readonly RegisterEvent[]): string[] {
  const changed = new Set(events.map(({ subjectKind }) => subjectKind));
  if (changed.size === 1 && changed.has("address")) return ["addresses"];
  return changed.size === 1 && changed.has("locality") ? ["localities"] : ["addresses", "thoroughfares", "localities"];
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-register": RegisterPanel;
  }
}
