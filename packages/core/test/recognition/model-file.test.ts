import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXPRESSION_TASK, EXPRESSIONS } from "../../src/face/index.ts";
import { scaleFrame } from "../../src/features/index.ts";
import { createWasmBackend } from "../../src/kernel/index.ts";
import {
  encodeSafetensors,
  NetworkStream,
  openSealedFile,
  type SealedFormat,
  sealFile,
  type Tensor,
} from "../../src/nn/index.ts";
import {
  loadModel,
  Recognizer,
  type RecognizerModel,
  recognizeRecording,
  saveModel,
} from "../../src/recognition/index.ts";
import { performance } from "../support/faces.ts";
import { randomModel } from "../support/recognizers.ts";

const backend = await createWasmBackend();
const FORMAT: SealedFormat = { where: "test", format: "mien-recognizer", version: 2 };
const fixture = (name: string) => new URL(`../fixtures/recognition/${name}`, import.meta.url);

const MODELS: readonly (readonly [string, RecognizerModel])[] = [
  ["six GRU heads", randomModel(1)],
  ["one LSTM trunk", randomModel(2, { heads: "one-trunk", cell: "lstm", layers: 2 })],
  [
    "blendshapes, bidirectional",
    randomModel(3, { bidirectional: true }, { sets: ["blendshapes"] }),
  ],
  ["whitened", randomModel(6, { schedule: "cosine", readout: "strongest" }, { whiten: true })],
  [
    "no blendshapes in the neutral",
    { ...randomModel(4), neutral: { ...randomModel(4).neutral, blendshapes: null } },
  ],
  ["records", { ...randomModel(5), records: { accuracy: { macroF1: 0.75 }, folds: [1, 2] } }],
];

test.each(MODELS)("%s: out and in gives the same model and the same bytes", (_, model) => {
  const bytes = saveModel(model);
  const again = loadModel(bytes);
  expect(again).toEqual(model);
  expect(saveModel(again)).toEqual(bytes);
});

test("a loaded model recognises bit for bit as the one that was saved", async () => {
  const model = randomModel(6);
  const recording = performance(4, 9);
  const { recognize } = await Recognizer.load(saveModel(model)).then((recognizer) => ({
    recognize: () => recognizer.recognize(recording),
  }));
  expect(recognize()).toEqual(recognizeRecording(backend, model, recording));
});

describe("a file of format version 1 (test/support/recognizer-v1.mjs)", () => {
  const bytes = new Uint8Array(readFileSync(fixture("recognizer-v1.safetensors")));
  const model = loadModel(bytes);

  test("stays readable, all of it", () => {
    expect(model.features).toMatchObject({
      sets: ["geometry"],
      unit: true,
      resample: { kind: "step", stepMs: 40 },
    });
    expect(model.recipe).toMatchObject({ hiddenSize: 8, epochs: 4, loss: "adaptive" });
    expect(model.losses[0]).toMatchObject({ label: "anger", positives: 6, ratio: 6 });
    expect(model.parameters).toHaveLength(6);
    expect(model.calibration).toMatchObject({ method: "platt", recordings: 42, subjects: 6 });
    expect(model.neutral.landmarks).toHaveLength(3 * 478);
    expect(model.provenance).toMatchObject({ dataset: "generated features", seed: 7 });
    expect(model.records).toEqual({ accuracy: 0.5 });
  });

  test("gives the logits that PyTorch computes from its weights (reference/recognition.py)", () => {
    const golden: { features: number[][]; logits: number[][] } = JSON.parse(
      readFileSync(fixture("logits.json"), "utf8"),
    );
    const stream = new NetworkStream(backend, model.network, model.parameters);
    golden.features.forEach((row, t) => {
      const frame = Float32Array.from(row);
      scaleFrame(model.scaler, frame);
      const logits = stream.push(frame);
      // Float32 kernels against float64 PyTorch.
      golden.logits[t]!.forEach((expected, k) => {
        expect(Math.abs(logits[k]! - expected), `frame ${t}, head ${k}`).toBeLessThan(1e-5);
      });
    });
  });

  test("is of the six, and goes out as the newest version with nothing lost", () => {
    expect(model.task).toEqual(EXPRESSION_TASK);
    expect(loadModel(saveModel(model))).toEqual(model);
  });
});

describe("a file of format version 2 (test/support/recognizer-v2.mjs)", () => {
  const bytes = new Uint8Array(readFileSync(fixture("recognizer-v2.safetensors")));
  const model = loadModel(bytes);

  test("stays readable: its task, and a head of each of its labels", () => {
    expect(model.task).toEqual({ name: "moves", labels: ["nod", "yawn", "wink"], exclusive: true });
    expect(model.parameters).toHaveLength(3);
    expect(model.losses[1]).toMatchObject({ label: "yawn", positives: 6, total: 24, ratio: 3 });
    expect(model.calibration).toMatchObject({ method: "platt", recordings: 24, subjects: 6 });
    expect(model.provenance).toMatchObject({ dataset: "generated features", seed: 7 });
    expect(model.records).toEqual({ accuracy: 0.5 });
  });

  test("is what this release writes", () => {
    expect(saveModel(model)).toEqual(bytes);
  });
});

describe("refuses", () => {
  const bytes = saveModel(randomModel(1));
  const { tensors, metadata } = openSealedFile(FORMAT, bytes);
  const header = JSON.parse(metadata.model!);
  const sealed = (
    changes: Readonly<Record<string, unknown>>,
    more: readonly (readonly [string, Tensor])[] = [],
    format: SealedFormat = FORMAT,
  ) =>
    sealFile(format, new Map([...tensors, ...more]), {
      model: JSON.stringify({ ...header, ...changes }),
    });
  const vector = (size: number): Tensor => ({ shape: [size], values: new Float64Array(size) });

  test.each([
    ["a truncated file", bytes.subarray(0, bytes.length - 5), /truncated/],
    ["an empty file", new Uint8Array(0), /truncated/],
    [
      "one weight altered",
      Uint8Array.from(bytes, (b, i) => (i === bytes.length - 100 ? b ^ 1 : b)),
      /loadModel: the file was altered: expected sha256 [0-9a-f]{64}, got [0-9a-f]{64}/,
    ],
    [
      "another format",
      sealed({}, [], { ...FORMAT, format: "mien-network" }),
      /loadModel: .*mien-recognizer.*got.*mien-network/,
    ],
    [
      "a newer version",
      sealed({}, [], { ...FORMAT, version: 3 }),
      /loadModel: version must be 2, the newest that this release reads, or older, got 3/,
    ],
    ["plain safetensors", encodeSafetensors(tensors), /loadModel: .*mien-recognizer/],
    [
      "expressions of version 1 in another order",
      sealed({ expressions: [...EXPRESSIONS].reverse() }, [], { ...FORMAT, version: 1 }),
      /loadModel: expressions must be anger, .*got surprise/,
    ],
    ["no task", sealed({ task: undefined }), /loadModel: the header must have a task, got none/],
    [
      "labels in another order",
      sealed({ task: { ...header.task, labels: [...EXPRESSIONS].reverse() } }),
      /loadModel: expected losses of surprise, .*, got anger, /,
    ],
    [
      "five losses",
      sealed({ losses: header.losses.slice(1) }),
      /loadModel: expected losses of anger, .*, got disgust, /,
    ],
    [
      "five calibrated heads",
      sealed({ calibration: { ...header.calibration, platt: header.calibration.platt.slice(1) } }),
      /loadModel: expected 6 calibrated heads, got 5/,
    ],
    ["an unknown recipe key", sealed({ recipe: { width: 3 } }), /recipe: has no key width/],
    [
      "a scaler of another size",
      sealed({}, [["scaler/mean", vector(3)]]),
      /loadModel: scaler\/mean must hold \d+ values, one a feature, got 3/,
    ],
    [
      "a head of another shape",
      sealed({}, [["fear/head.bias", vector(2)]]),
      /parameters: head\.bias must have shape \[1\], got \[2\]/,
    ],
    ["no header", sealFile(FORMAT, tensors, {}), /loadModel: metadata model must be JSON/],
  ])("%s", (_, file, message) => {
    expect(() => loadModel(file)).toThrow(message);
  });

  test("any change of any byte", () => {
    const at = fc.integer({ min: 0, max: bytes.length - 1 });
    const bits = fc.integer({ min: 1, max: 255 });
    fc.assert(
      fc.property(at, bits, (place, mask) => {
        const altered = bytes.slice();
        altered[place] = altered[place]! ^ mask;
        expect(() => loadModel(altered)).toThrow(/^(loadModel|decodeSafetensors): /);
      }),
      { seed: 8, numRuns: 120 },
    );
  });

  test("any cut, and any bytes behind", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        expect(() => loadModel(bytes.slice(0, length))).toThrow(/^(loadModel|decodeSafetensors): /);
      }),
      { seed: 9, numRuns: 60 },
    );
    const longer = new Uint8Array(bytes.length + 4);
    longer.set(bytes);
    expect(() => loadModel(longer)).toThrow(/^decodeSafetensors: /);
  });
});
