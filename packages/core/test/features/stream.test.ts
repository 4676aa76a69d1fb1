import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { observationAt, type Recording, TOPOLOGIES } from "../../src/face/index.ts";
import {
  calmFace,
  computeFeatures,
  createFeatureStream,
  type FeatureSpec,
  type NeutralFace,
} from "../../src/features/index.ts";
import { movedPoints, performance, project, recordingOf, toIbug68 } from "../support/faces.ts";

/** Frames and their times as a stream gives them. */
function streamed(recording: Recording, options: Partial<FeatureSpec>, neutral?: NeutralFace) {
  const { topology, imageSize } = recording;
  const given = neutral === undefined ? {} : { neutral };
  const stream = createFeatureStream(options, { topology, imageSize, ...given });
  const frames: Float32Array[] = [];
  const times: number[] = [];
  for (let t = 0; t < recording.timestampsMs.length; t++) {
    let frame = stream.push(observationAt(recording, t));
    for (; frame !== null; frame = stream.next()) {
      frames.push(frame.slice());
      times.push(stream.timestampMs);
    }
  }
  return { frames, times };
}

/** The valid frames of the whole recording, and their times. */
function whole(recording: Recording, options: Partial<FeatureSpec>, neutral?: NeutralFace) {
  const given = neutral === undefined ? {} : { neutral };
  const { valid, values, names, timestampsMs } = computeFeatures(recording, options, given);
  const kept = Array.from(valid.keys()).filter((t) => valid[t] === 1);
  const F = names.length;
  return {
    frames: kept.map((t) => values.slice(t * F, (t + 1) * F)),
    times: kept.map((t) => timestampsMs[t]!),
  };
}

const specs: fc.Arbitrary<Partial<FeatureSpec>> = fc.record({
  sets: fc.shuffledSubarray(["landmarks", "geometry", "blendshapes"] as const, { minLength: 1 }),
  pose: fc.constantFrom("auto", "3d", "2d", "none"),
  baseline: fc.constantFrom("first-frame", "person", "generic"),
  unit: fc.boolean(),
  velocity: fc.boolean(),
  points: fc.constantFrom("named", "all"),
  depth: fc.boolean(),
  blendshapes: fc.constantFrom("live", "all"),
  blendshapeScale: fc.constantFrom("share", "logit"),
  resample: fc.oneof(
    fc.constant({ kind: "none" } as const),
    fc.record({
      kind: fc.constant("step" as const),
      stepMs: fc.oneof(
        fc.constantFrom(40, 1000 / 30),
        fc.double({ min: 4, max: 300, noNaN: true }),
      ),
    }),
  ),
});

describe("a stream equals the whole recording, bit for bit", () => {
  test("whatever the causal spec, the times and the gaps", () => {
    const gaps = fc.constantFrom(0, 0.1, 0.5, 1);
    fc.assert(
      fc.property(
        specs,
        fc.nat(1000),
        fc.integer({ min: 1, max: 14 }),
        gaps,
        (spec, seed, T, gaps) => {
          const recording = performance(seed, T, { gaps });
          const neutral = spec.baseline === "person" ? calmFace(performance(seed, 3)) : undefined;
          expect(streamed(recording, spec, neutral)).toEqual(whole(recording, spec, neutral));
        },
      ),
      { numRuns: 150 },
    );
  });

  test("at steps that meet frames, and in ibug68", () => {
    const faces = [1, 2, 3, 4, 5].map((s) => project(movedPoints(s, 0.02)));
    const frames = [faces[0]!, null, faces[1]!, faces[2]!, null, null, faces[3]!, faces[4]!];
    const flat = frames.map((face) => face && toIbug68(face));
    for (const recording of [recordingOf(frames), recordingOf(flat, { topology: "ibug68" })]) {
      for (const stepMs of [20, 40, 80, 25, 400]) {
        const spec = { velocity: true, resample: { kind: "step", stepMs } } as const;
        expect(streamed(recording, spec)).toEqual(whole(recording, spec));
      }
    }
  });

  test("when a face has no size", () => {
    const face = project(movedPoints(1, 0.02));
    const point = new Float32Array(3 * 478).fill(0.5);
    const recording = recordingOf([point, face, point, face, face]);
    const spec = { velocity: true, resample: { kind: "step", stepMs: 30 } } as const;
    expect(streamed(recording, spec)).toEqual(whole(recording, spec));
    expect(streamed(recording, {}).times).toEqual([40, 120, 160]);
  });
});

test("the array is the stream's own", () => {
  const recording = performance(1, 2);
  const { topology, imageSize } = recording;
  const stream = createFeatureStream({}, { topology, imageSize });
  const first = stream.push(observationAt(recording, 0));
  expect(stream.push(observationAt(recording, 1))).toBe(first);
  expect(stream.push(null)).toBeNull();
  expect(first!.length).toBe(stream.names.length);
});

describe("refuses", () => {
  const recording = performance(1, 3);
  const { topology, imageSize } = recording;
  const start = (options: Partial<FeatureSpec> = {}) =>
    createFeatureStream(options, { topology, imageSize });
  const face = observationAt(recording, 0)!;

  test("a spec that looks ahead", () => {
    expect(() => start({ resample: { kind: "length", frames: 8 } })).toThrow(
      "createFeatureStream: resample must be none or step, got length, which needs the whole",
    );
  });

  test("time that stands still, also after a frame without a face", () => {
    const stream = start();
    stream.push(face);
    stream.push(null);
    expect(() => stream.push(face)).toThrow(
      `FeatureStream.push: timestampMs must be above ${face.timestampMs}, got ${face.timestampMs}`,
    );
    expect(() => start().push({ ...face, timestampMs: Number.NaN })).toThrow(
      "FeatureStream.push: timestampMs must be finite, got NaN",
    );
  });

  test("arrays of a wrong length", () => {
    const landmarks = new Float32Array(3 * TOPOLOGIES.ibug68.points);
    expect(() => start().push({ ...face, landmarks })).toThrow(
      "FeatureStream.push: landmarks.length must be 1434, got 204",
    );
    const withBlendshapes = start({ sets: ["blendshapes"] });
    expect(() => withBlendshapes.push({ ...face, blendshapes: null })).toThrow(
      "FeatureStream.push: blendshapes.length must be 52, got no blendshapes",
    );
  });

  test("a push before all frames of the last are taken", () => {
    const stream = start({ resample: { kind: "step", stepMs: 1 } });
    stream.push(face);
    stream.next();
    stream.push(observationAt(recording, 1));
    expect(() => stream.push(observationAt(recording, 2))).toThrow(
      "FeatureStream.push: the last push's frames must be taken first, by next()",
    );
  });
});
