import { createRandom } from "@mien/core/math";
import { describe, expect, test } from "vitest";
import { canonicalPoints, project, recordingOf } from "../../core/test/support/faces.ts";
import { assessQuality } from "../src/index.ts";

const face = (view = {}) => project(canonicalPoints(), view);

describe("assessQuality", () => {
  test("counts frames with a face, and the gaps between them", () => {
    const frames = [face(), null, null, face(), null, face(), face(), face()];
    expect(assessQuality(recordingOf(frames))).toMatchObject({
      frames: 8,
      durationMs: 280,
      detectedShare: 5 / 8,
      gaps: 2,
      longestGapFrames: 2,
      headPoseDegrees: null,
      stepMs: 40,
      irregularShare: 0,
      remarks: ["a face in 63 % of the frames", "2 gaps of up to 2 frames"],
    });
  });

  test("finds the standard deviation of white noise as jitter, in distances of the eyes", () => {
    const random = createRandom(7);
    const deviationPx = 0.5;
    const noisy = Array.from({ length: 60 }, () =>
      face().map(
        (v, i) => v + (i % 3 === 2 ? 0 : (random.normal() * deviationPx) / [640, 480][i % 3]!),
      ),
    );
    const { jitter, eyeDistancePx } = assessQuality(recordingOf(noisy));
    // The median of some thousand differences: within a twentieth.
    expect((jitter * eyeDistancePx) / deviationPx).toBeCloseTo(1, 1);
    expect(assessQuality(recordingOf([face(), face(), face()])).jitter).toBe(0);
    expect(assessQuality(recordingOf([face(), face()])).jitter).toBeNaN();
  });

  test("says of a small face and of uneven times what a user should know", () => {
    const small = assessQuality(recordingOf([face({ sizePx: 50 })]));
    expect(small.remarks).toEqual([
      expect.stringMatching(/^small face \(\d % of the long side\)$/),
    ]);
    const timestampsMs = [0, 40, 80, 160, 200, 240];
    const uneven = assessQuality(
      recordingOf(
        timestampsMs.map(() => face()),
        { timestampsMs },
      ),
    );
    expect(uneven).toMatchObject({ stepRangeMs: { min: 40, max: 80 }, irregularShare: 0.2 });
    expect(uneven.remarks).toEqual(["20 % of the steps irregular"]);
    expect(assessQuality(recordingOf([null, null])).remarks).toEqual(["no face"]);
  });

  test("takes a film of hours", () => {
    const frames = 130_000;
    const recording = recordingOf(
      Array.from({ length: frames }, () => null),
      { topology: "ibug68", timestampsMs: Array.from({ length: frames }, (_, t) => 40 * t) },
    );
    expect(assessQuality(recording)).toMatchObject({
      longestGapFrames: frames,
      stepRangeMs: { min: 40, max: 40 },
    });
  });
});
