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
    expect(count(scenes.map(({ label }) => label))).toEqual({
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
    expect(count(scenes.map(({ label }) => label))).toEqual({
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
    expect(plan({ preset: "x" })).toThrow("planCast: preset must be ck or large, got x");
    expect(plan({ seed: 0.5 })).toThrow(/seed must be a safe integer/);
  });
});
