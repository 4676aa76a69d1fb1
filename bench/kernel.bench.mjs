// mien's engines against every peer found here, interleaved: in each round each engine runs the case for a moment, one
// after another, in a rotating order; a ratio is taken within a round. Each engine has a process of its own, one thread.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cases, operations, quickCases } from "./support/cases.mjs";
import { generate } from "./support/data.mjs";
import { engineSpecs, peerSpecs, startEngine } from "./support/engines.mjs";
import { jsonLines, markdown } from "./support/kernel-report.mjs";
import { writeSection } from "./support/results.mjs";
import { median } from "./support/statistics.mjs";

const FULL = {
  rounds: 9,
  sampleSeconds: 0.25,
  lanes: 2,
  warmSeconds: 1,
  prepareBySeconds: Number.POSITIVE_INFINITY,
  endBySeconds: Number.POSITIVE_INFINITY,
};
const QUICK = {
  rounds: 3,
  sampleSeconds: 0.04,
  lanes: 3,
  warmSeconds: 0.4,
  prepareBySeconds: 25,
  endBySeconds: 34,
};
/** Largest difference from mien's own numbers at which a peer counts as computing the same. */
const TOLERANCE = 1e-4;

const note = (line) => console.error(`bench: ${line}`);

async function startAll(options) {
  const ours = engineSpecs(options);
  const started = await Promise.all([...ours, ...peerSpecs(options)].map(startEngine));
  for (const { name, absent } of started)
    if (absent !== undefined) note(`${name} absent: ${absent}`);
  const present = started.filter(({ absent }) => absent === undefined);
  const isOurs = ({ name }) => ours.some((spec) => spec.name === name);
  return { present, absent: started.filter(({ absent }) => absent !== undefined), isOurs };
}

/** Has an engine load a case and warm up; one that fails is named and left out. */
async function prepare(engine, c, file, warmSeconds) {
  try {
    const answer = await engine.ask({
      prepare: c,
      file,
      warmSeconds: warmSeconds * engine.warmShare,
    });
    if (!answer.unsupported) engine.jobs.set(c.name, answer);
  } catch (error) {
    note(`${c.name}: ${error.message.split("\n")[0]}`);
  }
}

/**
 * Case by case, all engines, some at a time (preparing is not timed), each engine one case after another. What is not
 * prepared by the deadline is left out.
 */
async function prepareAll(engines, chosen, fileOf, { lanes, warmSeconds, deadline }) {
  const tasks = chosen.flatMap((c) => engines.map((engine) => ({ c, engine })));
  const busy = new Set();
  const late = new Set();
  for (const engine of engines) engine.jobs = new Map();
  const lane = async () => {
    while (tasks.length > 0) {
      const next = tasks.findIndex(({ engine }) => !busy.has(engine));
      if (next < 0) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        continue;
      }
      const [{ c, engine }] = tasks.splice(next, 1);
      if (performance.now() > deadline) {
        late.add(c.name);
        continue;
      }
      busy.add(engine);
      await prepare(engine, c, fileOf(c), warmSeconds);
      busy.delete(engine);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (late.size > 0) note(`no time for all engines in: ${[...late].join("; ")}`);
}

/** Seconds a step: {wall, cpu}, cpu null where the engine cannot tell. */
async function sample(engine, c, seconds) {
  const { estimate } = engine.jobs.get(c.name);
  const steps = Math.max(1, Math.min(500_000, Math.round(seconds / estimate)));
  const warm = estimate < seconds / 4 ? Math.ceil(steps / 10) : 0;
  const { wall, cpu } = await engine.ask({ run: c.name, steps, warm });
  return { wall: wall / steps, cpu: cpu === null ? null : cpu / steps };
}

async function timeRounds(engines, chosen, plan, deadline) {
  const samples = new Map(chosen.map((c) => [c.name, new Map(engines.map((e) => [e.name, []]))]));
  const peaks = new Map(engines.map((e) => [e.name, []]));
  for (let round = 0; round < plan.rounds; round++) {
    const order = engines.map((_, i) => engines[(i + round) % engines.length]);
    for (const engine of order) {
      const { flops } = await engine.ask({ peak: true });
      if (flops > 0) peaks.get(engine.name).push(flops);
    }
    for (const c of chosen) {
      for (const engine of order) {
        if (!engine.jobs.has(c.name)) continue;
        if (performance.now() > deadline) return { samples, peaks };
        samples.get(c.name).get(engine.name)[round] = await sample(engine, c, plan.sampleSeconds);
      }
    }
    note(`round ${round + 1} of ${plan.rounds}`);
  }
  return { samples, peaks };
}

/** The largest difference of a peer's check values from mien's, relative to values above 1. */
function disagreement(own, other) {
  if (own === undefined || own.length !== other.length) return Number.NaN;
  return Math.max(...own.map((x, i) => Math.abs(x - other[i]) / Math.max(1, Math.abs(x))));
}

function checkAll(engines, chosen) {
  const worst = new Map();
  for (const engine of engines) {
    const differences = chosen
      .filter((c) => engine.jobs.has(c.name))
      .map((c) => {
        const difference = disagreement(
          engines[0].jobs.get(c.name)?.check,
          engine.jobs.get(c.name).check,
        );
        if (!(difference <= TOLERANCE)) note(`${engine.name} differs in ${c.name}: ${difference}`);
        return difference;
      });
    worst.set(engine.name, Math.max(0, ...differences));
  }
  return worst;
}

export async function bench(options) {
  const started = performance.now();
  const plan = options.quick ? QUICK : FULL;
  const chosen = options.quick ? quickCases : cases;
  const folder = mkdtempSync(join(tmpdir(), "mien-bench-"));
  const fileOf = (c) => join(folder, `${c.name.replace(/\W+/g, "-")}.bin`);
  for (const c of chosen) writeFileSync(fileOf(c), new Uint8Array(generate(c).buffer));
  const { present, absent, isOurs } = await startAll(options);
  note(`preparing ${present.map(({ name }) => name).join(", ")}`);
  await prepareAll(present, chosen, fileOf, {
    lanes: plan.lanes,
    warmSeconds: plan.warmSeconds,
    deadline: started + plan.prepareBySeconds * 1000,
  });
  for (const engine of present) engine.pin();
  const deadline = started + plan.endBySeconds * 1000;
  const { samples, peaks } = await timeRounds(present, chosen, plan, deadline);
  const report = {
    cases: chosen.map((c) => ({ ...c, operations: operations(c) })),
    engines: present.filter(isOurs),
    peers: present.filter((engine) => !isOurs(engine)),
    absent,
    samples,
    peaks: new Map([...peaks].map(([name, values]) => [name, median(values)])),
    disagreement: checkAll(present, chosen),
  };
  await Promise.all(present.map((engine) => engine.close()));
  rmSync(folder, { recursive: true });
  const text = markdown(report);
  console.log(options.json ? jsonLines(report).join("\n") : text);
  note(`written to ${writeSection(options.quick ? "kernel, quick" : "kernel", text)}`);
}
