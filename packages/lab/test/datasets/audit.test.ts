import { createRecording, type Label, type Recording } from "@mien/core";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import {
  canonicalPoints,
  movedPoints,
  performance,
  project,
  recordingOf,
} from "../../../core/test/support/faces.ts";
import { auditDataset, type Dataset } from "../../src/datasets/index.ts";
import { pngHeader } from "../support/dataset-trees.ts";
import { load } from "../support/load-dataset.ts";

type Item = readonly [Recording, Label | null];

function datasetOf(items: readonly Item[]): Dataset {
  const recordings = items.map(([recording, label]) => ({ recording, label, crop: null }));
  const loaded = items.length;
  return {
    recordings,
    clips: [],
    summary: { found: loaded, loaded, skipped: {}, problems: [], remarks: [] },
  };
}

const named = (recording: Recording, id: string, subjectId: string) =>
  createRecording({ ...recording, id, subjectId });

/** The same performance as `recording`, smaller and elsewhere in the picture, every other frame, a little noise. */
function disguised(recording: Recording, noise: number): Recording {
  const frames = [...recording.detected.keys()].filter((t) => t % 2 === 0);
  const width = 478 * 3;
  const rows = frames.map((t) =>
    recording.landmarks
      .slice(t * width, (t + 1) * width)
      .map(
        (v, i) =>
          (i % 3 === 2 ? 0.8 * v : 0.8 * v + 0.05) + noise * (((i * 7919 + t) % 13) / 6 - 1),
      ),
  );
  const timestampsMs = frames.map((t) => recording.timestampsMs[t]!);
  return recordingOf(rows, { id: "copy", timestampsMs });
}

describe("auditDataset finds", () => {
  test("exact copies under other names, and whether a split by subject may part them", () => {
    const film = performance(1, 9);
    const report = auditDataset(
      datasetOf([
        [named(film, "a", "ann"), "fear"],
        [named(film, "b", "bob"), "fear"],
        [named(performance(5, 9), "c", "ann"), "fear"],
      ]),
    );
    expect(report.duplicates).toEqual([
      { first: "a", second: "b", kind: "exact", distance: 0, sameSubject: false, sameLabel: true },
    ]);
  });

  test("near copies: of another size, place and frame rate; and no others", () => {
    const film = performance(1, 9);
    const near = auditDataset(
      datasetOf([
        [named(film, "film", "ann"), "anger"],
        [named(disguised(film, 1e-5), "copy", "ann"), "fear"],
        [named(performance(3, 9), "other", "ann"), "anger"],
      ]),
    ).duplicates;
    expect(near).toHaveLength(1);
    expect(near[0]).toMatchObject({ kind: "near", sameSubject: true, sameLabel: false });
    expect([near[0]!.first, near[0]!.second].sort()).toEqual(["copy", "film"]);
    expect(near[0]!.distance).toBeLessThan(0.005);
    const noisy = [
      named(film, "film", "ann"),
      named(disguised(film, 0.02), "copy", "ann"),
    ] as const;
    expect(auditDataset(datasetOf(noisy.map((r) => [r, "fear"] as const))).duplicates).toEqual([]);
  });

  test("what is empty, still, or labelled against its name", () => {
    const face = project(canonicalPoints());
    const moved = project(movedPoints(3, 0.05));
    const seen = (frames: readonly (Float32Array | null)[], id: string) =>
      recordingOf(frames, { id });
    const report = auditDataset(
      datasetOf([
        [seen([null, null], "nobody"), "fear"],
        [seen([face, null, null], "hardly"), "fear"],
        [seen([face], "alone"), "fear"],
        [seen([face, face, face], "still"), "fear"],
        [seen([face, moved], "ann/happy/1"), "sadness"],
        [seen([moved, face], "sound"), "fear"],
        [seen([face], "calm"), "neutral"],
      ]),
    );
    expect(report.suspects).toEqual([
      { id: "nobody", reason: "no face in any of 2 frames" },
      { id: "hardly", reason: "a face in 1 of 3 frames" },
      { id: "alone", reason: "one frame alone" },
      { id: "still", reason: "labelled fear, but hardly moves: 0.0000 outer canthal distances" },
      { id: "ann/happy/1", reason: "labelled sadness, but its name says happiness" },
    ]);
    expect(report).toMatchObject({ items: 7, subjects: 1, neutral: 1, unlabelled: 0 });
  });

  test("ids of more than one item", () => {
    const twice = [performance(1, 4), performance(5, 4)].map(
      (recording): Item => [named(recording, "a", "s"), null],
    );
    expect(auditDataset(datasetOf(twice))).toMatchObject({ repeatedIds: ["a"], unlabelled: 2 });
  });

  test("clips that are the same bytes, alone or labelled against their folder", () => {
    const [one, two, three] = [1, 2, 3].map((n) => pngHeader(640, n));
    const tree = {
      "P001/Anger/000.jpeg": one!,
      "P001/Anger/001.jpeg": two!,
      "P002/Anger/000.jpeg": one!,
      "P002/Anger/001.jpeg": two!,
      "P002/Fear/000.jpeg": three!,
    };
    return inTree(tree, async (root) => {
      const report = auditDataset(await load(`oulu:${root}`));
      expect(report.duplicates).toEqual([
        {
          first: "P001/Anger",
          second: "P002/Anger",
          kind: "exact",
          distance: 0,
          sameSubject: false,
          sameLabel: true,
        },
      ]);
      expect(report.suspects).toEqual([{ id: "P002/Fear", reason: "one frame alone" }]);
    });
  });
});

describe("auditDataset counts", () => {
  test("the cast as CK+ is counted in the literature, with the losses of the paper's rule", async () => {
    const count = async (contempt: "in" | "out" | "negative") => {
      const { classes } = auditDataset(await load("cast", { contempt }), { contempt });
      return classes.map(({ label, count: n, imbalanceRatio, loss }) => [
        label,
        n,
        Number(imbalanceRatio.toFixed(2)),
        loss,
      ]);
    };
    const [weighted, plain, focal] = [
      "weighted-binary-cross-entropy",
      "binary-cross-entropy",
      "focal",
    ];
    expect(await count("out")).toEqual([
      ["anger", 45, 5.87, weighted],
      ["disgust", 59, 4.24, weighted],
      ["fear", 25, 11.36, weighted],
      ["happiness", 69, 3.48, plain],
      ["sadness", 28, 10.04, weighted],
      ["surprise", 83, 2.72, plain],
    ]);
    const negative = await count("negative");
    expect(negative.map((row) => row[2])).toEqual([6.27, 4.54, 12.08, 3.74, 10.68, 2.94]);
    expect(negative.map((row) => row[3])).toEqual([
      weighted,
      weighted,
      focal,
      weighted,
      weighted,
      plain,
    ]);
    expect((await count("in")).at(-1)).toEqual(["contempt", 18, 17.17, focal]);
  });

  test("an empty class as one that nothing can be trained on", () => {
    const { classes } = auditDataset(datasetOf([[performance(1, 4), "fear"]]));
    const anger = {
      label: "anger",
      count: 0,
      imbalanceRatio: Number.POSITIVE_INFINITY,
      loss: null,
    };
    expect(classes[0]).toEqual(anger);
  });

  test("nothing with a wrong option", () => {
    const dataset = datasetOf([]);
    expect(() => auditDataset(dataset, { nearDistance: 0 })).toThrow(
      "auditDataset: nearDistance must be a number > 0, got 0",
    );
    expect(() => auditDataset(dataset, { near: 1 } as object)).toThrow(
      "auditDataset: has no key near",
    );
    expect(() => auditDataset(dataset, { contempt: "maybe" } as unknown as object)).toThrow(
      "auditDataset: contempt must be in or out or negative, got maybe",
    );
  });
});
