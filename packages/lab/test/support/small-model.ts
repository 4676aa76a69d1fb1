import { type RecognizerModel, resolveFeatureSpec, resolveRecipe } from "@mien/core";
import { createInlineExecutor, labelledFeatures, trainOnExecutor } from "@mien/study";
import { loadMienCast } from "../../src/casting/index.ts";
import { createBackend } from "../../src/executors/index.ts";

/** A recogniser trained for a moment on the first actors of mien-cast: good enough to tell a smile. */
export async function trainSmallModel(actors = 40): Promise<RecognizerModel> {
  const all = await loadMienCast();
  const subjects = new Set(
    [...new Set(all.map(({ recording }) => recording.subjectId))].slice(0, actors),
  );
  const items = all.filter(({ recording }) => subjects.has(recording.subjectId));
  const features = resolveFeatureSpec({ sets: ["geometry"], baseline: "first-frame", unit: true });
  const executor = createInlineExecutor(await createBackend());
  const { model } = await trainOnExecutor(executor, labelledFeatures(items, features), {
    recipe: resolveRecipe({ hiddenSize: 16, epochs: 20, learningRate: 0.003 }),
    seed: 7,
    calibrationFolds: 2,
    provenance: {
      dataset: "mien-cast, a part",
      fingerprint: "",
      version: "0.1.0",
      command: "a test",
      recordings: items.length,
      subjects: subjects.size,
      counts: {},
      seed: 7,
    },
  });
  return model;
}
