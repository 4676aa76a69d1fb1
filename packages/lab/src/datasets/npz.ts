/**
 * NPZ as Python writes it, mien's own arrangement, all recordings of one topology:
 *
 * landmarks [N, T, P, 3] or [N, T, P, 2], P = 68 or 478, in shares of width and height; NaN, or all points the same, where
 *   there is no face. [T, P, 3] or [T, P, 2] is one recording
 * image_size [2], width and height in pixels
 * timestamps_ms [T] or [N, T], rising
 * lengths [N], frames of each recording; left out, all have T
 * labels [N], text, or integers in the order anger, disgust, fear, happiness, sadness, surprise; -1 or "" is none
 * subjects [N], text or integers; ids [N], text or integers; left out, a number
 *
 * An NPY file has the landmarks alone: 640 x 480 and 30 frames a second are assumed, and that is said.
 */
import { basename } from "node:path";
import { createRecording, EXPRESSIONS, TOPOLOGIES, type TopologyName } from "@mien/core";
import { unzipSync } from "fflate";
import type { Dataset, DatasetBuilder, SourceRecording } from "./dataset.ts";
import { createDatasetBuilder } from "./dataset-builder.ts";
import { DatasetError, inFile, quote } from "./dataset-error.ts";
import { readBytes } from "./disk.ts";
import { checkShares } from "./landmark-shares.ts";
import { type NpyArray, parseNpy } from "./npy.ts";
import { isOnePoint } from "./point-table.ts";

const MAX_BYTES = 2 ** 31 - 1;
const ASSUMED_FRAME_RATE = 30;
/** Deflate cannot do better than 1032 to 1; a header that says so lies. */
const MAX_RATIO = 1032;

/** @throws DatasetError if the file is no NPZ, or lacks an array; a bad recording becomes a problem of the summary */
export function loadNpz(file: string): Dataset {
  const builder = createDatasetBuilder();
  const bytes = readBytes(file);
  const isNpy = bytes[0] === 0x93;
  const arrays = isNpy ? readSingle(file, bytes, builder) : readArrays(file, bytes);
  const layout = readLayout(file, arrays);
  for (let n = 0; n < layout.N; n++) {
    builder.attempt(() => addRecording(builder, file, arrays, layout, n));
  }
  return builder.finish();
}

type Arrays = ReadonlyMap<string, NpyArray>;

/** Landmarks alone, with the size and times that are assumed. */
function readSingle(file: string, bytes: Uint8Array, builder: DatasetBuilder): Arrays {
  const landmarks = withRecordings(parseNpy(bytes, file));
  const frames = landmarks.shape.length === 4 ? landmarks.shape[1]! : 0;
  const assumed =
    "640 x 480 px and 30 frames a second assumed; an NPZ can hold image_size and timestamps_ms";
  builder.remark(`${file}: an array alone tells neither the picture's size nor times: ${assumed}`);
  const times = Float64Array.from({ length: frames }, (_, t) => (t * 1000) / ASSUMED_FRAME_RATE);
  return new Map([
    ["landmarks", landmarks],
    ["image_size", { shape: [2], values: Float64Array.of(640, 480) }],
    ["timestamps_ms", { shape: [frames], values: times }],
  ]);
}

/** One recording [T, P, 2 or 3] as [1, T, P, 2 or 3]. */
function withRecordings(array: NpyArray): NpyArray {
  return array.shape.length === 3 ? { ...array, shape: [1, ...array.shape] } : array;
}

function readArrays(file: string, bytes: Uint8Array): Arrays {
  const files = inFile(file, "an NPZ file", () =>
    unzipSync(bytes, {
      filter({ name, originalSize, size }) {
        if (!(originalSize <= MAX_BYTES && originalSize <= size * MAX_RATIO + 1024)) {
          const got = `${originalSize} bytes of ${quote(name)} in ${size}`;
          throw new DatasetError({ file, expected: "an NPZ file", got });
        }
        return name.endsWith(".npy");
      },
    }),
  );
  return new Map(
    Object.entries(files).map(([path, content]) => {
      const name = path.slice(0, -4);
      const array = parseNpy(content, `${file}/${path}`);
      return [name, name === "landmarks" ? withRecordings(array) : array];
    }),
  );
}

interface Layout {
  readonly N: number;
  readonly T: number;
  readonly dimensions: number;
  readonly topology: TopologyName;
  readonly imageSize: { readonly widthPx: number; readonly heightPx: number };
}

function readLayout(file: string, arrays: Arrays): Layout {
  const { shape } = numbers(file, arrays, "landmarks");
  const [N, T, P, dimensions] = shape;
  const topology = Object.values(TOPOLOGIES).find(({ points }) => points === P);
  const fits = shape.length === 4 && (dimensions === 2 || dimensions === 3);
  if (!fits || topology === undefined || N === 0 || T === 0) {
    const expected = "landmarks of shape [N, T, 68 or 478, 2 or 3], N and T above 0";
    throw new DatasetError({ file, expected, got: `[${shape.join(", ")}]` });
  }
  const size = numbers(file, arrays, "image_size");
  expectShape(file, "image_size", size, [[2]]);
  const imageSize = { widthPx: size.values[0]!, heightPx: size.values[1]! };
  expectShape(file, "timestamps_ms", numbers(file, arrays, "timestamps_ms"), [[T!], [N!, T!]]);
  for (const name of ["lengths", "labels", "subjects", "ids"]) {
    const array = arrays.get(name);
    if (array !== undefined) expectShape(file, name, array, [[N!]]);
  }
  if (arrays.has("lengths")) numbers(file, arrays, "lengths");
  return { N: N!, T: T!, dimensions: dimensions!, topology: topology.name, imageSize };
}

function numbers(file: string, arrays: Arrays, name: string) {
  const array = arrays.get(name);
  if (array === undefined) {
    const got = [...arrays.keys()].join(", ") || "none";
    throw new DatasetError({ file, expected: `an array ${name}`, got });
  }
  if (!(array.values instanceof Float64Array)) {
    throw new DatasetError({ file, expected: `numbers in ${name}`, got: "text" });
  }
  return { shape: array.shape, values: array.values };
}

function expectShape(
  file: string,
  name: string,
  { shape }: Pick<NpyArray, "shape">,
  shapes: readonly (readonly number[])[],
): void {
  const text = (sizes: readonly number[]) => `[${sizes.join(", ")}]`;
  if (!shapes.some((sizes) => text(sizes) === text(shape))) {
    const expected = `${name} of shape ${shapes.map(text).join(" or ")}`;
    throw new DatasetError({ file, expected, got: text(shape) });
  }
}

function addRecording(
  builder: DatasetBuilder,
  file: string,
  arrays: Arrays,
  layout: Layout,
  n: number,
): void {
  const { T, dimensions, topology, imageSize } = layout;
  const at = (name: string) => arrays.get(name)?.values[n];
  const length = at("lengths") ?? T;
  if (!Number.isInteger(length) || (length as number) < 1 || (length as number) > T) {
    const expected = `lengths[${n}] to be an integer in [1, ${T}]`;
    throw new DatasetError({ file, expected, got: `${length}` });
  }
  const frames = length as number;
  const P = TOPOLOGIES[topology].points;
  const all = arrays.get("landmarks")!.values as Float64Array;
  const first = n * T * P * dimensions;
  const landmarks = new Float32Array(frames * P * 3);
  for (let i = 0; i < landmarks.length; i++) {
    const [point, axis] = [Math.floor(i / 3), i % 3];
    landmarks[i] = axis < dimensions ? all[first + point * dimensions + axis]! : 0;
  }
  const detected = markMissing(landmarks, 3 * P);
  detected.forEach((found, t) => {
    if (found === 1)
      checkShares(landmarks.subarray(3 * P * t, 3 * P * (t + 1)), {
        file: `${file}: landmarks[${n}, ${t}]`,
      });
  });
  const times = arrays.get("timestamps_ms")!;
  const from = times.shape.length === 2 ? n * T : 0;
  const recording = inFile(file, `a recording in row ${n}`, () =>
    createRecording({
      id: `${at("ids") ?? n}`,
      subjectId: `${at("subjects") ?? n}`,
      topology,
      imageSize,
      timestampsMs: Float64Array.from(times.values.slice(from, from + frames) as Float64Array),
      landmarks,
      detected,
      provenance: {
        extractor: "npz",
        version: "unknown",
        modelSha256: null,
        mode: "table",
        numFaces: 1,
        frameRate: null,
        source: basename(file),
      },
    }),
  );
  const stored: SourceRecording = { recording, label: readLabel(file, at("labels"), n) };
  builder.addRecording(stored);
}

/** Frames with a value that is not finite, and those whose points are all the same, become all NaN; 1 for the others. */
function markMissing(landmarks: Float32Array, width: number): Uint8Array {
  const detected = new Uint8Array(landmarks.length / width);
  for (let t = 0; t < detected.length; t++) {
    const row = landmarks.subarray(t * width, (t + 1) * width);
    if (!row.every(Number.isFinite) || isOnePoint(row)) row.fill(Number.NaN);
    else detected[t] = 1;
  }
  return detected;
}

/** Text is any label; a number stands for one of the six. */
function readLabel(file: string, value: number | string | undefined, n: number): string | null {
  if (value === undefined || value === -1 || value === "") return null;
  if (typeof value === "string") return value;
  const label = EXPRESSIONS[value];
  if (label === undefined) {
    const expected = `labels[${n}] to be text, or an integer in [-1, 5]`;
    throw new DatasetError({ file, expected, got: `${value}` });
  }
  return label;
}
