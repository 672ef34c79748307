import { html, nothing, type TemplateResult } from "lit";
import type { Layout } from "../api/deliveries";
import { t } from "../i18n/language";
import { FILE_ROLES, moved } from "../state/delivery";
import { fileSize } from "../ui/file-size";
import { icon } from "../ui/icons";

/** What was chosen, in the order in which it is sent; `change` is told where the focus goes then. */
export function fileList(layout: Layout, files: readonly File[], change: (files: File[], focus: string) => void): TemplateResult | typeof nothing {
  if (files.length === 0) return nothing;
  const last = files.length - 1;
  const move = (at: number, by: -1 | 1): void => {
    const to = at + by;
    // At an end only the way back is left.
    const way = to === 0 ? "down" : to === last ? "up" : by < 0 ? "up" : "down";
    change(moved(files, at, by), `file-${way}-${to}`);
  };
  const remove = (at: number): void => change(files.filter((_, index) => index !== at), "delivery-chooser");
  return html`<div class="civico-field">
    <h4 id="delivery-files-title">${t("delivery.files")}</h4>
    <ol class="civico-sent-files" aria-labelledby="delivery-files-title" data-testid="delivery-files">
      ${files.map(({ name, size }, at) => html`<li data-testid="delivery-file">
        <span><strong>${roleName(layout, at)}</strong> ${name} <small>${fileSize(size)}</small></span>
        <span class="civico-sent-file-buttons">
          <button type="button" class="civico-icon-button" ?disabled=${at === 0} aria-label=${t("delivery.up", { name })} data-testid="file-up-${at}" @click=${() => move(at, -1)}>${icon("arrowUp")}</button>
          <button type="button" class="civico-icon-button" ?disabled=${at === last} aria-label=${t("delivery.down", { name })} data-testid="file-down-${at}" @click=${() => move(at, 1)}>${icon("arrowDown")}</button>
          <button type="button" class="civico-icon-button" aria-label=${t("delivery.remove", { name })} data-testid="file-remove-${at}" @click=${() => remove(at)}>${icon("close")}</button>
        </span>
      </li>`)}
    </ol>
  </div>`;
}

function roleName(layout: Layout, at: number): string {
  const role = FILE_ROLES[layout][at];
  return t(role === undefined ? "delivery.file.surplus" : `delivery.file.${role}`);
}
