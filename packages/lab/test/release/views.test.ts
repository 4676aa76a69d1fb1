import type { LabelledRecording } from "@mien/core";
import { createRecording, resolveFeatureSpec } from "@mien/core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadMienCast } from "../../src/casting/index.ts";
import {
  apexFrame,
  SHIPPED_FEATURES,
  sliceRecording,
  VIEWS,
  viewsOf,
} from "../../src/release/index.ts";

const features = resolveFeatureSpec(SHIPPED_FEATURES);
let happy: LabelledRecording;
let calm: LabelledRecording;

beforeAll(async () => {
  const all = await loadMienCast();
  happy = all.find(({ label, recording }) => label === "happiness" && recording.detected[0] === 1)!;
  // mien-cast begins at rest: the first frames serve as the actor's calm recording.
  const rest = sliceRecording(happy.recording, 0, 3);
  calm = { recording: { ...rest, id: "calm" }, label: "neutral" };
});

/** The expression's frames with the beginning again after the apex: there and back. */
function thereAndBack({ recording, label }: LabelledRecording): LabelledRecording {
  const T = recording.timestampsMs.length;
  const order = [...Array.from({ length: T }, (_, t) => t), 4, 3, 2, 1, 0];
  const rows = (values: Float32Array, width: number) =>
    Float32Array.from({ length: order.length * width }, (_, i) => {
      return values[order[Math.floor(i / width)]! * width + (i % width)]!;
    });
  return {
    label,
    recording: createRecording({
      ...recording,
      timestampsMs: Float64Array.from(order, (_, t) => (1000 * t) / 30),
      landmarks: rows(recording.landmarks, 3 * 478),
      blendshapes: rows(recording.blendshapes!, 52),
      poseMatrices: null,
      detected: Uint8Array.from(order, (t) => recording.detected[t]!),
    }),
  };
}

test("sliceRecording keeps the frames from, and not the frame to, with their own times", () => {
  const { recording } = happy;
  const part = sliceRecording(recording, 2, 5);
  expect(part.timestampsMs).toEqual(recording.timestampsMs.slice(2, 5));
  expect(part.landmarks).toEqual(recording.landmarks.slice(2 * 3 * 478, 5 * 3 * 478));
  expect(part.blendshapes).toEqual(recording.blendshapes!.slice(2 * 52, 5 * 52));
  expect(part.detected.length).toBe(3);
  expect(part.subjectId).toBe(recording.subjectId);
});

test("apexFrame is late in a clip that ends at its apex, and in the middle of one that goes back", () => {
  const T = happy.recording.timestampsMs.length;
  const apex = apexFrame(happy.recording);
  expect(apex).toBeGreaterThanOrEqual(T / 2);
  expect(apexFrame(thereAndBack(happy).recording)).toBe(apex);
});

/** A photo alone is held. */
const OF_CLIPS = VIEWS.filter((view) => !view.startsWith("held"));

describe("viewsOf", () => {
  test("shows a recording in every view where the actor's calm face is known", () => {
    const views = [...viewsOf([calm, thereAndBack(happy)], features, 1)];
    const ofHappy = views.filter(({ label }) => label === "happiness");
    expect(new Set(ofHappy.map(({ view }) => view))).toEqual(new Set(OF_CLIPS));
    expect(ofHappy).toHaveLength(OF_CLIPS.length);
    const frames = (view: string) =>
      ofHappy.find((one) => one.view === view)!.sequence.timestampsMs.length;
    expect([frames("photo"), frames("photo, generic")]).toEqual([1, 1]);
    expect(frames("to the apex")).toBeLessThan(frames("sequence"));
    for (const { view, isGeneric, subjectId, isAtRest, sequence, copies = [] } of views) {
      expect(copies).toHaveLength(1);
      expect(copies[0]!.values).not.toEqual(sequence.values);
      expect(isGeneric).toBe(view.endsWith("generic"));
      expect(subjectId).toBe(happy.recording.subjectId);
      expect(isAtRest).toBe(sequence.recordingId.startsWith("calm"));
    }
  });

  test("subtracts no calm face from its own recording, and none that it does not know", () => {
    const own = (items: LabelledRecording[]) =>
      [...viewsOf(items, features, 1)].filter(({ view }) => view === "sequence, own face");
    expect(own([calm])).toEqual([]);
    expect(own([happy])).toEqual([]);
    const stranger = { ...calm.recording, subjectId: "another" };
    expect(own([{ ...calm, recording: stranger }, happy])).toEqual([]);
  });

  test("neither talk nor a distraction is a calm face; a recording without a face has no view", () => {
    const talk = { ...calm, recording: { ...calm.recording, id: "A001-neutral-speech" } };
    const views = [...viewsOf([talk, happy], features, 1)];
    expect(views.some(({ view }) => view === "sequence, own face")).toBe(false);
    expect(views.some(({ isAtRest }) => isAtRest === true)).toBe(false);
    const { recording, label } = happy;
    const unseen = createRecording({
      ...recording,
      landmarks: recording.landmarks.map(() => Number.NaN),
      blendshapes: recording.blendshapes!.map(() => Number.NaN),
      detected: new Uint8Array(recording.detected.length),
    });
    expect([...viewsOf([{ recording: unseen, label }], features, 1)]).toEqual([]);
  });
});

test("a photo is met as a photo and held, never against itself; a third of them have jittered copies", () => {
  const { recording } = happy;
  const apex = apexFrame(recording);
  const rest = sliceRecording(recording, 0, 1);
  const actor: LabelledRecording[] = [
    { recording: { ...rest, id: "a-calm-photo" }, label: "neutral" },
  ];
  for (let i = 0; i < 60; i++) {
    const photo = sliceRecording(recording, apex, apex + 1);
    actor.push({ recording: { ...photo, id: `a-happiness-photo-${i}` }, label: "happiness" });
  }
  const views = [...viewsOf(actor, features, 3, { jitter: [0.002, 0.008] })];
  const own = views.filter(({ sequence }) => sequence.recordingId.startsWith("a-calm"));
  expect(own.every(({ isGeneric }) => isGeneric)).toBe(true);
  const count = (view: string) => views.filter((one) => one.view === view).length;
  expect([count("photo"), count("photo, generic"), count("sequence")]).toEqual([60, 61, 0]);
  const held = views.filter(({ view }) => view.startsWith("held"));
  expect(held.length).toBeGreaterThan(8);
  expect(held.length).toBeLessThan(36);
  for (const { sequence } of held) {
    const [T, F] = [sequence.valid.length, sequence.names.length];
    expect(T).toBeGreaterThanOrEqual(2);
    expect(T).toBeLessThanOrEqual(31);
    expect(sequence.values.slice(-F)).toEqual(sequence.values.slice(0, F));
  }
  const copied = views.filter(({ view, copies = [] }) => view === "photo" && copies.length > 0);
  expect(copied.length).toBeGreaterThan(8);
  expect(copied.length).toBeLessThan(36);
});
