import { describe, expect, test } from "vitest";
import { createTask, EXPRESSION_TASK } from "../../src/face/index.ts";
import { type FeatureSequence, resolveFeatureSpec } from "../../src/features/index.ts";
import { createExampleSet, type LabelledSequence } from "../../src/recognition/index.ts";

const features = resolveFeatureSpec();
const sequence = (recordingId: string, valid = 1): FeatureSequence => ({
  recordingId,
  names: ["x"],
  stepMs: null,
  timestampsMs: Float64Array.of(0),
  values: Float32Array.of(1),
  valid: Uint8Array.of(valid),
});
const item = (label: string, more: Partial<LabelledSequence> = {}): LabelledSequence => ({
  sequence: sequence(label),
  subjectId: "s",
  label,
  ...more,
});

describe("an exclusive task", () => {
  const task = createTask({ name: "moves", labels: ["nod", "yawn"], exclusive: true });

  test("the label is the class and every target; one outside the task is of no class", () => {
    const labels = ["yawn", "neutral", "contempt", "nod"];
    const set = createExampleSet(
      features,
      labels.map((label) => item(label)),
      task,
    );
    expect(set.task).toBe(task);
    expect([...set.classes]).toEqual([1, -1, -1, 0]);
    expect([...set.targets]).toEqual([0, 1, 0, 0, 0, 0, 1, 0]);
    expect([...set.known]).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect([...set.neutral]).toEqual([0, 1, 0, 0]);
  });

  test("is the six where none is said", () => {
    const set = createExampleSet(features, [item("fear"), item("contempt")]);
    expect(set.task).toBe(EXPRESSION_TASK);
    expect([...set.classes]).toEqual([2, -1]);
  });
});

describe("a task that is not exclusive", () => {
  const task = createTask({ name: "units", labels: ["AU1", "AU12"], exclusive: false });
  const marked = (marks: Readonly<Record<string, boolean>>) => item("a clip", { marks });

  test("the marks are the targets, a missing one is unknown, and there is no class", () => {
    const marks = [{ AU1: true, AU12: false }, { AU12: true }, {}];
    const set = createExampleSet(features, marks.map(marked), task);
    expect([...set.targets]).toEqual([1, 0, 0, 1, 0, 0]);
    expect([...set.known]).toEqual([1, 1, 0, 1, 0, 0]);
    expect([...set.classes]).toEqual([-1, -1, -1]);
  });

  test("refuses an item without marks, and a mark that is no label", () => {
    expect(() => createExampleSet(features, [item("a clip")], task)).toThrow(
      "createExampleSet: recording a clip must have marks, for task units is not exclusive; got none",
    );
    expect(() => createExampleSet(features, [marked({ AU2: true })], task)).toThrow(
      "createExampleSet: recording a clip: marks must be of AU1, AU12, got AU2",
    );
  });
});

test("refuses no recordings, and one without a face, in a copy too", () => {
  expect(() => createExampleSet(features, [])).toThrow(
    "createExampleSet: expected recordings, got none",
  );
  const faceless = item("fear", { copies: [sequence("fear, turned", 0)] });
  expect(() => createExampleSet(features, [faceless])).toThrow(
    "createExampleSet: recording fear, turned has no frame with a face",
  );
});
