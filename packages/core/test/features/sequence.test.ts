import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blendshapeMirror, createRecording, mirrorRecording } from "../../src/face/index.ts";
import {
  calmFace,
  computeFeatures,
  type FeatureSpec,
  featureNames,
  genericNeutral,
  resolveFeatureSpec,
} from "../../src/features/index.ts";
import { movedPoints, performance, project, recordingOf, toIbug68 } from "../support/faces.ts";

const spec = (options: Partial<FeatureSpec>) => resolveFeatureSpec(options);
const row = (values: Float32Array, F: number, t: number) => values.subarray(t * F, (t + 1) * F);

describe("names", () => {
  test("are one for each value, each once", () => {
    const options = {
      sets: ["blendshapes", "landmarks", "geometry"],
      unit: true,
      velocity: true,
      depth: true,
    } as const;
    const sequence = computeFeatures(performance(1, 4), options);
    expect(sequence.names).toEqual(featureNames(spec(options), "mediapipe478"));
    expect(sequence.values.length).toBe(4 * sequence.names.length);
    expect(new Set(sequence.names).size).toBe(sequence.names.length);
    expect(sequence.names).toContain("noseTip.z");
    expect(sequence.names).toContain("geometry.norm");
    expect(sequence.names).toContain("mouthWidth.velocity");
    expect(sequence.names).not.toContain("cheekPuff");
  });

  test("are the same for both topologies, unless all points are asked for", () => {
    const named = spec({ sets: ["landmarks", "geometry"] });
    expect(featureNames(named, "ibug68")).toEqual(featureNames(named, "mediapipe478"));
    const all = spec({ sets: ["landmarks"], points: "all" });
    expect(featureNames(all, "ibug68").length).toBe(2 * 68);
    expect(featureNames(all, "mediapipe478").length).toBe(2 * 478);
    expect(featureNames(spec({ sets: ["blendshapes"], blendshapes: "all" }), "ibug68").length).toBe(
      52,
    );
  });
});

describe("baseline", () => {
  const recording = performance(2, 5);
  const absolute = computeFeatures(recording, { baseline: "none" });
  const F = absolute.names.length;

  test("first-frame makes the first frame zero", () => {
    const { values } = computeFeatures(recording);
    expect(row(values, F, 0)).toEqual(new Float32Array(F));
    for (let i = 0; i < F; i++) {
      const expected = absolute.values[3 * F + i]! - absolute.values[i]!;
      expect(Math.abs(values[3 * F + i]! - expected)).toBeLessThan(1e-6);
    }
  });

  test("person and generic subtract the face they are given", () => {
    const neutral = calmFace(recording);
    const person = computeFeatures(recording, { baseline: "person" }, { neutral });
    const generic = computeFeatures(recording, { baseline: "generic" }, { neutral });
    expect(generic.values).toEqual(person.values);
    const shipped = computeFeatures(recording, { baseline: "generic" });
    const given = { neutral: genericNeutral() };
    expect(shipped.values).toEqual(
      computeFeatures(recording, { baseline: "generic" }, given).values,
    );
    expect(shipped.values).not.toEqual(generic.values);
  });

  test("a neutral face of one scheme serves the other", () => {
    const faces = [project(movedPoints(3, 0.01))];
    const flat = recordingOf([toIbug68(faces[0]!)], { topology: "ibug68" });
    const { values } = computeFeatures(flat, { baseline: "generic", pose: "2d" });
    const deep = computeFeatures(recordingOf(faces), { baseline: "generic", pose: "2d" });
    expect(values).toEqual(deep.values);
  });

  test("refuses what does not fit", () => {
    const neutral = genericNeutral();
    expect(() => computeFeatures(recording, { baseline: "person" })).toThrow(
      "features: baseline person needs a neutral face, got none",
    );
    expect(() => computeFeatures(recording, {}, { neutral })).toThrow(
      "features: baseline first-frame takes no neutral face, got one",
    );
    const flat = recordingOf([toIbug68(neutral.landmarks)], { topology: "ibug68" });
    const all = { sets: ["landmarks"], points: "all", baseline: "generic" } as const;
    expect(() => computeFeatures(flat, all)).toThrow(
      "all points of ibug68 need a neutral face of that topology, got mediapipe478",
    );
    const point = { ...neutral, landmarks: new Float32Array(3 * 478) };
    const meets = { neutral: point };
    expect(() => computeFeatures(recording, { baseline: "generic" }, meets)).toThrow(
      "features: the neutral face has no size: its outer canthi meet",
    );
  });
});

describe("unit and velocity", () => {
  const recording = performance(3, 5);
  const plain = computeFeatures(recording);
  const F = plain.names.length;

  test("unit divides by the norm, softly, and tells it", () => {
    const unit = computeFeatures(recording, { unit: true });
    for (let t = 0; t < 5; t++) {
      const norm = unit.values[t * (F + 1) + F]!;
      const d = row(plain.values, F, t);
      expect(norm).toBeCloseTo(Math.sqrt(d.reduce((sum, v) => sum + v * v, 0)), 5);
      for (let i = 0; i < F; i++) {
        const expected = d[i]! / Math.sqrt(norm * norm + 0.05 * 0.05);
        expect(unit.values[t * (F + 1) + i]).toBeCloseTo(expected, 5);
      }
    }
  });

  test("velocity is the change a second, 0 at the first frame", () => {
    const { values } = computeFeatures(recording, { velocity: true });
    const { timestampsMs } = recording;
    expect(row(values, F, 1)).toEqual(new Float32Array(F));
    for (let t = 1; t < 5; t++) {
      for (let i = 0; i < F; i++) {
        const change = plain.values[t * F + i]! - plain.values[(t - 1) * F + i]!;
        const perSecond = (1000 * change) / (timestampsMs[t]! - timestampsMs[t - 1]!);
        expect(Math.abs(values[t * 2 * F + F + i]! - perSecond)).toBeLessThan(1e-4);
      }
    }
  });

  test("over a gap it is the mean velocity since the last face", () => {
    const [a, b] = [project(movedPoints(1, 0.01)), project(movedPoints(2, 0.01))];
    const gappy = computeFeatures(recordingOf([a, null, b]), { velocity: true });
    const { values } = computeFeatures(recordingOf([a, b], { timestampsMs: [0, 80] }), {
      velocity: true,
    });
    expect(row(gappy.values, 2 * F, 2)).toEqual(row(values, 2 * F, 1));
  });
});

describe("resampling", () => {
  const recording = performance(4, 12);
  const { timestampsMs } = recording;

  test("at the recording's own even step it changes nothing", () => {
    const even = recordingOf([1, 2, 3].map((s) => project(movedPoints(s, 0.01))));
    const step = computeFeatures(even, { resample: { kind: "step", stepMs: 40 } });
    expect(step.values).toEqual(computeFeatures(even).values);
    expect(step.stepMs).toBe(40);
    const length = computeFeatures(even, { resample: { kind: "length", frames: 3 } });
    expect(length.values).toEqual(step.values);
    expect(length.stepMs).toBe(40);
  });

  test("is linear in time", () => {
    const own = computeFeatures(recording);
    const F = own.names.length;
    const { values, timestampsMs: times } = computeFeatures(recording, {
      resample: { kind: "length", frames: 30 },
    });
    times.forEach((time, k) => {
      const t = Math.max(
        1,
        timestampsMs.findIndex((stamp) => stamp >= time),
      );
      const share = (time - timestampsMs[t - 1]!) / (timestampsMs[t]! - timestampsMs[t - 1]!);
      for (let i = 0; i < F; i++) {
        const [a, b] = [own.values[(t - 1) * F + i]!, own.values[t * F + i]!];
        expect(values[k * F + i]).toBeCloseTo(a + share * (b - a), 5);
      }
    });
  });

  test("invents nothing where no face was seen", () => {
    const face = () => project(movedPoints(1, 0.01));
    const gappy = recordingOf([null, face(), face(), null, face(), null]);
    const at = (options: Partial<FeatureSpec>) => computeFeatures(gappy, options);
    expect(Array.from(at({}).valid)).toEqual([0, 1, 1, 0, 1, 0]);
    const step = at({ resample: { kind: "step", stepMs: 20 } });
    expect(Array.from(step.timestampsMs)).toEqual([40, 60, 80, 100, 120, 140, 160]);
    expect(Array.from(step.valid)).toEqual([1, 1, 1, 0, 0, 0, 1]);
    const F = step.names.length;
    step.values.forEach((v, i) => {
      expect(Number.isNaN(v)).toBe(step.valid[Math.floor(i / F)] === 0);
    });
    const length = at({ resample: { kind: "length", frames: 4 } });
    expect(Array.from(length.valid)).toEqual([1, 1, 0, 1]);
  });

  test("of a recording without a face there is nothing", () => {
    const none = recordingOf([null, null]);
    expect(computeFeatures(none).valid).toEqual(new Uint8Array(2));
    for (const resample of [
      { kind: "step", stepMs: 10 },
      { kind: "length", frames: 5 },
    ] as const) {
      expect(computeFeatures(none, { resample }).timestampsMs.length).toBe(0);
    }
  });

  test("a single face fills a fixed length, at rest", () => {
    const single = recordingOf([null, project(movedPoints(1, 0.01))]);
    const { valid, values, stepMs } = computeFeatures(single, {
      velocity: true,
      resample: { kind: "length", frames: 3 },
    });
    expect(Array.from(valid)).toEqual([1, 1, 1]);
    expect(stepMs).toBe(0);
    expect(values).toEqual(new Float32Array(values.length));
  });
});

describe("properties", () => {
  test("what happens later changes nothing before", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 2, max: 7 }), (seed, kept) => {
        const recording = performance(seed, 8, { gaps: 0.3 });
        const options: Partial<FeatureSpec> = { unit: true, velocity: true };
        const whole = computeFeatures(recording, options);
        const cut = (width: number, values: Float32Array) => values.slice(0, kept * width);
        const { values } = computeFeatures(
          createRecording({
            ...recording,
            timestampsMs: recording.timestampsMs.slice(0, kept),
            detected: recording.detected.slice(0, kept),
            landmarks: cut(3 * 478, recording.landmarks),
            blendshapes: cut(52, recording.blendshapes!),
          }),
          options,
        );
        expect(values).toEqual(whole.values.subarray(0, values.length));
      }),
      { numRuns: 30 },
    );
  });

  test("landmarks of the mirrored recording are mirrored, blendshapes swapped", () => {
    const recording = performance(7, 3);
    const spec = { sets: ["landmarks"], points: "all", baseline: "none" } as const;
    const [a, b] = [recording, mirrorRecording(recording)].map((r) => computeFeatures(r, spec));
    const { values: own } = a!;
    const swap = (name: string) => a!.names.indexOf(name);
    // Point 33 is the right outer canthus, 263 the left.
    expect(b!.values[swap("point33.x")]).toBeCloseTo(-own[swap("point263.x")]!, 4);
    expect(b!.values[swap("point33.y")]).toBeCloseTo(own[swap("point263.y")]!, 4);
    const all = { sets: ["blendshapes"], blendshapes: "all", baseline: "none" } as const;
    const [c, d] = [recording, mirrorRecording(recording)].map((r) => computeFeatures(r, all));
    expect(Array.from(d!.values.subarray(0, 52))).toEqual(
      Array.from(blendshapeMirror, (m) => c!.values[m]),
    );
  });

  test("logit of a share", () => {
    const recording = performance(8, 2);
    const all = { sets: ["blendshapes"], blendshapes: "all", baseline: "none" } as const;
    const share = computeFeatures(recording, all).values;
    const logit = computeFeatures(recording, { ...all, blendshapeScale: "logit" }).values;
    share.forEach((p, i) => {
      const kept = Math.min(Math.max(p, 0.001), 0.999);
      expect(logit[i]).toBeCloseTo(Math.log(kept / (1 - kept)), 5);
    });
  });
});

test("refuses blendshapes of a recording that has none", () => {
  const plain = recordingOf([project(movedPoints(1, 0.01))]);
  expect(() => computeFeatures(plain, { sets: ["blendshapes"] })).toThrow(
    "computeFeatures: the spec asks for blendshapes, and recording r (mediapipe478) has none",
  );
});
