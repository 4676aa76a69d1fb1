import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXPRESSIONS, type Expression, type Prediction, Recognizer } from "@mien/core";
import { describe, expect, test } from "vitest";
import { encodeCast, JUDGED_UNITS, planStrangers, strangerTruth } from "../../src/casting/index.ts";
import {
  blendshapeUnits,
  compareOnStrangers,
  judgeStrangers,
  judgeUnits,
  type Recognising,
  readStrangers,
  type Stranger,
} from "../../src/release/index.ts";
import { recordStranger as record } from "../support/recorded-stranger.ts";

const plan = { actors: 6, seed: 3 };
const scenes = planStrangers(plan);

const strangers: readonly Stranger[] = scenes.map((scene) => ({
  recording: record(scene),
  truth: strangerTruth(scene),
}));
const truthOf = new Map(strangers.map(({ truth }) => [truth.id, truth]));

function say(
  timestampMs: number,
  label: Prediction["label"],
  likeliest: Expression,
  magnitude: number,
): Prediction {
  const distribution = Object.fromEntries(
    EXPRESSIONS.map((e) => [e, e === likeliest ? 0.9 : 0.02]),
  );
  return {
    timestampMs,
    label,
    probabilities: distribution,
    distribution,
    shown: [likeliest],
    set: [],
    magnitude,
  };
}

/** Knows the truth: of calm faces and contempt it says so; of a clip of two, at each frame, the one that is on. */
const knowing: Recognising = {
  recognize({ id, timestampsMs }) {
    const { label, segments } = truthOf.get(id)!;
    const isSix = (EXPRESSIONS as readonly (string | null)[]).includes(label);
    const whole = isSix ? (label as Expression) : "anger";
    const frames = Array.from(timestampsMs, (time) => {
      const on = segments.find(({ startMs, endMs }) => time >= startMs && time <= endMs);
      const now = on !== undefined && isSix ? (on.label as Expression) : null;
      return say(time, now ?? "neutral", now ?? "anger", now === null ? 0 : 1);
    });
    return { frames, summary: say(0, isSix ? whole : "neutral", whole, 1) };
  },
};

const afraid: Recognising = {
  recognize: ({ timestampsMs }) => ({
    frames: Array.from(timestampsMs, (time) => say(time, "fear", "fear", 1)),
    summary: say(0, "fear", "fear", 1),
  }),
};

describe("judgeStrangers", () => {
  test("whoever knows the truth is always right and raises no alarm", () => {
    const { actors, recordings, baselines } = judgeStrangers(knowing, strangers, { resamples: 20 });
    expect([actors, recordings]).toEqual([plan.actors, scenes.length]);
    for (const { sixWays: one, ...rest } of [baselines.own, baselines.generic]) {
      expect(one.photos).toMatchObject({ recordings: 72, accuracy: { value: 1, low: 1, high: 1 } });
      expect(one.strongPhotos.recordings + one.weakPhotos.recordings).toBe(72);
      expect(one.clips).toMatchObject({ recordings: 36, answered: { value: 1, count: 36 } });
      expect(one.clips.accuracy.value).toBe(1);
      expect(one.clipsAtStrongest.accuracy.value).toBe(1);
      for (const course of ["clipsToApex", "clipsHeld", "clipsToRest"] as const) {
        expect(one[course].recordings).toBe(12);
      }
      expect(one.pairSegments).toMatchObject({ recordings: 24, accuracy: { value: 1 } });
      expect(rest.photoConfusion.map((row, c) => row[c])).toEqual(new Array(6).fill(12));
      // Eight calm photos a person: the ninth is where the own neutral comes from.
      expect(rest.calm.photos).toEqual({ recordings: 48, neutral: 1, abstained: 0, falseAlarm: 0 });
      expect(rest.calm.clips).toEqual({ recordings: 18, neutral: 1, abstained: 0, falseAlarm: 0 });
      expect(rest.calm.alarmedFrames).toEqual({ value: 0, count: 18 * 8 });
      expect(rest.contempt).toEqual({ value: 0, count: 3 });
    }
  });

  test("whoever always says fear is right on a sixth, and alarms at every calm face", () => {
    const { own } = judgeStrangers(afraid, strangers, { resamples: 20 }).baselines;
    expect(own.sixWays.photos.accuracy.value).toBeCloseTo(1 / 6, 12);
    expect(own.sixWays.photos.rightWhenAnswered.value).toBeCloseTo(1 / 6, 12);
    expect(own.calm.photos.falseAlarm).toBe(1);
    expect(own.calm.byManner["calm-clip speech"]).toMatchObject({ recordings: 6, falseAlarm: 1 });
    expect(own.calm.byManner["calm-photo plain"]).toBeUndefined();
    expect(own.contempt.value).toBe(1);
  });

  test("a face that was not seen counts as wrong and unanswered", () => {
    const unseen = strangers.map((one, i) =>
      one.truth.take.kind === "photo" ? { ...one, recording: record(scenes[i]!, false) } : one,
    );
    const { own } = judgeStrangers(knowing, unseen, { resamples: 20 }).baselines;
    expect(own.sixWays.photos).toMatchObject({ recordings: 72, accuracy: { value: 0 } });
    expect(own.sixWays.photos.answered).toEqual({ value: 0, count: 72 });
    expect(own.photoConfusion.flat().reduce((a, b) => a + b, 0)).toBe(0);
  });

  test("the own neutral is the person's plain photo; who has none is judged by the generic one alone", () => {
    const without = strangers.filter(({ truth }) => truth.id !== "S001-calm-plain");
    const { own, generic } = judgeStrangers(knowing, without, { resamples: 20 }).baselines;
    expect([own.sixWays.photos.recordings, generic.sixWays.photos.recordings]).toEqual([60, 72]);
  });

  test("takes the shipped model as it is", async () => {
    const few = strangers.filter(({ truth }) => truth.subjectId === "S001");
    const judged = judgeStrangers(await Recognizer.pretrained(), few, { resamples: 20 });
    expect(judged.baselines.own.sixWays.photos.recordings).toBe(12);
    // Everybody's face is the neutral one here.
    expect(judged.baselines.own.calm.photos.falseAlarm).toBe(0);
  });
});

test("compareOnStrangers: the difference of two models, its interval by subject", () => {
  const options = { resamples: 50 };
  const { own } = compareOnStrangers(knowing, afraid, strangers, options);
  // Everybody shows everything as often: every subject has the same difference.
  expect(own.photos.value).toBeCloseTo(5 / 6, 12);
  expect(own.photos.low).toBeCloseTo(5 / 6, 12);
  expect(own.pairSegments.low).toBeLessThan(own.pairSegments.high);
  const back = compareOnStrangers(afraid, knowing, strangers, options);
  expect(back.own.clips.value).toBeCloseTo(-5 / 6, 12);
});

describe("judgeUnits", () => {
  test("scores that are the truth find each unit and its strength; noise does not", () => {
    const exact = judgeUnits(
      ({ id }, t) => {
        const { units } = truthOf.get(id)!;
        const width = JUDGED_UNITS.length * 2;
        return Object.fromEntries(
          JUDGED_UNITS.map((unit, u) => [
            unit,
            Math.max(units[t * width + 2 * u]!, units[t * width + 2 * u + 1]!),
          ]),
        );
      },
      strangers,
      { baseline: "own" },
    );
    for (const { unit, auc, strongOverWeak, positives, negatives } of exact) {
      expect(positives, unit).toBeGreaterThan(3);
      expect(positives + negatives, unit).toBeGreaterThan(120);
      expect(auc.value, unit).toBe(1);
      expect(strongOverWeak.value, unit).toBe(1);
    }
    // Blendshapes of one and the same face say nothing.
    const same = judgeUnits(blendshapeUnits, strangers, { baseline: "generic" });
    expect(same.map(({ auc }) => auc.value)).toEqual(new Array(JUDGED_UNITS.length).fill(0.5));
  });

  test("a unit that is not scored has no figure", () => {
    const [first] = judgeUnits(() => ({}), strangers, { baseline: "generic" });
    expect(first).toMatchObject({
      unit: "AU1",
      positives: 0,
      auc: { value: Number.NaN, count: 0 },
    });
  });
});

describe("readStrangers", () => {
  test("pairs each recording with its truth, and refuses another plan's", async () => {
    const folder = await mkdtemp(join(tmpdir(), "mien-strangers-"));
    try {
      const path = join(folder, "few.cast");
      const one = { actors: 1, seed: 3 };
      const own = planStrangers(one);
      const recordings = own.map((scene) => ({ recording: record(scene), label: scene.label }));
      await writeFile(path, encodeCast(recordings));
      const read = await readStrangers(path, one);
      expect(read.map(({ truth }) => truth.id)).toEqual(own.map(({ id }) => id));
      expect(read.map(({ recording }) => recording.id)).toEqual(own.map(({ id }) => id));
      await expect(readStrangers(path, { actors: 2, seed: 3 })).rejects.toThrow(
        /must hold \d+ recordings of 2 strangers, got \d+$/,
      );
      await writeFile(path, encodeCast(recordings.slice(1)));
      await expect(readStrangers(path, one)).rejects.toThrow(
        /recording 0 must be S001-calm-plain of the strangers of seed 3, got S001-calm-again, 1 frames/,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
