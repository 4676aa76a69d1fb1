import { describe, expect, test } from "vitest";
import { isCausal, resolveFeatureSpec } from "../../src/features/index.ts";

test("defaults are complete, and resolve to themselves through JSON", () => {
  const spec = resolveFeatureSpec();
  expect(spec).toEqual({
    sets: ["geometry"],
    pose: "auto",
    baseline: "first-frame",
    unit: false,
    velocity: false,
    points: "named",
    depth: false,
    blendshapes: "live",
    blendshapeScale: "share",
    resample: { kind: "none" },
  });
  expect(resolveFeatureSpec(JSON.parse(JSON.stringify(spec)))).toEqual(spec);
});

test("all specs are causal but those of a fixed length", () => {
  expect(isCausal(resolveFeatureSpec())).toBe(true);
  expect(isCausal(resolveFeatureSpec({ resample: { kind: "step", stepMs: 40 } }))).toBe(true);
  expect(isCausal(resolveFeatureSpec({ resample: { kind: "length", frames: 16 } }))).toBe(false);
});

describe("refuses", () => {
  test.each([
    [{ set: "geometry" }, "feature spec: has no key set, expected sets, pose, "],
    [{ sets: [] }, "sets must be one or more of landmarks, geometry, blendshapes, each once, got "],
    [{ sets: ["geometry", "geometry"] }, "each once, got geometry,geometry"],
    [{ sets: "geometry" }, "each once, got geometry"],
    [{ pose: "4d" }, "pose must be auto or 3d or 2d or none, got 4d"],
    [{ baseline: "mean" }, "baseline must be first-frame or person or generic or none, got mean"],
    [{ velocity: 1 }, "velocity must be true or false, got 1"],
    [{ depth: undefined }, "depth must be true or false, got undefined"],
    [{ unit: true, baseline: "none" }, "baseline must be other than none where unit is true"],
    [{ resample: null }, "resample.kind must be none, step or length, got undefined"],
    [{ resample: { kind: "step" } }, "resample.stepMs must be a finite number > 0, got undefined"],
    [
      { resample: { kind: "step", stepMs: 0 } },
      "resample.stepMs must be a finite number > 0, got 0",
    ],
    [{ resample: { kind: "length", frames: 1 } }, "resample.frames must be an integer >= 2, got 1"],
    [
      { resample: { kind: "step", stepMs: 1, frames: 2 } },
      "resample step has no key frames, expected stepMs",
    ],
    [{ resample: { kind: "none", stepMs: 1 } }, "resample none has no key stepMs, expected none"],
  ])("%j", (options, message) => {
    expect(() => resolveFeatureSpec(options as object)).toThrow(message);
  });
});
