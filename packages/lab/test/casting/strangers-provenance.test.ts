import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mienCastPath, planStrangers, strangerTruth } from "../../src/casting/index.ts";
import { STRANGERS } from "../../src/release/index.ts";

const beside = (name: string) =>
  JSON.parse(readFileSync(new URL(name, `file://${mienCastPath()}`)).toString());

test("the strangers' provenance is that of their plan, and of the same kit and landmarker as mien-cast", () => {
  const filmed = beside("strangers-cast.json");
  const scenes = planStrangers(filmed);
  const counted = (names: readonly string[]) => {
    const counts: Record<string, number> = {};
    for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  };
  expect(filmed).toMatchObject(STRANGERS);
  expect(filmed.counts).toEqual(
    counted(scenes.map((scene) => strangerTruth(scene).label ?? "combinations")),
  );
  expect(filmed.takes).toEqual(counted(scenes.map(({ take }) => take.kind)));
  expect(filmed.clipsByMode).toEqual(
    counted(scenes.map(({ watching }) => (watching === "stills" ? "image" : "video"))),
  );
  expect(filmed.clips).toBe(scenes.length);
  expect(filmed.frames).toBe(scenes.reduce((sum, { frames }) => sum + frames, 0));
  expect(filmed.framesWithFace / filmed.frames).toBeGreaterThan(0.99);
  expect(filmed.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(filmed.command).toContain(
    `--actors ${filmed.actors} --seed ${filmed.seed} --preset ${filmed.preset}`,
  );
  const { landmarker, kit } = beside("mien-cast.json");
  expect(filmed.kit).toEqual(kit);
  expect({ ...filmed.landmarker, mode: "video" }).toEqual(landmarker);
});
