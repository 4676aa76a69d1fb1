/** Traces of recordings as a picture: one panel a recording, one line a trace, a band where no face was seen. */
import type { StoredRecording } from "./recording-table.ts";
import type { Trace } from "./traces.ts";

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

/** Runs of frames without a face, [first, one after the last]. */
function gapsOf(detected: Uint8Array): (readonly [from: number, to: number])[] {
  const starts = [...detected.keys()].filter((t) => detected[t] === 0 && detected[t - 1] !== 0);
  return starts.map((from) => {
    const end = detected.indexOf(1, from);
    return [from, end < 0 ? detected.length : end] as const;
  });
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
  const gaps = gapsOf(recording.detected).map(([from, to]) => {
    // Half-way to the frames beside it, and within the plot.
    const left = (x(from) + x(Math.max(0, from - 1))) / 2;
    const right = (x(Math.min(to, times.length - 1)) + x(to - 1)) / 2;
    const wide = short(Math.max(2, right - left));
    return `<rect x="${short(left)}" y="${top + PLOT.top}" width="${wide}" height="${height}" fill="#ddd"/>`;
  });
  const text = (left: number, at: number, words: string, extra = "") =>
    `<text x="${short(left)}" y="${short(at)}"${extra}>${escapeXml(words)}</text>`;
  const title = label === null ? recording.id : `${recording.id} (${label})`;
  return [
    text(PLOT.left, top + 16, title, ' font-weight="bold"'),
    ...gaps,
    `<path d="M${PLOT.left} ${top + PLOT.top}V${floor}H${PLOT.left + width}" fill="none" stroke="#888"/>`,
    text(PLOT.left - 4, y(most) + 4, most.toFixed(2), ' text-anchor="end"'),
    text(PLOT.left - 4, floor, "0", ' text-anchor="end"'),
    text(
      PLOT.left + width,
      floor + 15,
      `${((end - start) / 1000).toFixed(2)} s`,
      ' text-anchor="end"',
    ),
    ...(gaps.length > 0
      ? [text(PLOT.left + width + 12, floor - 2, "grey: no face", ' fill="#666"')]
      : []),
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
