import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { CivicoElement } from "./element";

/** Files by dropping them here, or by the browser's own chooser, which is what the keyboard uses. */
@customElement("civico-drop-zone")
export class DropZone extends CivicoElement {
  /** Begins the names by which tests and labels know its parts. */
  @property({ attribute: false }) name = "";
  @property({ attribute: false }) invitation = "";
  @property({ attribute: false }) action = "";
  @property({ attribute: false }) formats = "";
  @property({ attribute: false }) accept = "";
  @property({ type: Boolean }) multiple = false;
  @state() private over = false;

  protected override render(): TemplateResult {
    const id = `${this.name}-chooser`;
    return html`<div class=${this.over ? "civico-drop over" : "civico-drop"} data-testid="${this.name}-drop" @dragover=${this.onOver} @dragleave=${() => (this.over = false)} @drop=${this.onDrop}>
      <p>${this.invitation}</p>
      <label class="btn btn-primary btn-sm" for=${id}>${this.action}</label>
      <input id=${id} class="civico-chooser" type="file" accept=${this.accept} ?multiple=${this.multiple} aria-describedby="${id}-formats" data-testid=${id} @change=${this.onChosen} />
      <p class="civico-note" id="${id}-formats">${this.formats}</p>
    </div>`;
  }

  private take(files: FileList | null | undefined): void {
    const chosen = [...(files ?? [])].slice(0, this.multiple ? undefined : 1);
    if (chosen.length > 0) this.emit("civico-files", chosen);
  }

  private readonly onOver = (event: DragEvent): void => {
    // Else the browser would open the file in place of the page.
    event.preventDefault();
    this.over = true;
  };

  private readonly onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.over = false;
    this.take(event.dataTransfer?.files);
  };

  private readonly onChosen = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.take(event.target.files);
    // The same file may be chosen again after it was mended.
    event.target.value = "";
  };
}
