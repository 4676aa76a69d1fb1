import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LabelledRecording } from "@mien/core";
import { createWasmBackend, isExpression, resolveRecipe } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { createActor, createStudio, drawDisplay } from "@mien/core/synthesis";
import { createInlineExecutor, runFits } from "@mien/study";
import { beforeAll, describe, expect, test } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { testData } from "../../../../tests/support/test-data.ts";
import { castingOf, filmScene, loadMienCast, readKit } from "../../src/casting/index.ts";
import {
  ABLATION_ROWS,
  ablationMarkdown,
  CAST_NAMES,
  filmCasts,
  heldOutActors,
  judgeRow,
  planCasts,
  planRow,
  type RowScores,
} from "../../src/release/index.ts";

const kit = testData("ict-face");
const row = (name: string) => ABLATION_ROWS.find((one) => one.name === name)!;

describe("the casts", () => {
  const plans = planCasts(6, 11);

  test("show the six expressions, the ablated ones by the full one's training actors", () => {
    expect([...plans.keys()]).toEqual(CAST_NAMES);
    const full = plans.get("full")!;
    expect(full.every(({ label }) => label !== null && isExpression(label))).toBe(true);
    const subjects = new Set(full.map(({ subjectId }) => subjectId));
    expect(subjects.size).toBe(6 + heldOutActors(6));
    const training = full.filter(({ subjectId }) => subjectId <= "A006");
    for (const part of CAST_NAMES.slice(1)) {
      expect(plans.get(part)).toEqual(training.map((scene) => ({ ...scene, without: part })));
    }
  });

  test("fewer actors are the first of more: rows of different numbers share their actors", () => {
    const fewer = planCasts(4, 11).get("identity")!;
    expect(plans.get("identity")!.slice(0, fewer.length)).toEqual(fewer);
  });

  test("one variant an expression is the first, with the draws of all others", () => {
    const units = (seed: number, variants: "all" | "first") =>
      [...drawDisplay(createRandom(seed), "surprise", { variants }).keys()].join(" ");
    const seeds = Array.from({ length: 40 }, (_, seed) => seed);
    // AU27, the stretched mouth, is the second variant's alone.
    expect(seeds.some((seed) => units(seed, "all").includes("AU27"))).toBe(true);
    expect(seeds.some((seed) => units(seed, "first").includes("AU27"))).toBe(false);
    expect(seeds.some((seed) => units(seed, "first") === units(seed, "all"))).toBe(true);
  });

  optionalTest(
    "differ in the part alone, and where nothing is taken away in nothing",
    kit.missing,
    async () => {
      const studio = createStudio((await readKit(kit.path)).kit);
      const actor = (seed: number, ...how: Parameters<typeof castingOf>) =>
        createActor(studio, seed, castingOf(...how));
      const [full, same] = [actor(3, "large"), actor(3, "large", "identity")];
      expect(same.rest).toEqual(full.rest);
      expect(same.gains).toEqual(full.gains);
      expect(same.shape).not.toEqual(full.shape);
      const calm = actor(3, "large", "rest");
      expect(calm.shape).toEqual(full.shape);
      expect(calm.rest.every((weight) => weight === 0)).toBe(true);
      expect(full.rest.some((weight) => weight > 0)).toBe(true);
      const [scene] = plans.get("full")!;
      const pixels = (change: object) => filmScene(studio, { ...scene!, ...change }).frame(3);
      expect(pixels({ without: "identity" })).not.toEqual(pixels({}));
      expect(pixels({ without: undefined })).toEqual(pixels({}));
    },
  );

  optionalTest("a stopped filming says so, and keeps its folder", kit.missing, async () => {
    const workFolder = await mkdtemp(join(tmpdir(), "mien-ablate-"));
    const { path: modelPath } = testData("models/face_landmarker.task");
    const options = { actors: 4, seed: 1, kitFolder: kit.path, modelPath, workFolder, workers: 1 };
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(filmCasts({ ...options, signal })).rejects.toThrow("stopped");
    expect(await readdir(workFolder)).toEqual([
      expect.stringMatching(/^full-[0-9a-f]{12}\.cast\.parts$/),
    ]);
    await rm(workFolder, { recursive: true });
  });
});

describe("a row", () => {
  let all: readonly LabelledRecording[];
  beforeAll(async () => {
    all = await loadMienCast();
  });
  const numbered = (from: number, to: number) =>
    all.filter(({ recording: { subjectId } }) => {
      const n = Number(subjectId.slice(1));
      return n >= from && n <= to;
    });
  const plan = (name: string) =>
    planRow(
      row(name),
      { cast: numbered(1, 40), heldOut: numbered(41, 50), other: numbered(1, 10) },
      { actors: 32, recipe: resolveRecipe({ hiddenSize: 8, epochs: 4 }), seeds: [5, 6] },
    );

  test("trains on its share of the actors, and on no judged one, though another cast's have the same numbers", () => {
    const subjects = (name: string) => {
      const { set, jobs, heldOut, other } = plan(name);
      const of = (rows: Int32Array) => new Set(Array.from(rows, (n) => set.subjectIds[n]!));
      expect([...of(jobs[0]!.testing)]).toEqual([...of(heldOut), ...of(other)]);
      const training = of(jobs[0]!.training);
      expect([...of(jobs[0]!.testing)].filter((id) => training.has(id))).toEqual([]);
      return training;
    };
    const [whole, half] = [subjects("full"), subjects("half of the actors")];
    expect(whole.has("large A032") && !whole.has("large A033")).toBe(true);
    expect(half.has("large A016") && !half.has("large A017")).toBe(true);
  });

  test("without dynamics sees one frame a clip; with another feature set, other features", () => {
    const still = plan("no dynamics: the apex frame alone").set.sequences;
    expect(still.every(({ timestampsMs }) => timestampsMs.length === 1)).toBe(true);
    const names = (name: string) => plan(name).set.sequences[0]!.names;
    expect(names("full")).not.toEqual(names("geometry, not as unit vectors"));
    expect(names("blendshapes").some((name) => /jawOpen/.test(name))).toBe(true);
  });

  test("is judged on both casts, its fits pooled, the same each time", async () => {
    const planned = plan("full");
    const executor = createInlineExecutor(await createWasmBackend());
    const setName = await executor.addSet(planned.set);
    const results = await runFits(executor, setName, planned.jobs);
    const scores = judgeRow(planned, results, 1);
    expect(scores).toEqual(judgeRow(planned, results, 1));
    expect(scores.heldOut.recordings).toBe(planned.heldOut.length);
    for (const { accuracy, macroF1 } of [scores.heldOut, scores.other]) {
      // Chance is 0.17; four epochs on 32 actors already tell most apart.
      expect(accuracy.value).toBeGreaterThan(0.3);
      for (const { low, value, high } of [accuracy, macroF1]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
    }
    const one = judgeRow(planned, results.slice(0, 1), 1).other.accuracy.value;
    const two = judgeRow(planned, results.slice(1), 1).other.accuracy.value;
    expect(scores.other.accuracy.value).toBeCloseTo((one + two) / 2, 12);
  });
});

test("the page has the command, a line a row, and says what each took away", () => {
  const interval = {
    value: 0.8251,
    low: 0.8,
    high: 0.85,
    confidence: 0.95,
    defined: 1,
    resamples: 1,
  };
  const judged = { recordings: 100, accuracy: interval, macroF1: interval };
  const rows: RowScores[] = ABLATION_ROWS.map(({ name }) => ({
    name,
    actors: 4,
    trainingRecordings: 20,
    heldOut: judged,
    other: judged,
  }));
  const page = ablationMarkdown(
    { actors: 4, heldOutActors: 2, seed: 1, fits: 3, rows },
    "mien ablate",
  );
  expect(page).toContain("```\nmien ablate\n```");
  const lines = page.split("\n").filter((line) => line.startsWith("| "));
  expect(lines).toHaveLength(2 + ABLATION_ROWS.length);
  expect(lines[2]).toBe(
    `| full | 4 | 20 | ${new Array(4).fill("82.5 (80.0 to 85.0)").join(" | ")} |`,
  );
});
