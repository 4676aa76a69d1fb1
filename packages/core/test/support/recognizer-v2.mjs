// Wrote packages/core/test/fixtures/recognition/recognizer-v2.safetensors, a model file of format version 2. It stays as it
// is, so that files of version 2 stay readable; a later version gets a script and a fixture of its own.
//
//     npm run build && node packages/core/test/support/recognizer-v2.mjs
import { writeFileSync } from "node:fs";
import {
  createExampleSet,
  createTask,
  createWasmBackend,
  featureNames,
  resolveFeatureSpec,
  resolveRecipe,
  saveModel,
  trainRecognizer,
} from "@mien/core";
import { createRandom } from "@mien/core/math";

const task = createTask({ name: "moves", labels: ["nod", "yawn", "wink"], exclusive: true });
const LABELS = [...task.labels, "neutral"];
const features = resolveFeatureSpec({ unit: true, resample: { kind: "step", stepMs: 40 } });
const names = featureNames(features, "mediapipe478");
const random = createRandom(77);
const T = 6;

/** Generated features: a direction of its own for each label, growing over the sequence. */
function sequence(recordingId, kind) {
  const values = new Float32Array(T * names.length);
  for (let t = 0; t < T; t++) {
    names.forEach((_, i) => {
      const own = i % 7 === kind ? t / T : 0;
      values[t * names.length + i] = own + 0.1 * random.normal();
    });
  }
  const timestampsMs = Float64Array.from({ length: T }, (_, t) => 40 * t);
  return { recordingId, names, stepMs: 40, timestampsMs, values, valid: new Uint8Array(T).fill(1) };
}

const items = Array.from({ length: 6 }, (_, s) => s).flatMap((s) =>
  LABELS.map((label, kind) => ({
    sequence: sequence(`s${s}-${label}`, kind),
    subjectId: `s${s}`,
    label,
  })),
);
const model = trainRecognizer(await createWasmBackend(), createExampleSet(features, items, task), {
  recipe: resolveRecipe({ hiddenSize: 8, epochs: 4 }),
  seed: 7,
  calibrationFolds: 3,
  provenance: {
    dataset: "generated features",
    fingerprint: "0".repeat(64),
    recordings: items.length,
    subjects: 6,
    counts: Object.fromEntries(LABELS.map((label) => [label, 6])),
    seed: 7,
    version: "0.1.0",
    command: "node packages/core/test/support/recognizer-v2.mjs",
  },
});
const out = new URL("../fixtures/recognition/recognizer-v2.safetensors", import.meta.url);
writeFileSync(out, saveModel({ ...model, records: { accuracy: 0.5 } }));
