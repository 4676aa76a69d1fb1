// What the kernel bench says: JSON lines, and the same numbers as Markdown.
import { machine } from "./results.mjs";
import { brief, median, spread } from "./statistics.mjs";

const CEILING = "ceiling";

/** CPU time where both have it, else wall time of both. */
function pairs(ours, theirs) {
  const both = ours.map((a, round) => [a, theirs[round]]).filter(([a, b]) => a && b);
  return both.map(([a, b]) => (a.cpu !== null && b.cpu !== null ? b.cpu / a.cpu : b.wall / a.wall));
}

const seconds = (samples) => samples.filter(Boolean).map(({ cpu, wall }) => cpu ?? wall);

/** Peer's time over ours, round by round; null where either did not run the case. */
function ratio(report, c, engine, peer) {
  const of = report.samples.get(c.name);
  const ratios = pairs(of.get(engine.name), of.get(peer.name));
  return ratios.length === 0 ? null : spread(ratios);
}

/** Share of the ceiling that the kernel's own multiply-add loop reached in this engine: a peer that is never beaten. */
function share(report, c, engine) {
  const peak = report.peaks.get(engine.name);
  const times = seconds(report.samples.get(c.name).get(engine.name));
  if (!(peak > 0) || times.length === 0) return null;
  return spread(times.map((s) => c.operations / peak / s));
}

const rounded = (x) => Number(x.toPrecision(4));

/** One object a case, engine and peer; `ratio` is the peer's time over ours. */
export function jsonLines(report) {
  const lines = [];
  for (const c of report.cases) {
    for (const engine of report.engines) {
      const rows = report.peers.map((peer) => [peer.name, ratio(report, c, engine, peer)]);
      for (const [peer, value] of [...rows, [CEILING, share(report, c, engine)]]) {
        if (value === null) continue;
        lines.push(
          JSON.stringify({
            subject: "kernel",
            case: `${c.name}, ${engine.name}`,
            peer,
            ratio: rounded(value.median),
            low: rounded(value.low),
            high: rounded(value.high),
            engine: engine.name,
          }),
        );
      }
    }
  }
  return lines;
}

const row = (cells) => `| ${cells.join(" | ")} |`;
const withSpread = (value) =>
  value === null ? "–" : `${brief(value.median)} (${brief(value.low)}–${brief(value.high)})`;

function caseTable(report, c) {
  const { engines, peers } = report;
  const all = [...engines, ...peers].filter(
    ({ name }) => seconds(report.samples.get(c.name).get(name)).length > 0,
  );
  const rivals = engines.filter((engine) => all.includes(engine));
  const unit = c.kind === "train" ? ["ms", 1e3] : ["µs", 1e6];
  const title = c.kind === "frame" ? `${c.name}, one frame` : c.name;
  const lines = all.map((each) => {
    const time = median(seconds(report.samples.get(c.name).get(each.name)));
    const own = engines.includes(each) ? share(report, c, each) : null;
    return row([
      each.name,
      brief(time * unit[1]),
      brief(c.operations / time / 1e9),
      own === null ? "" : `${Math.round(own.median * 100)} %`,
      ...rivals.map((rival) =>
        engines.includes(each) ? "" : withSpread(ratio(report, c, rival, each)),
      ),
    ]);
  });
  const head = [
    title,
    unit[0],
    "GFLOP/s",
    "of its ceiling",
    ...rivals.map(({ name }) => `× ${name}`),
  ];
  return [row(head), row(head.map((_, i) => (i === 0 ? "---" : "---:"))), ...lines].join("\n");
}

function preface(report) {
  const { engines, peers, absent, peaks, disagreement } = report;
  const rounds = Math.max(
    ...[...report.samples.values()].flatMap((of) => [...of.values()].map((s) => s.length)),
  );
  const ceilings = engines
    .filter(({ name }) => peaks.get(name) > 0)
    .map(({ name }) => `${name} ${brief(peaks.get(name) / 1e9)}`);
  return [
    `${machine()}. ${rounds} interleaved rounds, one thread each.`,
    "",
    "Median time of a step: CPU time, but wall time in Chromium and in ratios with it. `× engine`: the peer's time over that engine's, the median of the rounds (lowest–highest); above 1 mien is ahead.",
    "Training is one step: forward, backward and Adam, T 24, one layer, cell inputs/hidden/batch; a frame is one streaming frame, logits out; a sequence is 24 frames at once.",
    `Ceilings, GFLOP/s of multiply and add in registers, no FMA: ${ceilings.join(", ") || "not measured"}.`,
    "",
    "| engine | | largest difference from wasm's losses and logits |",
    "| --- | --- | ---: |",
    ...[...engines, ...peers].map(({ name, version }) =>
      row([
        name,
        version,
        disagreement.get(name) === 0 ? "0" : disagreement.get(name).toExponential(1),
      ]),
    ),
    ...absent.map((each) => row([each.name, `absent: ${each.absent}`, ""])),
  ].join("\n");
}

export const markdown = (report) =>
  [preface(report), ...report.cases.map((c) => caseTable(report, c))].join("\n\n");
