/** Runs and trials that their recipe or their data let fail are results: the study goes on and says them. */
import { createWasmBackend, EXPRESSIONS, type LabelledRecording } from "@mien/core";
import { expect, test } from "vitest";
import { analyzeStudy } from "../../src/analysis/index.ts";
import {
  createTextJournal,
  loadStudyData,
  parseJournal,
  planConditions,
  runStudy,
  type StudyConfig,
} from "../../src/design/index.ts";
import { runsWarning } from "../../src/report/summary-words.ts";
import { createInlineExecutor, type Executor, type FitTask } from "../../src/training/index.ts";
import { smallRecordings } from "../support/small-recordings.ts";
import { tinyConfig } from "../support/tiny-config.ts";

const config = tinyConfig({
  factors: { architecture: ["gru"], optimization: ["predefined", "bayesian"], loss: ["standard"] },
});
const conditions = planConditions(config).map(({ id }) => id);

const diverged = (what: string) => {
  const error = new Error(`${what}: the loss must be finite, got NaN`);
  error.name = "DivergedError";
  return error;
};

/** Fits as always, but where `fault` gives an error. */
async function failing(fault: (task: FitTask) => Error | null): Promise<Executor> {
  const inner = createInlineExecutor(await createWasmBackend());
  return {
    ...inner,
    run: async (task, signal) => {
      const error = fault(task);
      if (error !== null) throw error;
      return inner.run(task, signal);
    },
  };
}

async function study(
  executor: Executor,
  own: StudyConfig = config,
  text = "",
  more: { readonly only?: string } = {},
  items: readonly LabelledRecording[] = smallRecordings(8),
): Promise<string> {
  const journal = createTextJournal(text);
  const options = {
    executor,
    data: await loadStudyData(own, async () => items),
    journal,
    earlier: text === "" ? null : parseJournal("j", text),
    runtime: "test",
    now: () => 0,
    ...more,
  };
  await runStudy(own, options).catch((error: unknown) => {
    throw Object.assign(error as Error, { journal: journal.text() });
  });
  return journal.text();
}

const analysed = (text: string) => {
  const { study: record, runs, failures } = parseJournal("j", text)!;
  return analyzeStudy(record, [...runs.values()], [...failures.values()]);
};

const KEY = `${conditions[0]} | cast | fold 1 | seed 1`;
const oneRun = ({ job }: FitTask) => (job.name === KEY ? diverged(KEY) : null);

test("a run whose loss diverges: the study goes on, the analysis says which and why", async () => {
  const text = await study(await failing(oneRun));
  const { runs } = analysed(text);
  expect(runs).toMatchObject({ planned: 4, done: 3, analysed: 2, isComplete: false });
  expect(runs.failed).toEqual([{ key: KEY, reason: `${KEY}: the loss must be finite, got NaN` }]);
  expect(runs.note).toContain(
    `1 run failed and will again: ${KEY}: the loss must be finite, got NaN.`,
  );
});

test("a failed run is not run again, but by its key; done then, it has not failed", async () => {
  const text = await study(await failing(oneRun));
  const sound = await failing(() => null);
  expect(await study(sound, config, text)).toBe(text);
  const after = await study(sound, config, text, { only: KEY });
  expect(after.length).toBeGreaterThan(text.length);
  expect(analysed(after)).toEqual(analysed(await study(sound)));
});

test("a trial whose loss diverges has failed, with its reason in the journal", async () => {
  const text = await study(
    await failing(({ job }) => (job.name.startsWith("trial 1,") ? diverged(job.name) : null)),
  );
  const trials = parseJournal("j", text)!.trials;
  expect(trials.size).toBeGreaterThan(0);
  for (const [one, two] of trials.values()) {
    expect(one!.reason).toBeUndefined();
    expect(two).toMatchObject({
      trial: { number: 1, state: "failed", value: null, reports: [] },
      reason: "trial 1, inner fold 1: the loss must be finite, got NaN",
    });
  }
  const analysis = analysed(text);
  expect(analysis.runs.isComplete).toBe(true);
  expect(runsWarning(analysis)).toContain(
    "Failed trials: All 4 runs are done. 2 trials of searches",
  );
});

test("a head without a positive in a fold is said with its fold; the other folds are judged", async () => {
  const all = smallRecordings(8);
  const subjects = [...new Set(all.map(({ recording }) => recording.subjectId))];
  // Fear is shown by the subjects of one fold alone: the other's training lacks it.
  const items = all.filter(
    ({ recording, label }) =>
      label !== EXPRESSIONS[2] || subjects.indexOf(recording.subjectId) % 2 === 0,
  );
  const own = tinyConfig({
    factors: { architecture: ["gru"], optimization: ["predefined"], loss: ["standard"] },
  });
  const text = await study(await failing(() => null), own, "", {}, items);
  const [failure] = [...parseJournal("j", text)!.failures.values()];
  expect(failure!.reason).toContain(`head ${EXPRESSIONS[2]} must have a positive in training`);
  expect(analysed(text).runs).toMatchObject({ planned: 2, done: 1 });
});

test("any other error stops the study, with the run's key and how to run it alone", async () => {
  const running = study(
    await failing(({ job }) => (job.name === KEY ? new Error("no memory left") : null)),
  );
  await expect(running).rejects.toThrow(
    `${KEY}: no memory left; the same command with --only '${KEY}' runs this one alone`,
  );
});

test("a key that no run has", async () => {
  const running = study(await failing(() => null), config, "", { only: "x" });
  await expect(running).rejects.toThrow("study: expected the key of a run, such as ");
});
