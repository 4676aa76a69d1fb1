import { ENACTED_UNITS } from "@mien/core/synthesis";
import { describe, expect, test } from "vitest";
import { frameTimes, planCast, type Scene, truthOf, unitTrack } from "../../src/casting/index.ts";

const scenes = planCast({ actors: 12, seed: 9, preset: "large-2" });
const truth = (scene: Scene) => truthOf(scene, frameTimes(scene.frames, scene.frameRate))!;
const find = (subject: string, course: string) =>
  scenes.find(({ cue }) => cue!.subject === subject && cue!.course === course)!;

describe("the truth of a scene", () => {
  test("comes from its plan alone and is the same each time", () => {
    for (const scene of scenes.slice(0, 40)) {
      const { intensities, units, segments } = truth(scene);
      expect(truth(scene)).toEqual(truth(scene));
      expect(units).toEqual(ENACTED_UNITS);
      expect(intensities).toHaveLength(scene.frames * units.length * 2);
      expect(segments.map(({ label }) => label)).toEqual(scene.cue!.labels);
    }
    const [old] = planCast({ actors: 1, seed: 9, preset: "large" });
    expect(truthOf(old!, frameTimes(3, 30))).toBe(null);
  });

  test("has segments in whole milliseconds within the clip", () => {
    const pairs = scenes.filter(({ cue }) => cue!.labels.length === 2);
    for (const scene of pairs) {
      const last = ((scene.frames - 1) * 1000) / scene.frameRate;
      for (const segment of truth(scene).segments) {
        const times = [segment.startMs, segment.apexStartMs, segment.apexEndMs, segment.endMs];
        expect(times.map(Math.round)).toEqual(times);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(segment.endMs).toBeLessThanOrEqual(Math.round(last));
      }
    }
    expect(pairs).toHaveLength(6);
  });

  test("gives one unit's track, left and right", () => {
    const scene = find("units", "hold");
    const all = truth(scene);
    const track = unitTrack(all, "AU4");
    expect(track).toHaveLength(scene.frames * 2);
    const u = all.units.indexOf("AU4");
    expect([...track.slice(2, 4)]).toEqual([
      ...all.intensities.slice((all.units.length + u) * 2, (all.units.length + u) * 2 + 2),
    ]);
    expect(() => unitTrack(all, "AU45")).toThrow(/^unitTrack: unit must be one of AU1, AU2/);
  });
});
