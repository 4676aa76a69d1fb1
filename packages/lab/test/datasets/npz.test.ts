import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { inTree } from "../../../../tests/support/folder-tree.ts";
import { npzFile } from "../support/dataset-trees.ts";
import { itemsOf, load, problemsOf } from "../support/load-dataset.ts";
import { npy } from "../support/npy-file.ts";

describe("NPZ", () => {
  test("holds recordings, with text labels, lengths, and frames without a face", () =>
    inTree({ "a.npz": npzFile() }, async (root) => {
      const dataset = await load(`npz:${root}/a.npz`);
      expect(itemsOf(dataset)).toEqual([
        ["0", "1", "happiness"],
        ["1", "1", null],
        ["2", "2", "anger"],
      ]);
      const [, second, third] = dataset.recordings.map(({ recording }) => recording);
      expect([...second!.detected]).toEqual([1, 0, 1, 1]);
      expect([...third!.timestampsMs]).toEqual([0, 40]);
      expect(third).toMatchObject({
        topology: "ibug68",
        imageSize: { widthPx: 640, heightPx: 480 },
      });
    }));

  const points = Array.from({ length: 2 * 68 * 2 }, (_, i) => i / 1000);
  const good = {
    "landmarks.npy": npy("<f8", [2, 1, 68, 2], points),
    "image_size.npy": npy("<i4", [2], [640, 480]),
    "timestamps_ms.npy": npy("<f8", [2, 1], [0, 5]),
    "labels.npy": npy("<i8", [2], [-1, 5]),
  };

  test("may have integer labels, two coordinates, and times of each recording", () =>
    inTree({ "a.npz": zipSync(good) }, async (root) => {
      const { recordings } = await load(`npz:${root}/a.npz`);
      expect(recordings.map(({ label }) => label)).toEqual([null, "surprise"]);
      const { landmarks, timestampsMs } = recordings[1]!.recording;
      expect([...timestampsMs]).toEqual([5]);
      expect([...landmarks.slice(0, 6)]).toEqual(
        [0.136, 0.137, 0, 0.138, 0.139, 0].map(Math.fround),
      );
    }));

  test("says which array is missing, of another shape, type or order", async () => {
    const { "image_size.npy": _, ...without } = good;
    const cases: readonly [Record<string, Uint8Array>, string][] = [
      [without, "expected an array image_size, got landmarks, timestamps_ms, labels"],
      [
        { ...good, "landmarks.npy": npy("<f8", [4, 68], points) },
        "expected landmarks of shape [N, T, 68 or 478, 2 or 3], N and T above 0, got [4, 68]",
      ],
      // No bytes at all, and yet a thousand million recordings.
      [{ ...good, "landmarks.npy": npy("<f8", [1e9, 0, 68, 2], []) }, "got [1000000000, 0, 68, 2]"],
      [{ ...good, "labels.npy": npy("<U0", [1e9], []) }, "expected a type among"],
      [{ ...good, "labels.npy": npy("<i8", [1], [0]) }, "expected labels of shape [2], got [1]"],
      [
        { ...good, "image_size.npy": npy("<U3", [2], ["a", "b"]) },
        "expected numbers in image_size",
      ],
      [
        { ...good, "landmarks.npy": npy("<f8", [2, 1, 68, 3], points) },
        "expected 3264 bytes for shape (2, 1, 68, 3) of <f8, got 2176",
      ],
      [{ ...good, "landmarks.npy": Buffer.from("no array") }, "expected NumPy's .npy"],
    ];
    for (const [files, problem] of cases) {
      await inTree({ "a.npz": zipSync(files) }, async (root) => {
        await expect(load(`npz:${root}/a.npz`)).rejects.toThrow(`${root}/a.npz`);
        await expect(load(`npz:${root}/a.npz`)).rejects.toThrow(problem);
      });
    }
  });

  test("names the row that makes no recording, and loads the others", () =>
    inTree(
      { "a.npz": zipSync({ ...good, "labels.npy": npy("<i8", [2], [6, 0]) }) },
      async (root) => {
        const dataset = await load(`npz:${root}/a.npz`);
        expect(problemsOf(dataset, root)).toEqual([
          "a.npz: expected labels[0] to be text, or an integer in [-1, 5], got 6",
        ]);
        expect(itemsOf(dataset)).toEqual([["1", "1", "anger"]]);
      },
    ));
});
