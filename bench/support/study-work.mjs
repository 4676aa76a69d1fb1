// The work of one condition of the quick study: every fit of its trials and folds, as the study itself asks for them.
import { writeFileSync } from "node:fs";
import { chooseLosses, countHeads, EXPRESSIONS, fit, fitScaler, scaleSequence } from "@mien/core";
import { loadMienCast } from "../../packages/lab/dist/casting/index.js";
import { createBackend } from "../../packages/lab/dist/executors/index.js";
import {
  loadStudyData,
  parseStudyConfig,
  presetConfig,
  runStudy,
} from "../../packages/study/dist/design/index.js";

/**
 * @param factors levels of the one condition
 * @param folds how many of the condition's five folds
 * @returns {set, jobs}: the jobs in the order in which they were asked for
 */
export async function workOf(factors, folds) {
  const quick = presetConfig("quick");
  const one = Object.fromEntries(Object.entries(factors).map(([name, level]) => [name, [level]]));
  const config = parseStudyConfig({ ...quick, factors: one, seeds: [1] }, "study bench");
  const data = await loadStudyData(config, () => loadMienCast());
  const backend = await createBackend();
  const { sets, folds: all } = data.get("cast");
  const jobs = [];
  const executor = {
    lanes: 1,
    backend: backend.name,
    addSet: async () => "set",
    run: async ({ job }) => {
      jobs.push(job);
      return fit(backend, sets.get(""), job);
    },
  };
  const few = new Map([["cast", { ...data.get("cast"), folds: all.slice(0, folds) }]]);
  const journal = { append: () => {}, close: () => {} };
  await runStudy(config, {
    executor,
    data: few,
    journal,
    earlier: null,
    runtime: process.versions.node,
    now: () => performance.now(),
  });
  return { set: sets.get(""), jobs };
}

/** Jobs as a peer is told of them: their losses are already chosen. */
export const describeJobs = (set, jobs) =>
  jobs.map(({ recipe, training, testing, seed }) => ({
    recipe,
    training: [...training],
    testing: [...testing],
    seed,
    losses: chooseLosses(countHeads(set, training), recipe).map(({ loss }) => loss),
  }));

/** Writes the scaled sequences [N, T, F], their lengths and classes. */
export function writeSequences(path, set) {
  const scaler = fitScaler(
    set.sequences,
    set.sequences.map((_, n) => n),
  );
  const scaled = set.sequences.map((sequence) => scaleSequence(scaler, sequence));
  const inputs = scaler.names.length;
  const lengths = scaled.map(({ values }) => values.length / inputs);
  const [N, T] = [scaled.length, Math.max(...lengths)];
  const x = new Float32Array(N * T * inputs);
  scaled.forEach(({ values }, n) => {
    x.set(values, n * T * inputs);
  });
  const whole = Int32Array.from([...lengths, ...set.classes]);
  writeFileSync(path, Buffer.concat([x, whole].map(({ buffer }) => new Uint8Array(buffer))));
  return { sequences: N, steps: T, inputs };
}

/** Share of a job's testing recordings of the six whose own head's logit is highest: that a peer learns the same. */
export function shareRight(set, { testing }, { logits }) {
  const C = EXPRESSIONS.length;
  const width = logits.length / testing.length;
  const right = Array.from(testing, (n, i) => {
    const own = logits.subarray((i + 1) * width - C, (i + 1) * width);
    return own.indexOf(Math.max(...own)) === set.classes[n];
  });
  return right.filter(Boolean).length / right.length;
}
