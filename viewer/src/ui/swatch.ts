import { svg, type SVGTemplateResult } from "lit";
import type { Geometry } from "../api/catalog";

/** What a dataset looks like on the map, small. */
export function swatch(geometry: Geometry, color: string): SVGTemplateResult {
  return svg`<svg class="swatch" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${shape(geometry, color)}</svg>`;
}

function shape(geometry: Geometry, color: string): SVGTemplateResult {
  switch (geometry) {
    case "point":
      return svg`<circle cx="10" cy="10" r="5" fill=${color} />`;
    case "line":
      return svg`<path d="M2 15C7 15 7 5 18 5" fill="none" stroke=${color} stroke-width="3" stroke-linecap="round" />`;
    case "polygon":
      return svg`<rect x="3" y="4" width="14" height="12" rx="1" fill=${color} fill-opacity="0.3" stroke=${color} stroke-width="1.5" />`;
    case "mixed":
      return svg`<rect x="2" y="8" width="11" height="9" fill=${color} fill-opacity="0.3" stroke=${color} stroke-width="1.5" /><circle cx="15" cy="6" r="3.5" fill=${color} />`;
    case "none":
      return svg`<path d="M3 5h14v10H3zM3 8.5h14M8 8.5V15" fill="none" stroke=${color} stroke-width="1.5" />`;
  }
}
