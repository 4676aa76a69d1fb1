/** Traces of recordings as a picture: one panel a recording, one line a trace, a band where no face was seen. */
import type { StoredRecording, Trace } from "../extraction/index.ts";

const WIDTH = 760;
const PANEL = 170;
const PLOT = { left: 44, right: 150, top: 26, bottom: 26 } as const;
/** Paul Tol's bright scheme, told apart with colour-blind eyes. */
const COLOURS: readonly string[] = ["#4477AA", "#EE6677", "#228833", "#AA3377"];

const escapeXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const short = (value: number) => String(Number(value.toFixed(2)));

/** An SVG path with a new start after each gap. */
function pathOf(points: readonly (readonly [number, number])[]): string {
  let pen = "M";
  return points
    .map(([x, y]) => {
      if (!Number.isFinite(y)) {
        pen = "M";
        return "";
      }
      const command = `${pen}${short(x)} ${short(y)}`;
      pen = "L";
      return command;
    })
    .join("");
}

function panel({ recording, label }: StoredRecording, traces: readonly Trace[], top: number) {
  const times = recording.timestampsMs;
  const [start, end] = [times[0]!, times[times.length - 1]!];
  const width = WIDTH - PLOT.left - PLOT.right;
  const height = PANEL - PLOT.top - PLOT.bottom;
  const finite = traces.flatMap(({ values }) => [...values].filter(Number.isFinite));
  const most = Math.max(0.1, ...finite);
  const x = (t: number) =>
    PLOT.left + (end > start ? ((times[t]! - start) / (end - start)) * width : 0);
  const y = (value: number) => top + PLOT.top + (1 - value / most) * height;
  const floor = top + PANEL - PLOT.bottom;
  const gaps = [...recording.detected.keys()].filter((t) => recording.detected[t] === 0);
  const step = width / Math.max(1, times.length - 1);
  const text = (left: number, at: number, words: string, extra = "") =>
    `<text x="${short(left)}" y="${short(at)}"${extra}>${escapeXml(words)}</text>`;
  const title = label === null ? recording.id : `${recording.id} (${label})`;
  return [
    text(PLOT.left, top + 16, title, ' font-weight="bold"'),
    ...gaps.map(
      (t) =>
        `<rect x="${short(x(t) - step / 2)}" y="${top + PLOT.top}" width="${short(step)}" height="${height}" fill="#ddd"/>`,
    ),
    `<path d="M${PLOT.left} ${top + PLOT.top}V${floor}H${PLOT.left + width}" fill="none" stroke="#888"/>`,
    text(PLOT.left - 4, y(most) + 4, most.toFixed(2), ' text-anchor="end"'),
    text(PLOT.left - 4, floor, "0", ' text-anchor="end"'),
    text(
      PLOT.left + width,
      floor + 15,
      `${((end - start) / 1000).toFixed(2)} s`,
      ' text-anchor="end"',
    ),
    ...traces.flatMap(({ name, values }, k) => {
      const colour = COLOURS[k % COLOURS.length]!;
      const path = pathOf(Array.from(values, (value, t) => [x(t), y(value)] as const));
      const at = top + PLOT.top + 12 + 18 * k;
      return [
        `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="round"/>`,
        text(PLOT.left + width + 12, at, name, ` fill="${colour}"`),
      ];
    }),
  ].join("\n");
}

/** A standalone SVG. Distances are shares of the distance of the outer corners of the eyes. */
export function drawTraces(
  stored: readonly StoredRecording[],
  traces: readonly (readonly Trace[])[],
): string {
  const height = stored.length * PANEL + 10;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="12">`;
  const panels = stored.map((one, i) => panel(one, traces[i]!, i * PANEL));
  return `${open}\n<rect width="100%" height="100%" fill="#fff"/>\n${panels.join("\n")}\n</svg>\n`;
}
