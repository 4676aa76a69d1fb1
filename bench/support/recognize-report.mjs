// What the recognize bench says: JSON lines, and the same numbers as Markdown.
import { brief, median, spread } from "./statistics.mjs";

const PEER = "mediapipe";

/** MediaPipe's time over ours, round by round. */
const ratios = ({ seconds }, landmarkerSeconds) =>
  spread(seconds.map((own, round) => landmarkerSeconds[round] / own));

const rounded = (x) => Number(x.toPrecision(4));

/** One object a case and engine; `ratio` is MediaPipe's time a frame over ours, absent where it is. */
export function jsonLines({ runners, landmarkerSeconds, pinned }) {
  return runners.map((runner) => {
    const { median: ratio, low, high } = ratios(runner, landmarkerSeconds);
    const beside =
      landmarkerSeconds.length === 0
        ? {}
        : {
            peer: PEER,
            ratio: rounded(ratio),
            low: rounded(low),
            high: rounded(high),
            peerFramesPerSecond: rounded(1 / median(landmarkerSeconds)),
            shareOfPeer: rounded(1 / ratio),
          };
    return JSON.stringify({
      subject: "recognize",
      case: `${runner.case}, ${runner.engine}`,
      ...beside,
      framesPerSecond: rounded(1 / median(runner.seconds)),
      engine: runner.engine,
      pinned,
    });
  });
}

const row = (cells) => `| ${cells.join(" | ")} |`;

export function markdown({ runners, landmarkerSeconds, absent, pinned, where }) {
  const rate = (seconds) => {
    const { median: middle, low, high } = spread(seconds.map((s) => 1 / s));
    return `${brief(middle)} (${brief(low)}–${brief(high)})`;
  };
  const rows = runners.map((runner) => {
    const share = (1 / ratios(runner, landmarkerSeconds).median) * 100;
    const micros = brief(median(runner.seconds) * 1e6);
    const beside = landmarkerSeconds.length === 0 ? "–" : `${share.toPrecision(2)} %`;
    return row([runner.case, runner.engine, rate(runner.seconds), micros, beside]);
  });
  const peer =
    absent === null
      ? `MediaPipe's landmarker, same process and core, 320 x 320 pixels: ${rate(landmarkerSeconds)} frames a second.`
      : `MediaPipe absent: ${absent}`;
  return [
    `${where}; one thread${pinned ? ", pinned to one processor" : ""}.`,
    "Observation to prediction, streaming, GRU of 32 units, six heads; median (lowest–highest) of rounds.",
    "",
    peer,
    "",
    row(["features", "engine", "frames a second", "µs a frame", "share of MediaPipe's time"]),
    row(["---", "---", "---:", "---:", "---:"]),
    ...rows,
  ].join("\n");
}
