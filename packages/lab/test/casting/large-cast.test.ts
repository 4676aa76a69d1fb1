import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type CastPreset, mienCastPath, planCast } from "../../src/casting/index.ts";

interface Provenance {
  readonly sha256: string;
  readonly command: string;
  readonly seed: number;
  readonly actors: number;
  readonly preset: CastPreset;
  readonly clips: number;
  readonly frames: number;
  readonly framesWithFace: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly landmarker: unknown;
  readonly kit: unknown;
}

const beside = (name: string) =>
  JSON.parse(readFileSync(new URL(name, `file://${mienCastPath()}`)).toString()) as Provenance;

const LARGE_CASTS = [
  { name: "large-cast.json", leastActors: 600 },
  { name: "large-2-cast.json", leastActors: 500 },
];

test.each(LARGE_CASTS)(
  "the provenance in $name is that of its plan, and of the same kit and landmarker as mien-cast",
  ({ name, leastActors }) => {
    const large = beside(name);
    const scenes = planCast(large);
    const counts: Record<string, number> = {};
    for (const scene of scenes) {
      const label = scene.label ?? "none";
      counts[label] = (counts[label] ?? 0) + 1;
    }
    expect(large.counts).toEqual(counts);
    expect(large.clips).toBe(scenes.length);
    expect(large.frames).toBe(scenes.reduce((sum, { frames }) => sum + frames, 0));
    expect(large.framesWithFace / large.frames).toBeGreaterThan(0.99);
    expect(large.actors).toBeGreaterThanOrEqual(leastActors);
    expect(large.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(large.command).toContain(
      `--actors ${large.actors} --seed ${large.seed} --preset ${large.preset}`,
    );
    const { landmarker, kit } = beside("mien-cast.json");
    expect(large.kit).toEqual(kit);
    expect({ ...(large.landmarker as object), mode: "video" }).toEqual(landmarker);
  },
);
