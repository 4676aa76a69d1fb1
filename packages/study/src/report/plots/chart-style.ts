import { html } from "../markup.ts";

/** Colours of charts on light and on dark ground, and how their parts are drawn: what a chart needs to stand alone, and the page's too. */
export const CHART_STYLE = html`svg.chart{display:block;width:100%;height:auto}
svg text{font:11px system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;fill:var(--ink)}
svg .tick,svg .legend{font-size:10.5px;fill:var(--soft)}
svg .axis{font-size:10.5px;fill:var(--soft)}
svg .small{font-size:8.5px;fill:var(--soft)}
svg .group{font-weight:650}
svg .haloed{paint-order:stroke;stroke:var(--ground);stroke-width:3px;stroke-linejoin:round}
svg .faint{fill:var(--soft);opacity:.75}
svg line{stroke-width:1}
svg .grid{stroke:var(--grid)}
svg .rule{stroke:var(--soft)}
svg .leader{stroke:var(--soft);stroke-width:.75}
svg .reference{stroke:var(--soft);stroke-dasharray:4 3}
svg .baseline{stroke:var(--ink);stroke-width:2.5}
svg .bar{stroke:var(--ink);stroke-width:3.5}
svg .band{fill:var(--band);fill-opacity:.14}
svg .interval{stroke-width:1.5}
svg .inner{stroke-width:4.5;stroke-opacity:.55}
svg .line{fill:none;stroke-width:1.75}
svg .spread{fill-opacity:.12;stroke:none}
svg .mark{stroke:var(--ground);stroke-width:.75}
svg .cell{fill:var(--panel)}
svg .shade{fill:var(--s0)}
svg .s0{stroke:var(--s0)}svg .s1{stroke:var(--s1)}svg .s2{stroke:var(--s2)}svg .s3{stroke:var(--s3)}
svg .mark.s0,svg .spread.s0{fill:var(--s0)}svg .mark.s1,svg .spread.s1{fill:var(--s1)}
svg .mark.s2,svg .spread.s2{fill:var(--s2)}svg .mark.s3,svg .spread.s3{fill:var(--s3)}
svg .mark{stroke:var(--ground)}svg .spread{stroke:none}
`;

/**
 * Okabe and Ito's colours (2008), told apart with every kind of colour vision, darker on light ground so that marks keep a contrast
 * of 3 : 1 and text one of 4.5 : 1 or more.
 */
export const COLOURS = html`:root{color-scheme:light dark;--ground:#fff;--panel:#f6f7f8;--ink:#1b1f23;--soft:#56606a;--rule:#d5dadf;--grid:#e6e9ec;
--s0:#0072b2;--s1:#c04d00;--s2:#00795a;--s3:#a3508a;--band:#0072b2;--yes:#00694e;--no:#a83a00;--open:#5b5f66}
@media (prefers-color-scheme:dark){:root{--ground:#14171a;--panel:#1d2125;--ink:#e8eaed;--soft:#a9b2bb;--rule:#3a4148;--grid:#2a3036;
--s0:#56b4e9;--s1:#f0a030;--s2:#2fc79b;--s3:#dd94c2;--band:#56b4e9;--yes:#43d3a8;--no:#ff9e66;--open:#b9c0c7}}
`;
