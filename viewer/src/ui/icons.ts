import { svg, type SVGTemplateResult } from "lit";

/** Icons of 24 by 24 units, drawn for this viewer; they say nothing by themselves and are hidden from readers. */
const SHAPES = {
  search: svg`<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5 21 21"/>`,
  close: svg`<path d="M5 5 19 19M19 5 5 19"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  minus: svg`<path d="M5 12h14"/>`,
  home: svg`<path d="M4 11 12 4l8 7M6.5 9.5V20h11V9.5"/>`,
  locate: svg`<circle cx="12" cy="12" r="6"/><circle cx="12" cy="12" r="1.5"/><path d="M12 2v4M12 18v4M2 12h4M18 12h4"/>`,
  layers: svg`<path d="M12 3.5 21 8.5l-9 5-9-5zM3.5 12.5l8.5 4.700 8.5-4.700M3.5 16.5l8.5 4.700 8.5-4.700"/>`,
  share: svg`<circle cx="6" cy="12" r="2.5"/><circle cx="18" cy="5.5" r="2.5"/><circle cx="18" cy="18.5" r="2.5"/><path d="M8.200 10.800 15.800 6.700M8.200 13.200l7.600 4.100"/>`,
  help: svg`<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.300c-.7.300-1 .8-1 1.700M12 16.5v.5"/>`,
  print: svg`<path d="M7 9V4h10v5M7 17H4V9.5h16V17h-3M7 14h10v6H7z"/>`,
  info: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.5v.5"/>`,
  extent: svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>`,
  number: svg`<rect x="4" y="6" width="16" height="12" rx="2"/><path d="M10 10v4.5M13.5 10.5h2v4h-2z"/>`,
  street: svg`<path d="M8 3 4 21M16 3l4 18M12 4v3M12 10.5v3M12 17v3"/>`,
  town: svg`<path d="M4 20V10l8-5 8 5v10zM9.5 20v-5h5v5"/>`,
  place: svg`<path d="M12 21c-3-5-6.5-7.5-6.5-11.5a6.5 6.5 0 0 1 13 0C18.5 13.5 15 16 12 21z"/><circle cx="12" cy="9.5" r="2"/>`,
  copy: svg`<path d="M9 9h11v11H9zM5 15H4V4h11v1"/>`,
  analysis: svg`<path d="M4 20V4M4 20h16M8 16v-4M12.5 16V8M17 16v-6"/>`,
  table: svg`<path d="M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14"/>`,
  person: svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 3.800-6 7.500-6s6.700 2 7.500 6"/>`,
  leave: svg`<path d="M14 4H5v16h9M10 12h11M17 8l4 4-4 4"/>`,
  reverse: svg`<path d="M4 8.5h15M15 4.500l4 4-4 4M20 16H5M9 12l-4 4 4 4"/>`,
  arrowLeft: svg`<path d="M20 12H4M10 6l-6 6 6 6"/>`,
  arrowRight: svg`<path d="M4 12h16M14 6l6 6-6 6"/>`,
  arrowUp: svg`<path d="M12 20V4M6 10l6-6 6 6"/>`,
  arrowDown: svg`<path d="M12 4v16M6 14l6 6 6-6"/>`,
} as const;

export type IconName = keyof typeof SHAPES;

export function icon(name: IconName): SVGTemplateResult {
  return svg`<svg class="civico-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
}
