import { createHash } from "node:crypto";
import { EXPRESSIONS } from "@mien/core";
import { describe, expect, test } from "vitest";
import { planCast } from "../../src/casting/index.ts";

function count(labels: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

describe("planCast", () => {
  test("ck has CK+'s shape", () => {
    const scenes = planCast({ actors: 118, seed: 3, preset: "ck" });
    expect(count(scenes.map(({ label }) => String(label)))).toEqual({
      anger: 45,
      disgust: 59,
      fear: 25,
      happiness: 69,
      sadness: 28,
      surprise: 83,
      contempt: 18,
    });
    expect(new Set(scenes.map(({ subjectId }) => subjectId)).size).toBe(118);
    expect(new Set(scenes.map(({ id }) => id)).size).toBe(327);
    const frames = scenes.map((scene) => scene.frames);
    expect([Math.min(...frames), Math.max(...frames)]).toEqual([10, 24]);
    expect(scenes.every(({ endsAtApex, speaks }) => endsAtApex && !speaks)).toBe(true);
  });

  test("large has the six in equal shares, contempt, and faces that move without an expression", () => {
    const scenes = planCast({ actors: 12, seed: 3, preset: "large" });
    expect(count(scenes.map(({ label }) => String(label)))).toEqual({
      anger: 10,
      disgust: 10,
      fear: 10,
      happiness: 10,
      sadness: 10,
      surprise: 10,
      contempt: 6,
      neutral: 24,
    });
    expect(scenes.filter(({ distracts }) => distracts)).toHaveLength(12);
    expect(scenes.filter(({ speaks }) => speaks)).toHaveLength(6);
    expect(new Set(scenes.map(({ id }) => id)).size).toBe(scenes.length);
  });

  test("large has short clips to the apex and longer ones, 15 to 30 frames a second, of several sizes", () => {
    const scenes = planCast({ actors: 60, seed: 4, preset: "large" });
    const frames = scenes.map((scene) => scene.frames);
    expect([Math.min(...frames), Math.max(...frames)]).toEqual([10, 30]);
    expect(new Set(scenes.map(({ frameRate }) => frameRate))).toEqual(new Set([15, 20, 25, 30]));
    expect(new Set(scenes.map(({ heightPx }) => heightPx)).size).toBe(5);
    const ends = scenes.filter(({ endsAtApex }) => endsAtApex).length / scenes.length;
    expect(ends).toBeGreaterThan(0.5);
    expect(ends).toBeLessThan(0.66);
  });

  test("ck and large stay what they were: every field of every scene", () => {
    const plans = [
      { actors: 118, seed: 2026, preset: "ck" },
      { actors: 600, seed: 6, preset: "large" },
    ] as const;
    const hashes = plans.map((options) =>
      createHash("sha256")
        .update(JSON.stringify(planCast(options)))
        .digest("hex"),
    );
    expect(hashes).toEqual([
      "015388c6230fc17d1a4a7b7bc4ba054d4d8c9abd1f4fcd282ce6c17b28d64d16",
      "d045c8100c754666b3fe44591e3da07e2ee942f0f7061f93cf7ca0def0dce133",
    ]);
  });

  describe("large-2", () => {
    const scenes = planCast({ actors: 60, seed: 3, preset: "large-2" });
    const shows = (subject: string, course?: string) =>
      scenes.filter(
        ({ cue }) => cue!.subject === subject && (course === undefined || cue!.course === course),
      );

    test("has photos of everything, clips of every course, and pairs without a label", () => {
      expect(new Set(scenes.map(({ id }) => id)).size).toBe(scenes.length);
      expect(shows("expression", "photo")).toHaveLength(60 * 13);
      expect(shows("units", "photo")).toHaveLength(60 * 12);
      for (const subject of ["expression", "units"]) {
        for (const course of ["apex", "hold", "return"]) {
          expect(shows(subject, course).length, `${subject} ${course}`).toBeGreaterThan(10);
        }
      }
      for (const subject of ["calm", "talk", "distraction"]) {
        expect(shows(subject, "hold").length, subject).toBeGreaterThanOrEqual(10);
        expect(shows(subject).every(({ label }) => label === "neutral")).toBe(true);
      }
      const pairs = scenes.filter(({ cue }) => cue!.labels.length === 2);
      expect(new Set(pairs.map(({ cue }) => cue!.labels.join())).size).toBe(30);
      expect([...pairs, ...shows("units")].every(({ label }) => label === null)).toBe(true);
      expect(pairs.every(({ cue }) => cue!.labels[0] !== cue!.labels[1])).toBe(true);
    });

    test("gives every expression the same photos and as many clips, in every course", () => {
      const labelled = shows("expression").filter(({ label }) => label !== null);
      const clips = count(labelled.filter(({ frames }) => frames > 1).map((s) => `${s.label}`));
      expect(EXPRESSIONS.map((label) => clips[label])).toEqual(EXPRESSIONS.map(() => 30));
      const courses = new Set(labelled.map(({ label, cue }) => `${label} ${cue!.course}`));
      expect(courses.size).toBe((EXPRESSIONS.length + 1) * 4);
    });

    test("has pictures of 256 pixels or more, one frame a photo, and few frames a clip", () => {
      for (const { widthPx, heightPx, frames, cue, watching } of scenes) {
        expect(Math.min(widthPx, heightPx)).toBeGreaterThanOrEqual(256);
        expect(frames === 1).toBe(cue!.course === "photo");
        expect(frames).toBeLessThanOrEqual(22);
        if (frames === 1) expect(watching).toBe("stills");
      }
    });
  });

  test("one actor is the same person in every scene, and another seed is another cast", () => {
    const plan = (seed: number) => planCast({ actors: 5, seed, preset: "large" });
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
    expect(new Set(plan(1).map(({ actorSeed }) => actorSeed)).size).toBe(5);
    expect(new Set(plan(1).map(({ sceneSeed }) => sceneSeed)).size).toBe(38);
  });

  test("refuses what it cannot cast", () => {
    const plan = (options: object) => () =>
      planCast({ actors: 1, seed: 1, preset: "ck", ...options });
    expect(plan({ actors: 0 })).toThrow("planCast: actors must be an integer in [1, 99999], got 0");
    expect(plan({ preset: "x" })).toThrow(
      "planCast: preset must be one of ck, large, large-2, got x",
    );
    expect(plan({ seed: 0.5 })).toThrow(/seed must be a safe integer/);
  });
});
