import { LitElement } from "lit";
import { onLanguageChange } from "../i18n/language";

/** Renders into the page itself, where Bootstrap Italia's styles reach, and again when the language changes. */
export class CivicoElement extends LitElement {
  private stop: () => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = onLanguageChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Tells the element above that something was asked for. */
  protected emit(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
