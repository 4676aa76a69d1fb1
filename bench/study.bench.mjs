// The work of one condition of the study (its trials and folds) in mien and in PyTorch, one thread each, round by round in
// alternating order; a ratio is taken within a round. PyTorch trains the same six heads on the same sequences with the same
// recipe: as many epochs, steps and frames. MIEN_BENCH_PYTHON names a Python that has it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fit } from "@mien/core";
import { createBackend } from "../packages/lab/dist/executors/index.js";
import { startEngine } from "./support/engines.mjs";
import { machine, writeSection } from "./support/results.mjs";
import { brief, median, spread } from "./support/statistics.mjs";
import { describeJobs, shareRight, workOf, writeSequences } from "./support/study-work.mjs";

/** Its peer is Python's. */
export const needsPeers = false;

const ADVANCED = { loss: "advanced" };
const PREDEFINED = { optimization: "predefined", ...ADVANCED };
const CASES = [
  { name: "GRU, predefined", factors: { architecture: "gru", ...PREDEFINED } },
  { name: "LSTM, predefined", factors: { architecture: "lstm", ...PREDEFINED } },
  {
    name: "GRU, Bayesian",
    factors: { architecture: "gru", optimization: "bayesian", ...ADVANCED },
  },
];
const FULL = { rounds: 3, folds: 5, foldsOfSearch: 1, cases: CASES };
const QUICK = { rounds: 2, folds: 1, foldsOfSearch: 1, cases: CASES.slice(0, 1) };
const ENGINES = ["native", "wasm"];

const count = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
const note = (line) => console.error(`bench: ${line}`);

function startPeer() {
  return startEngine({
    name: "PyTorch",
    command: process.env.MIEN_BENCH_PYTHON ?? "python3",
    args: [fileURLToPath(new URL("peers/study-torch.py", import.meta.url))],
  });
}

/** mien's engines that are to be had here. */
async function startOwn() {
  const found = [];
  for (const name of ENGINES) {
    try {
      found.push({ name, backend: await createBackend(name) });
    } catch (error) {
      note(`${name} absent: ${error.message}`);
    }
  }
  return found;
}

/** CPU seconds of all jobs, and how well they learned. */
function runOwn(backend, set, jobs) {
  const from = process.cpuUsage();
  const check = jobs.map((job) => shareRight(set, job, fit(backend, set, job)));
  const { user, system } = process.cpuUsage(from);
  return { cpu: (user + system) / 1e6, check };
}

async function measure(c, plan, own, peer, folder) {
  const isSearched = c.factors.optimization === "bayesian";
  const folds = isSearched ? plan.foldsOfSearch : plan.folds;
  const { set, jobs } = await workOf(c.factors, folds);
  const runners = own.map(({ name, backend }) => ({
    name,
    run: async () => runOwn(backend, set, jobs),
  }));
  if (peer !== null) {
    const file = join(folder, "sequences.bin");
    const shape = writeSequences(file, set);
    await peer.ask({ prepare: { ...shape, jobs: describeJobs(set, jobs) }, file });
    runners.push({ name: peer.name, run: () => peer.ask({ run: jobs.map((_, j) => j) }) });
  }
  for (const { backend } of own) fit(backend, set, jobs[0]); // warm
  const seconds = new Map(runners.map(({ name }) => [name, []]));
  const right = new Map();
  for (let round = 0; round < plan.rounds; round++) {
    for (let k = 0; k < runners.length; k++) {
      const { name, run } = runners[(k + round) % runners.length];
      const { cpu, check } = await run();
      seconds.get(name).push(cpu);
      right.set(name, check.reduce((a, b) => a + b, 0) / check.length);
    }
    note(`${c.name}: round ${round + 1} of ${plan.rounds}`);
  }
  const size = `${count(folds, "fold")}, ${count(jobs.length, "fit")}`;
  return { case: `${c.name}, ${size}`, seconds, right };
}

/** The peer's seconds over ours, round by round. */
const ratiosOf = ({ seconds }, name, peer) =>
  spread(seconds.get(name).map((own, round) => seconds.get(peer)[round] / own));

const rounded = (x) => Number(x.toPrecision(4));

function jsonLines(results, own, peer) {
  return results.flatMap((result) =>
    own.map(({ name }) => {
      const seconds = rounded(median(result.seconds.get(name)));
      const line = { subject: "study", case: `${result.case}, ${name}`, seconds };
      if (peer === null) return JSON.stringify(line);
      const { median: ratio, low, high } = ratiosOf(result, name, peer.name);
      return JSON.stringify({
        ...line,
        peer: peer.name,
        ratio: rounded(ratio),
        low: rounded(low),
        high: rounded(high),
        peerSeconds: rounded(median(result.seconds.get(peer.name))),
      });
    }),
  );
}

function markdown(results, own, peer, rounds) {
  const rows = results.flatMap((result) =>
    own.map(({ name }) => {
      const shown = [result.case, name, brief(median(result.seconds.get(name)))];
      const percent = (engine) => `${(100 * result.right.get(engine)).toFixed(1)} %`;
      if (peer === null) return [...shown, "–", "–", percent(name)];
      const { median: ratio, low, high } = ratiosOf(result, name, peer.name);
      return [
        ...shown,
        brief(median(result.seconds.get(peer.name))),
        `${brief(ratio)} (${brief(low)}–${brief(high)})`,
        `${percent(name)}, ${percent(peer.name)}`,
      ];
    }),
  );
  const head = ["condition", "engine", "s", "PyTorch, s", "PyTorch's time over mien's", "right"];
  return [
    `${machine()}; ${peer === null ? "PyTorch absent" : peer.version}. One thread each, CPU time, ${rounds} interleaved rounds.`,
    "",
    "The fits of one condition of the quick study on mien-cast: scaling, six heads, all epochs, testing. `right`: test recordings whose own head answers highest, mien's and PyTorch's mean over the fits; weights and orders are drawn differently.",
    "",
    ...[head, ["---", "---", "---:", "---:", "---:", "---:"], ...rows].map(
      (cells) => `| ${cells.join(" | ")} |`,
    ),
  ].join("\n");
}

export async function bench({ json, quick }) {
  const plan = quick ? QUICK : FULL;
  const folder = mkdtempSync(join(tmpdir(), "mien-bench-"));
  const started = await startPeer();
  if (started.absent !== undefined) note(`PyTorch absent: ${started.absent}`);
  const peer = started.absent === undefined ? started : null;
  try {
    const own = await startOwn();
    const results = [];
    for (const c of plan.cases) results.push(await measure(c, plan, own, peer, folder));
    const text = markdown(results, own, peer, plan.rounds);
    console.log(json ? jsonLines(results, own, peer).join("\n") : text);
    note(`written to ${writeSection(quick ? "study, quick" : "study", text)}`);
  } finally {
    await peer?.close();
    rmSync(folder, { recursive: true });
  }
}
