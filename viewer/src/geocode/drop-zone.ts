import { html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { t } from "../i18n/language";
import { CivicoElement } from "../ui/element";

/** A file by dropping it here, or by the browser's own chooser, which is what the keyboard uses. */
@customElement("civico-drop-zone")
export class DropZone extends CivicoElement {
  @state() private over = false;

  protected override render(): TemplateResult {
    return html`<div class=${this.over ? "civico-drop over" : "civico-drop"} data-testid="batch-drop" @dragover=${this.onOver} @dragleave=${() => (this.over = false)} @drop=${this.onDrop}>
      <p>${t("batch.drop")}</p>
      <label class="btn btn-primary btn-sm" for="batch-chooser">${t("batch.choose")}</label>
      <input id="batch-chooser" class="civico-chooser" type="file" accept=".csv,.txt,.tsv,text/csv,text/plain" data-testid="batch-chooser" @change=${this.onChosen} />
      <p class="civico-note">${t("batch.formats")}</p>
    </div>`;
  }

  private take(file: File | null | undefined): void {
    if (file) this.emit("civico-file", file);
  }

  private readonly onOver = (event: DragEvent): void => {
    // Else the browser would open the file in place of the page.
    event.preventDefault();
    this.over = true;
  };

  private readonly onDrop = (event: DragEvent): void => {
    event.preventDefault();
    this.over = false;
    this.take(event.dataTransfer?.files[0]);
  };

  private readonly onChosen = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.take(event.target.files?.[0]);
    // The same file may be chosen again after it was mended.
    event.target.value = "";
  };
}
