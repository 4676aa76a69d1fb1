import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { EXPRESSIONS } from "@mien/core";
import { createRandom } from "@mien/core/math";
import { createStudio } from "@mien/core/synthesis";
import { describe, expect, test } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import {
  filmStranger,
  JUDGED_UNITS,
  planScenes,
  planStrangers,
  readKit,
  type StrangerScene,
  type StrangerTruth,
  strangerTruth,
} from "../../src/casting/index.ts";
import { drawActivation } from "../../src/casting/strangers/activation.ts";
import { drawCombination } from "../../src/casting/strangers/combination.ts";
import { createEpisode, episodeLevel } from "../../src/casting/strangers/course.ts";
import { STRANGER_DISPLAYS } from "../../src/casting/strangers/displays.ts";
import { STRANGER_UNITS } from "../../src/casting/strangers/units.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../../../..");
const kitFolder = join(process.env.MIEN_TEST_DATA ?? join(root, "../shared/data"), "ict-face");
const missing = existsSync(kitFolder) ? null : "no ict-face in MIEN_TEST_DATA";

const scenes = planStrangers({ actors: 6, seed: 3 });
const truths = scenes.map(strangerTruth);
const ofKind = (kind: StrangerScene["take"]["kind"]) =>
  truths.filter(({ take }) => take.kind === kind);

/** Sum of all intensities at a frame. */
function amount({ units }: StrangerTruth, t: number): number {
  const width = JUDGED_UNITS.length * 2;
  return units.subarray(t * width, (t + 1) * width).reduce((a, b) => a + b, 0);
}

describe("planStrangers", () => {
  test("has everybody do everything, each scene with an id and a seed of its own", () => {
    expect(new Set(scenes.map(({ id }) => id)).size).toBe(scenes.length);
    expect(new Set(scenes.map(({ sceneSeed }) => sceneSeed)).size).toBe(scenes.length);
    for (const subject of new Set(scenes.map(({ subjectId }) => subjectId))) {
      const own = scenes.filter(({ subjectId }) => subjectId === subject);
      expect(new Set(own.map(({ actorSeed }) => actorSeed)).size).toBe(1);
      for (const label of EXPRESSIONS) {
        const takes = own.filter(({ take }) => "label" in take && take.label === label);
        expect(takes.map(({ take }) => take.kind)).toEqual(["photo", "photo", "clip"]);
      }
      const courses = own.flatMap(({ take }) => (take.kind === "clip" ? [take.course] : []));
      for (const course of ["rise", "hold", "return"]) {
        expect(courses.filter((one) => one === course).length).toBeGreaterThanOrEqual(2);
      }
      expect(own.filter(({ take }) => take.kind === "pair")).toHaveLength(2);
      expect(own.filter(({ take }) => take.kind === "combinations")).toHaveLength(1);
    }
  });

  test("is the same for the same seed, another for another, and grows without changing", () => {
    expect(planStrangers({ actors: 6, seed: 3 })).toEqual(scenes);
    expect(planStrangers({ actors: 6, seed: 4 })).not.toEqual(scenes);
    expect(planStrangers({ actors: 7, seed: 3 }).slice(0, scenes.length)).toEqual(scenes);
    expect(planScenes({ actors: 6, seed: 3, preset: "strangers" })).toEqual(scenes);
  });

  test("says which numbers of actors there are", () => {
    expect(() => planStrangers({ actors: 0, seed: 1 })).toThrow(
      "planStrangers: actors must be an integer in [1, 999], got 0",
    );
  });
});

describe("strangerTruth", () => {
  test("a calm face shows no expression; a combination has no label", () => {
    for (const truth of [...ofKind("calm-photo"), ...ofKind("calm-clip")]) {
      expect([truth.label, truth.segments]).toEqual(["neutral", []]);
    }
    expect(ofKind("combinations").map(({ label }) => label)).toEqual(new Array(6).fill(null));
  });

  test("photos are at their apex, and strong ones show more", () => {
    const mean = (strength: string) => {
      const own = ofKind("photo").filter(
        ({ take, label }) =>
          take.kind === "photo" && take.strength === strength && label !== "contempt",
      );
      return own.reduce((sum, truth) => sum + amount(truth, 0), 0) / own.length;
    };
    for (const truth of ofKind("photo")) expect(amount(truth, 0), truth.id).toBeGreaterThan(0.1);
    expect(mean("strong")).toBeGreaterThan(1.6 * mean("weak"));
  });

  test("clips start at rest, and do at their end what their course says", () => {
    for (const truth of ofKind("clip")) {
      const { take, frames } = truth;
      if (take.kind !== "clip") continue;
      const most = Math.max(...Array.from({ length: frames }, (_, t) => amount(truth, t)));
      const last = amount(truth, frames - 1);
      expect(amount(truth, 0), truth.id).toBe(0);
      if (take.course === "return") expect(last, truth.id).toBeLessThan(0.05 * most);
      else expect(last, truth.id).toBeGreaterThan(0.85 * most);
      expect(truth.segments.map(({ label }) => label)).toEqual([take.label]);
    }
  });

  test("pairs show two expressions, one after the other", () => {
    for (const { take, segments, id } of ofKind("pair")) {
      if (take.kind !== "pair") continue;
      expect(
        segments.map(({ label }) => label),
        id,
      ).toEqual(take.labels);
      expect(segments[0]!.startMs, id).toBeLessThan(segments[0]!.endMs);
      expect(segments[1]!.startMs, id).toBeGreaterThan(segments[0]!.startMs);
      expect(segments[1]!.endMs, id).toBeGreaterThan(segments[0]!.endMs);
    }
  });

  test("intensities lie in [0, 1], and each judged unit is on about an eighth of the combinations", () => {
    for (const { units } of truths) {
      expect(Math.min(...units)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...units)).toBeLessThanOrEqual(1);
    }
    const random = createRandom(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 2000; i++) {
      const combination = drawCombination(random.fork(i));
      for (const unit of combination.keys()) counts.set(unit, (counts.get(unit) ?? 0) + 1);
      expect(combination.has("AU5") && combination.has("AU43")).toBe(false);
      expect(combination.has("AU27") && !combination.has("AU25")).toBe(false);
    }
    for (const unit of JUDGED_UNITS) {
      expect(counts.get(unit)! / 2000, unit).toBeGreaterThan(0.1);
      expect(counts.get(unit)! / 2000, unit).toBeLessThan(0.45);
    }
  });
});

test("every unit of a display has modes to move; contempt is shown by one side more", () => {
  for (const display of Object.values(STRANGER_DISPLAYS).flat()) {
    for (const unit of Object.keys(display.units)) expect(STRANGER_UNITS).toHaveProperty(unit);
  }
  const random = createRandom(5);
  const uneven = Array.from({ length: 50 }, (_, i) =>
    drawActivation(random.fork(i), "contempt", "strong"),
  ).filter((units) => [...units.values()].some(([left, right]) => Math.abs(left - right) > 0.3));
  expect(uneven.length).toBeGreaterThan(25);
});

test("an episode's units rise from 0 and fall to 0 again", () => {
  const units = drawActivation(createRandom(2), "surprise", "strong");
  const beats = { startMs: 100, riseMs: 300, releaseMs: 800, fallMs: 200 };
  const episode = createEpisode(createRandom(3), units, beats);
  const at = (timeMs: number) => episodeLevel(episode, timeMs);
  expect([at(0), at(100), at(1000), at(2000)]).toEqual([0, 0, 0, 0]);
  expect(at(400)).toBeGreaterThan(0.9);
  expect(at(250)).toBeLessThan(at(400));
  expect(at(250)).toBeGreaterThan(0);
});

describe("filmStranger", () => {
  const find = (id: string) => scenes.find((scene) => scene.id === id)!;

  optionalTest("has the same pixels for the same scene", missing, async () => {
    const studio = createStudio((await readKit(kitFolder)).kit);
    const scene = find("S001-calm-plain");
    const pixels = (change: object) => filmStranger(studio, { ...scene, ...change }).frame(0);
    expect(pixels({})).toHaveLength(scene.widthPx * scene.heightPx * 4);
    expect(pixels({})).toEqual(pixels({}));
    expect(pixels({})).not.toEqual(pixels({ sceneSeed: 1 }));
    expect(pixels({})).not.toEqual(pixels({ actorSeed: 1 }));
  });

  optionalTest("a frame does not hang on those before it", missing, async () => {
    const studio = createStudio((await readKit(kitFolder)).kit);
    const scene = find("S002-combinations");
    const film = filmStranger(studio, scene);
    film.frame(0);
    expect(film.frame(3)).toEqual(filmStranger(studio, scene).frame(3));
    expect([...film.timestampsMs.subarray(0, 3)]).toEqual([0, 1000, 2000]);
  });
});
