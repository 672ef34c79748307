import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Dataset } from "../api/catalog";
import type { Client } from "../api/client";
import { listColumns, type Column } from "../api/columns";
import type { LonLat } from "../api/geocoder";
import type { FeaturesInput, GeometryInput, Input, Process, ShapeKind } from "../api/processes";
import type { Details } from "../app/state";
import { t } from "../i18n/language";
import type { MapPort } from "../map/types";
import { columnProblems, withColumns } from "../state/process-columns";
import { problemsOf, type InputProblem } from "../state/process-request";
import { drawnShapes, inView, NO_DRAWING, NO_LAYER, type Selected, type Source, type Value, type Values } from "../state/process-values";
import { shapeOf } from "../state/sketch";
import { CivicoElement } from "../ui/element";
import type { Draft, DrawingAct } from "./drawing";
import { help, optional, parameter, problem } from "./parameters";
import "./source-field";
import { problemWords } from "./words";

/** More optional parameters than this are folded away. */
const SHOWN_OPTIONAL = 2;

/** A draft, and what it is for. */
interface Drafting extends Draft {
  input: string;
  at: number;
}

/** The form of a process: made from its description, with what is drawn for it on the map. */
@customElement("civico-process-form")
export class ProcessForm extends CivicoElement {
  @property({ attribute: false }) client!: Client;
  @property({ attribute: false }) map: MapPort | null = null;
  /** Whether it is shown: what is drawn for it is on the map only then. */
  @property({ attribute: false }) active = true;
  @property({ attribute: false }) process!: Process;
  @property({ attribute: false }) values: Values = {};
  @property({ attribute: false }) datasets: readonly Dataset[] = [];
  @property({ attribute: false }) onMap: readonly string[] = [];
  @property({ attribute: false }) details: Details | null = null;
  @property({ attribute: false }) selected: Selected | null = null;
  /** What the server said of single inputs. */
  @property({ attribute: false }) faults: ReadonlyMap<string, string> = new Map();
  /** Whether somebody tried to send it: before that nobody is told what is missing. */
  @state() private tried = false;
  @state() private drafting: Drafting | null = null;
  /** Whether the parameters that are folded away are shown. */
  private unfolded = false;
  @state() private columns: ReadonlyMap<string, readonly Column[]> = new Map();
  private readonly asked = new Set<string>();

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener("keydown", this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener("keydown", this.onKey);
    this.map?.editLines(null);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("process")) [this.tried, this.drafting, this.unfolded] = [false, null, false];
    if (!this.active) this.drafting = null;
    if (changed.has("selected")) this.follow();
    for (const { collection } of this.layers()) this.readColumns(collection);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { drafting } = this;
    // Another part of the page may draw then.
    if (!this.active) {
      if (changed.has("active")) this.map?.editLines(null);
      return;
    }
    this.map?.editLines({
      lines: [],
      chosen: null,
      shapes: drawnShapes(this.values),
      drawing: drafting && { shape: drafting.shape, points: drafting.points, placed: (point) => this.place(point), removed: () => this.act("back"), ended: () => this.act("end"), cancelled: () => this.act("cancel") },
    });
  }

  protected override render(): TemplateResult {
    const problems = this.problems();
    const [main, more] = partsOf(this.process);
    // Where all that is left to say is columns, some of them have to be said.
    const folded = more.length > SHOWN_OPTIONAL && more.some(({ kind }) => kind !== "property");
    // What is wrong there is seen; once open it stays so while it is mended.
    this.unfolded ||= more.some(({ name }) => problems.has(name));
    return html`<form class="civico-analysis-form" novalidate @submit=${this.onSubmit} data-testid="process-form">
      ${this.summary(problems)} ${main.map((input) => this.field(input, problems))}
      ${folded ? html`<details class="civico-more" ?open=${this.unfolded} data-testid="more-parameters" @toggle=${this.onToggle}><summary>${t("analysis.more")}</summary>${more.map((input) => this.field(input, problems))}</details>` : more.map((input) => this.field(input, problems))}
      <div class="civico-geocode-foot"><div class="civico-form-buttons">
        <button type="submit" class="btn btn-primary btn-sm" data-testid="run">${t("analysis.run")}</button>
      </div></div>
    </form>`;
  }

  private problems(): ReadonlyMap<string, string> {
    const own = this.tried ? [...this.found()].map(([name, found]) => [name, problemWords(found)] as const) : [];
    return new Map([...this.faults, ...own]);
  }

  /** What is wrong with the values, and with the columns that were chosen. */
  private found(): ReadonlyMap<string, InputProblem> {
    return new Map([...columnProblems(this.process, this.values, (name) => this.columnsOf(name)), ...problemsOf(this.process, this.values)]);
  }

  private summary(problems: ReadonlyMap<string, string>): TemplateResult | typeof nothing {
    if (problems.size === 0) return nothing;
    const titleOf = (name: string): string => this.process.inputs.find((input) => input.name === name)?.title ?? name;
    return html`<div class="alert alert-danger" role="alert" tabindex="-1" data-testid="form-problems"><p>${t("analysis.problems")}</p>
      <ul>${[...problems].map(([name, words]) => html`<li><strong>${titleOf(name)}</strong>: ${words}</li>`)}</ul></div>`;
  }

  private field(input: Input, problems: ReadonlyMap<string, string>): TemplateResult {
    const words = problems.get(input.name) ?? "";
    if (input.kind === "features" || input.kind === "geometry") return this.sources(input, words);
    return parameter(input, {
      value: this.values[input.name],
      problem: words,
      columns: input.kind === "property" ? this.columnsOf(input.of) : null,
      hasLayer: input.kind !== "property" || this.sourceOf(input.of) !== null,
      change: (value) => this.change(input.name, value),
    });
  }

  private sources(input: FeaturesInput | GeometryInput, words: string): TemplateResult {
    const id = `input-${input.name}`;
    const sources = this.sourcesOf(input.name);
    const many = input.kind === "features" && input.most > 1;
    const mayAdd = sources.length === 0 || (many && sources.length < input.most && sources.every((source) => source.from !== "layer" || source.collection !== ""));
    return html`<fieldset class="civico-field civico-sources" data-testid=${id} @civico-draw=${(event: CustomEvent) => event.stopPropagation()}>
      <legend>${input.title}${optional(input.required)}</legend>
      ${help(id, input.description)}
      ${sources.map((source, at) => html`<div class="civico-source">
        ${this.source(input, source, at, words !== "")}
        ${sources.length > 1 || !input.required ? html`<button type="button" class="civico-link civico-source-remove" data-testid="${id}-${at}-remove" @click=${() => this.setSources(input.name, sources.filter((_, index) => index !== at))}>${t("analysis.source.remove", { number: at + 1 })}</button>` : nothing}
      </div>`)}
      ${mayAdd ? html`<button type="button" class="btn btn-outline-primary btn-xs" data-testid="${id}-add" @click=${() => this.setSources(input.name, [...sources, input.kind === "features" ? NO_LAYER : NO_DRAWING])}>${t(sources.length === 0 ? "analysis.source.first" : "analysis.source.add")}</button>` : nothing}
      ${problem(id, words)}
    </fieldset>`;
  }

  private source(input: FeaturesInput | GeometryInput, source: Source, at: number, invalid: boolean): TemplateResult {
    const draft = this.drafting?.input === input.name && this.drafting.at === at ? this.drafting : null;
    const replace = (next: Source): void => {
      this.drafting = null;
      const value: Value = { kind: "sources", sources: this.sourcesOf(input.name).map((own, index) => (index === at ? next : own)) };
      this.emit("civico-values", withColumns(this.process, { ...this.values, [input.name]: value }, input.name, next));
    };
    return html`<civico-source
      .input=${input} .source=${source} .name=${`input-${input.name}-${at}`} .datasets=${this.datasets} .onMap=${this.onMap}
      .details=${this.details} .selected=${this.selected} .draft=${draft} .invalid=${invalid}
      .columns=${source.from === "layer" ? (this.columns.get(source.collection) ?? null) : null}
      @civico-source=${(event: CustomEvent<Source>) => replace(event.detail)}
      @civico-draw=${(event: CustomEvent<{ act: DrawingAct } | { act: "begin"; shape: ShapeKind }>) => this.onDraw(event.detail, input.name, at)}
    ></civico-source>`;
  }

  private sourcesOf(name: string): readonly Source[] {
    const value = this.values[name];
    return value?.kind === "sources" ? value.sources : [];
  }

  private setSources(name: string, sources: readonly Source[]): void {
    this.drafting = null;
    this.change(name, { kind: "sources", sources });
  }

  private change(name: string, value: Value): void {
    this.emit("civico-values", { ...this.values, [name]: value });
  }

  /** What is chosen from the map goes with what is selected there. */
  private follow(): void {
    for (const { name } of this.process.inputs) {
      const sources = this.sourcesOf(name);
      if (sources.some((source) => source.from === "selection" && source.selected !== this.selected)) this.change(name, { kind: "sources", sources: sources.map((source) => (source.from === "selection" && this.selected ? { ...source, selected: this.selected } : source)) });
    }
  }

  private layers(): { collection: string }[] {
    return this.process.inputs.flatMap(({ name }) => this.sourcesOf(name)).flatMap((source) => (source.from === "layer" && source.collection !== "" ? [source] : []));
  }

  private readColumns(collection: string): void {
    if (this.asked.has(collection)) return;
    this.asked.add(collection);
    void listColumns(this.client, collection).then(
      (columns) => (this.columns = new Map([...this.columns, [collection, columns]])),
      // Asked again when the form changes next.
      () => this.asked.delete(collection),
    );
  }

  /** The first source of an input that is chosen already. */
  private sourceOf(name: string): Source | null {
    return this.sourcesOf(name).find((source) => (source.from === "layer" ? source.collection !== "" : source.from !== "file" || source.file !== null)) ?? null;
  }

  private columnsOf(name: string): readonly Column[] | null {
    const source = this.sourceOf(name);
    if (source?.from === "layer") return this.columns.get(source.collection) ?? null;
    if (source?.from === "file") return source.file?.columns ?? null;
    if (source?.from !== "selection") return source === null ? null : [];
    const types: Readonly<Record<string, Column["type"]>> = { number: "number", boolean: "boolean" };
    return Object.entries(source.selected?.properties ?? {}).map(([column, value]) => ({ name: column, type: types[typeof value] ?? "text" }));
  }

  private onDraw(detail: { act: DrawingAct } | { act: "begin"; shape: ShapeKind }, input: string, at: number): void {
    if (detail.act !== "begin") this.act(detail.act);
    else void this.beginDraft({ input, at, shape: detail.shape, points: [], tooShort: false });
  }

  private async beginDraft(drafting: Drafting): Promise<void> {
    this.drafting = drafting;
    await this.updateComplete;
    await Promise.all([...this.querySelectorAll("civico-source")].map((source) => source.updateComplete));
    this.querySelector("[data-testid=drawing]")?.scrollIntoView({ block: "center" });
  }

  private place(point: LonLat): void {
    const { drafting } = this;
    const last = drafting?.points.at(-1);
    if (drafting === null || (last && last[0] === point[0] && last[1] === point[1])) return;
    this.drafting = { ...drafting, points: [...drafting.points, point], tooShort: false };
    if (drafting.shape === "point") this.act("end");
  }

  private act(name: DrawingAct): void {
    const { drafting } = this;
    if (drafting === null) return;
    if (name === "centre" && this.map) this.place(this.map.middle());
    if (name === "back") this.drafting = { ...drafting, points: drafting.points.slice(0, -1), tooShort: false };
    if (name === "cancel") void this.leave(drafting);
    if (name === "end") this.finish(drafting);
  }

  private finish(drafting: Drafting): void {
    const shape = shapeOf(drafting.shape, drafting.points);
    if (shape === null) {
      this.drafting = { ...drafting, tooShort: true };
      return;
    }
    const input = this.process.inputs.find(({ name }) => name === drafting.input);
    const sources = this.sourcesOf(drafting.input);
    const add = (source: Source): Source => (source.from === "drawing" ? { from: "drawing", shapes: input?.kind === "geometry" ? [shape] : [...source.shapes, shape] } : source);
    this.setSources(drafting.input, sources.map((source, at) => (at === drafting.at ? add(source) : source)));
    void this.leave(drafting);
  }

  /** The keyboard comes back to where the drawing began. */
  private async leave({ input, at, shape }: Drafting): Promise<void> {
    this.drafting = null;
    await this.updateComplete;
    await this.querySelector("civico-source")?.updateComplete;
    this.querySelector<HTMLElement>(`[data-testid="input-${input}-${at}-draw-${shape}"]`)?.focus();
  }

  /** Gives up the drawing, and nothing else of the form. */
  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.drafting === null) return;
    event.stopPropagation();
    this.act("cancel");
  };

  private readonly onToggle = (event: Event): void => {
    if (event.target instanceof HTMLDetailsElement) this.unfolded = event.target.open;
  };

  private readonly onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    this.tried = true;
    if (this.found().size === 0) {
      this.emit("civico-run", this.map ? inView(this.values, this.map.bounds()) : this.values);
      return;
    }
    await this.updateComplete;
    this.querySelector<HTMLElement>("[data-testid=form-problems]")?.focus();
  };
}

/** What has to be said, and what may be left as it is. */
function partsOf({ inputs }: Process): [Input[], Input[]] {
  // What has no default is a question, not a detail.
  const isOpen = (input: Input): boolean => input.kind === "number" && input.initial.length === 0;
  const isMain = (input: Input): boolean => input.required || input.kind === "features" || input.kind === "geometry" || isOpen(input);
  return [inputs.filter(isMain), inputs.filter((input) => !isMain(input))];
}

declare global {
  interface HTMLElementTagNameMap {
    "civico-process-form": ProcessForm;
  }
}
