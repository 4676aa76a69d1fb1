import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  createRecording,
  mirrorRecording,
  observationAt,
  type RecordingParts,
  TOPOLOGIES,
} from "../../src/face/index.ts";
import { performance, recordingOf, toIbug68 } from "../support/faces.ts";

const recording = performance(1, 6);
const parts = (): RecordingParts => ({ ...recording });
const changed = (change: object) => () => createRecording({ ...parts(), ...change });

describe("createRecording", () => {
  test("keeps the arrays it is given, and takes no blendshapes for null", () => {
    const { blendshapes: _, poseMatrices: __, ...rest } = parts();
    const made = createRecording(rest);
    expect(made.landmarks).toBe(recording.landmarks);
    expect(made.blendshapes).toBeNull();
    expect(made.poseMatrices).toBeNull();
    expect(Object.isFrozen(made)).toBe(true);
  });

  const wrong = (array: Float32Array, at: number, value: number) => {
    const copy = array.slice();
    copy[at] = value;
    return copy;
  };
  const provenance = (change: object) => ({ provenance: { ...recording.provenance, ...change } });
  test.each([
    [{ id: "" }, "recording : id must be a string that is not empty, got "],
    [{ subjectId: 3 }, "recording r1: subjectId must be a string that is not empty, got 3"],
    [{ label: "fear" }, "recording r1: has no key label, expected id, subjectId, "],
    [{ topology: "dlib" }, "topology must be mediapipe478 or ibug68, got dlib"],
    [
      { imageSize: null },
      "imageSize must be an object { widthPx, heightPx }, the size of the picture, got null",
    ],
    [{ imageSize: { widthPx: 0, heightPx: 1 } }, "imageSize.widthPx must be a finite number > 0"],
    [{ imageSize: { width: 1 } }, "imageSize: has no key width, expected widthPx, heightPx"],
    [provenance({ mode: "live" }), "provenance.mode must be image or video or table or synthetic"],
    [provenance({ modelSha256: "abc" }), "provenance.modelSha256 must be null or 64 hexadecimal"],
    [provenance({ numFaces: 0 }), "provenance.numFaces must be an integer >= 1, got 0"],
    [provenance({ frameRate: 0 }), "provenance.frameRate must be null or a finite number > 0"],
    [provenance({ version: null }), "provenance.version must be a string, got null"],
    [provenance({ path: "" }), "provenance: has no key path"],
    [{ timestampsMs: new Float64Array(0) }, "timestampsMs.length must be >= 1, got 0"],
    [{ timestampsMs: Float64Array.of(0, 1, 2, 2, 4, 5) }, "timestampsMs[3] must be above 2, got 2"],
    [{ timestampsMs: Float64Array.of(0, Number.NaN) }, "timestampsMs[1] must be finite, got NaN"],
    [{ timestampsMs: [0] }, "timestampsMs must be a Float64Array, got Array"],
    [{ detected: new Uint8Array(5) }, "detected.length must be 6, got 5"],
    [{ detected: new Uint8Array(6).fill(2) }, "detected[0] must be 0 or 1, got 2"],
    [{ landmarks: new Float32Array(3) }, "landmarks.length must be 8604 (6 frames of 1434), got 3"],
    [
      { landmarks: wrong(recording.landmarks, 1434 + 7, Number.NaN) },
      "landmarks[1, 7] must be finite where a face was detected, got NaN",
    ],
    [
      { blendshapes: wrong(recording.blendshapes!, 53, Number.POSITIVE_INFINITY) },
      "blendshapes[1, 1] must be finite where a face was detected, got Infinity",
    ],
    [
      { detected: Uint8Array.of(1, 1, 0, 1, 1, 1) },
      "landmarks[2, 0] must be NaN where no face was detected, got 0.",
    ],
  ])("refuses %j", (change, message) => {
    expect(changed(change)).toThrow(message);
  });
});

describe("observationAt", () => {
  const gappy = recordingOf([recording.landmarks.slice(0, 1434), null], { blendshapeSeed: 2 });

  test("gives a frame's own rows, and null where no face was found", () => {
    const face = observationAt(gappy, 0)!;
    expect(face.timestampMs).toBe(0);
    expect(face.landmarks).toEqual(gappy.landmarks.subarray(0, 1434));
    expect(face.blendshapes).toEqual(gappy.blendshapes!.subarray(0, 52));
    expect(face.poseMatrix).toBeNull();
    expect(observationAt(gappy, 1)).toBeNull();
  });

  test("refuses a frame that is not there", () => {
    expect(() => observationAt(gappy, 2)).toThrow("observationAt: t must be in [0, 1], got 2");
  });
});

describe("mirrorRecording", () => {
  const withPose = createRecording({
    ...parts(),
    poseMatrices: Float32Array.from({ length: 96 }, (_, i) => i + 1),
  });

  test("twice is the identity: exactly where x is a whole number of 2^-24", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 24 }), (k) => {
        const landmarks = withPose.landmarks.map((v, i) => (i % 3 === 0 ? k / 2 ** 24 : v));
        const exact = createRecording({ ...withPose, landmarks });
        expect(mirrorRecording(mirrorRecording(exact))).toEqual(exact);
      }),
      { numRuns: 10 },
    );
  });

  test("twice is the identity but for x's rounding, and once is not", () => {
    for (const original of [withPose, performance(3, 4, { gaps: 0.5 })]) {
      const once = mirrorRecording(original);
      const twice = mirrorRecording(once);
      expect(once.landmarks).not.toEqual(original.landmarks);
      expect(twice.blendshapes).toEqual(original.blendshapes);
      expect(twice.poseMatrices).toEqual(original.poseMatrices);
      twice.landmarks.forEach((v, i) => {
        const error = Math.abs(v - original.landmarks[i]!);
        expect(error > 2 ** -24, `landmark ${i}`).toBe(false);
      });
    }
  });

  test("the mirror image of the left eye is the right eye", () => {
    const once = mirrorRecording(recording);
    const { leftEyeOuter, rightEyeOuter } = TOPOLOGIES.mediapipe478.named;
    const left = recording.landmarks.subarray(3 * leftEyeOuter, 3 * leftEyeOuter + 3);
    const right = once.landmarks.subarray(3 * rightEyeOuter, 3 * rightEyeOuter + 3);
    expect(right).toEqual(Float32Array.of(1 - left[0]!, left[1]!, left[2]!));
    expect(once.id).toBe(recording.id);
  });

  test("pose matrices turn the other way", () => {
    const [a, b] = [withPose, mirrorRecording(withPose)].map((r) =>
      r.poseMatrices!.subarray(0, 16),
    );
    // S M S, S = diag(-1, 1, 1, 1), column major.
    const signs = [1, -1, -1, -1, -1, 1, 1, 1, -1, 1, 1, 1, -1, 1, 1, 1];
    expect(Array.from(b!)).toEqual(Array.from(a!, (v, i) => v * signs[i]!));
  });

  test("works in ibug68", () => {
    const flat = toIbug68(recording.landmarks.slice(0, 1434));
    const original = recordingOf([flat], { topology: "ibug68" });
    const once = mirrorRecording(original);
    expect(once.landmarks[3 * 36]).toBe(Math.fround(1 - original.landmarks[3 * 45]!));
  });
});
