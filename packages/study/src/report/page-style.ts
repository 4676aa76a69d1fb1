import { html } from "./markup.ts";
import { CHART_STYLE, COLOURS } from "./plots/chart-style.ts";

/** The page's one style sheet: that of its charts, and its own. Style sheets are markup, so that quotes stand as they are. */
export const PAGE_STYLE = html`
${COLOURS}*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif;overflow-wrap:break-word}
main,header,footer{max-width:1120px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 4px}
h2{font-size:1.3rem;line-height:1.3;margin:44px 0 8px;padding-top:14px;border-top:1px solid var(--rule)}
p,li{max-width:46rem}p{margin:10px 0}main ul{padding-left:1.3rem}
.lead,footer{color:var(--soft)}
a{color:var(--s0)}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;padding:0;margin:14px 0 0;font-size:.92rem}
.warning{border-left:4px solid var(--s1);background:var(--panel);padding:10px 14px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:18px 22px;margin:16px 0;align-items:start}
figure{margin:0;max-width:460px;break-inside:avoid}
figcaption{color:var(--soft);font-size:.88rem;line-height:1.4;margin-top:2px}
.scroll{overflow-x:auto;margin:14px 0;max-width:100%}
table{border-collapse:collapse;font-size:.88rem;line-height:1.35}
caption{text-align:left;color:var(--soft);padding:0 0 6px;caption-side:top}
th,td{padding:5px 10px;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
.scroll th,.scroll td{white-space:nowrap}
.scroll tbody th{position:sticky;left:0;background:var(--ground)}
.scroll caption{max-width:min(46rem,calc(100vw - 44px))}
thead th{border-bottom:2px solid var(--soft);vertical-align:bottom}
tbody th{font-weight:500}
.figure{text-align:right;font-variant-numeric:tabular-nums}
.scroll td.text:last-child{white-space:normal;min-width:14.5rem}
.claims{width:100%;margin:20px 0}
.claims td,.claims th{padding:10px 12px}
.claims tbody th{font-weight:500;width:40%}
.claims td:nth-child(3){min-width:10.5rem;font-variant-numeric:tabular-nums}
.note{display:block;color:var(--soft);font-weight:400;font-size:.92em;margin-top:3px}
.verdict{font-weight:650;white-space:nowrap}
.yes{color:var(--yes)}.no{color:var(--no)}.open{color:var(--open)}
details{margin:12px 0}
summary{cursor:pointer;color:var(--s0);padding:4px 0}
pre{background:var(--panel);padding:12px 14px;overflow-x:auto;font-size:.85rem;line-height:1.45}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
li code,dd{overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:minmax(9rem,auto) 1fr;gap:4px 18px;margin:14px 0;font-size:.93rem}
dt{color:var(--soft)}dd{margin:0}
.paper{display:none}
footer{margin-top:44px;padding-bottom:40px;font-size:.9rem}
${CHART_STYLE}@media (min-width:760px){.figures>figure:only-child{grid-column:span 2;max-width:490px}}
@media (max-width:640px){
main,header,footer{padding:0 15px}
h1{font-size:1.45rem}
.claims,.claims tbody,.claims tr,.claims th,.claims td,.claims caption{display:block;width:auto}
.claims thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.claims tr{border:1px solid var(--rule);border-radius:8px;margin:12px 0;padding:10px 14px}
.claims th,.claims td,.claims tbody th{border:0;padding:3px 0;width:auto}
.claims td::before{content:attr(data-head) ": ";color:var(--soft);font-weight:400}
dl{grid-template-columns:1fr;gap:0}
dd{margin-bottom:8px}
}
@media print{
:root{color-scheme:light;--ground:#fff;--panel:#f6f7f8;--ink:#000;--soft:#444;--rule:#bbb;--grid:#ddd;
--s0:#0072b2;--s1:#c04d00;--s2:#00795a;--s3:#a3508a;--band:#0072b2;--yes:#00694e;--no:#a83a00;--open:#444}
nav{display:none}
.paper{display:block}
body{font-size:10.5pt}
.scroll{overflow:visible}
.figures{grid-template-columns:repeat(2,1fr)}
.figures>figure:only-child{grid-column:auto}
.scroll td.text:last-child{min-width:0}
.scroll th,.scroll td{white-space:normal;padding:2px 4px}
table{font-size:7.5pt}
.claims{font-size:9pt}
details{display:none}
tr,figure{break-inside:avoid}
h2{break-after:avoid}
pre{white-space:pre-wrap}
}
`;
