import type { FitJob, LabelledRecording } from "@mien/core";
import { EXPRESSIONS } from "@mien/core";
import { checkParams, createSearchSpace, SAMPLER_KINDS } from "@mien/optimization";
import {
  createInlineExecutor,
  type Executor,
  type Journal,
  loadStudyData,
  runKey,
} from "@mien/study";
import { beforeAll, describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { tinyConfig, tinyTuning } from "../../../study/test/support/tiny-config.ts";
import { createBackend, createThreadExecutor } from "../../src/executors/index.ts";
import { analysisOf, fewActors, runTiny } from "../support/tiny-study.ts";

let items: readonly LabelledRecording[];
beforeAll(async () => {
  items = await fewActors();
});

/** Runs fits and keeps every job that it was given. */
async function spying(): Promise<{ executor: Executor; jobs: FitJob[] }> {
  const inner = createInlineExecutor(await createBackend());
  const jobs: FitJob[] = [];
  const executor: Executor = {
    ...inner,
    run: (task, signal) => {
      jobs.push(task.job);
      return inner.run(task, signal);
    },
  };
  return { executor, jobs };
}

const inFolder = (config = tinyConfig(), options: object = {}) =>
  inTree({}, (root) => runTiny(root, config, { items, ...options }));

describe("runStudy", () => {
  let spied: FitJob[];
  let journal: Journal;
  beforeAll(async () => {
    const { executor, jobs } = await spying();
    journal = await inFolder(tinyConfig(), { executor });
    spied = jobs;
  });

  test("runs each condition on each replicate, and says what of each test recording", () => {
    expect(journal.runs.size).toBe(4 * 2);
    const seen = new Map<string, number>();
    for (const run of journal.runs.values()) {
      expect(run.key).toBe(runKey(run.condition, run.replicate));
      for (const { recordingId, logits } of run.predictions) {
        expect(logits).toHaveLength(EXPRESSIONS.length);
        seen.set(recordingId, (seen.get(recordingId) ?? 0) + 1);
      }
    }
    expect([...new Set(seen.values())]).toEqual([4]);
    expect(seen.size).toBe(items.length);
  });

  test("lets no trial see a test subject", async () => {
    const { folds } = (await loadStudyData(tinyConfig(), async () => items)).get("cast")!;
    const subject = (n: number) => items[n]!.recording.subjectId;
    const trainingOf = folds.map(({ training }) => new Set(Array.from(training, subject)));
    let fold = -1;
    const inOrder = spied.map((job) => {
      const named = /fold (\d+) \| seed/.exec(job.name);
      return { job, fold: named === null ? null : Number(named[1]) };
    });
    // A search's jobs come before the final fit of its run: in one lane the next named job tells the fold.
    for (const { job, fold: own } of inOrder.reverse()) {
      if (own !== null) {
        fold = own;
        continue;
      }
      expect(job.name).toMatch(/^trial \d, inner fold \d$/);
      const inner = [...job.training, ...job.testing].map(subject);
      expect(inner.filter((name) => !trainingOf[fold]!.has(name))).toEqual([]);
      const training = new Set(Array.from(job.training, subject));
      expect(Array.from(job.testing, subject).filter((name) => training.has(name))).toEqual([]);
    }
    expect(spied.length).toBeGreaterThan(8 + 4 * 2);
  });

  test("gives all conditions of a replicate one seed, and each replicate its own", () => {
    const finals = spied.filter(({ name }) => name.includes(" | "));
    const seedsOf = (fold: number) =>
      new Set(finals.filter(({ name }) => name.includes(`fold ${fold}`)).map(({ seed }) => seed));
    expect([seedsOf(0).size, seedsOf(1).size]).toEqual([1, 1]);
    expect([...seedsOf(0)]).not.toEqual([...seedsOf(1)]);
    const splits = new Set(finals.map(({ name, testing }) => `${name.split(" | ")[2]} ${testing}`));
    expect(splits.size).toBe(2);
  });

  test("trains the best of a search's trials", () => {
    for (const { condition, trials, recipe } of journal.runs.values()) {
      if (condition.optimization === "predefined") {
        expect(trials).toEqual([]);
        expect(recipe).toMatchObject({ hiddenSize: 8, epochs: 3 });
        continue;
      }
      const best = trials.reduce((a, b) => ((b.value ?? -1) > (a.value ?? -1) ? b : a));
      expect(trials).toHaveLength(2);
      expect(recipe).toMatchObject(best.params);
    }
  });

  test("gives the same bytes in two worker threads, and in WASM", async () => {
    const bytes = analysisOf(journal);
    const config = tinyConfig();
    const threads = await createThreadExecutor({ workers: 2 });
    expect(analysisOf(await inFolder(config, { executor: threads }))).toBe(bytes);
    expect(analysisOf(await inFolder(config, { backend: "wasm" }))).toBe(bytes);
  });

  test("reckons a search's fits and seconds with those of an earlier process", async () => {
    const run = [...journal.runs.values()].find(({ trials }) => trials.length > 0)!;
    const own = journal.trials.get(run.key)!;
    const reports = own.reduce((sum, { trial }) => sum + trial.reports.length, 0);
    expect(run.measured.fits).toBe(1 + reports);
    const seconds = own.reduce((sum, one) => sum + one.seconds, run.measured.fitSeconds);
    expect(run.measured.runSeconds).toBeGreaterThanOrEqual(seconds * 0.999);
  });
});

describe("a study's design, without code", () => {
  // Enough actors for each head to have a positive in each inner fold.
  let many: readonly LabelledRecording[];
  beforeAll(async () => {
    many = await fewActors(48);
  });
  const searched = { ...tinyConfig().factors, optimization: ["bayesian"], loss: ["standard"] };

  test("searches with each sampler; they differ where exploration ends", async () => {
    const found = [];
    for (const sampler of SAMPLER_KINDS) {
      const tuning = tinyTuning({ sampler, trials: 6 });
      const journal = await inFolder(tinyConfig({ factors: searched, tuning }), { items: many });
      const [first] = journal.runs.values();
      const params = first!.trials.map((trial) => trial.params);
      expect(params).toHaveLength(6);
      for (const one of params) checkParams(sampler, createSearchSpace(tuning.space), one);
      found.push(JSON.stringify(params.slice(2)));
    }
    expect(new Set(found).size).toBe(SAMPLER_KINDS.length);
  });

  test("searches for macro F1 too, without pruning", async () => {
    const tuning = tinyTuning({ objective: "macroF1", pruning: false });
    const journal = await inFolder(tinyConfig({ factors: searched, tuning }), { items: many });
    for (const { trials } of journal.runs.values()) {
      expect(trials.map(({ reports }) => reports.length)).toEqual(trials.map(() => 2));
    }
  });

  test("runs on two data sets, with feature sets and hidden sizes as factors and a control", async () => {
    const config = tinyConfig({
      data: ["cast", "cast again"],
      factors: {
        architecture: ["gru"],
        optimization: ["predefined"],
        loss: ["standard"],
        featureSet: ["geometry", "geometry+blendshapes"],
        hiddenSize: [8, 12],
      },
      controls: [{ name: "one-trunk", recipe: { heads: "one-trunk", hiddenSize: 16 } }],
    });
    const journal = await inFolder(config);
    expect(journal.runs.size).toBe(2 * 2 * (4 + 1));
    const sizes = new Map(
      [...journal.runs.values()].map(({ condition, inputSize, recipe }) => [
        condition.id,
        `${inputSize > 60 ? "wide" : "narrow"} ${recipe.hiddenSize} ${recipe.heads}`,
      ]),
    );
    expect(Object.fromEntries(sizes)).toEqual({
      "geometry/8": "narrow 8 one-vs-all",
      "geometry/12": "narrow 12 one-vs-all",
      "geometry+blendshapes/8": "wide 8 one-vs-all",
      "geometry+blendshapes/12": "wide 12 one-vs-all",
      "one-trunk": "narrow 16 one-trunk",
    });
  });

  test("says when there are too few subjects to search among", () =>
    expect(
      inTree({}, async (root) =>
        runTiny(root, tinyConfig({ factors: searched, tuning: tinyTuning({ innerFolds: 13 }) }), {
          items,
        }),
      ),
    ).rejects.toThrow("tune: expected at least 13 training subjects for the inner folds, got 12"));
});
