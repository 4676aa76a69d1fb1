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

  test("large has every label of every actor, and one who talks", () => {
    const scenes = planCast({ actors: 3, seed: 3, preset: "large" });
    expect(scenes).toHaveLength(27);
    expect(count(scenes.map(({ label }) => label)).neutral).toBe(6);
    expect(scenes.filter(({ speaks }) => speaks)).toHaveLength(3);
    expect(new Set(scenes.map(({ id }) => id)).size).toBe(27);
  });

  test("one actor is the same person in every scene, and another seed is another cast", () => {
    const plan = (seed: number) => planCast({ actors: 5, seed, preset: "large" });
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
    expect(new Set(plan(1).map(({ actorSeed }) => actorSeed)).size).toBe(5);
    expect(new Set(plan(1).map(({ sceneSeed }) => sceneSeed)).size).toBe(45);
  });

  test("refuses what it cannot cast", () => {
    const plan = (options: object) => () =>
      planCast({ actors: 1, seed: 1, preset: "ck", ...options });
    expect(plan({ actors: 0 })).toThrow("planCast: actors must be an integer in [1, 99999], got 0");
    expect(plan({ preset: "x" })).toThrow("planCast: preset must be ck or large, got x");
    expect(plan({ seed: 0.5 })).toThrow(/seed must be a safe integer/);
  });
});
