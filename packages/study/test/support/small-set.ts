import {
  createExampleSet,
  EXPRESSIONS,
  type ExampleSet,
  type FitJob,
  resolveFeatureSpec,
  resolveRecipe,
} from "@mien/core";
import { createRandom } from "@mien/core/math";

const [STEPS, FEATURES] = [10, 4];

/** Four subjects who show each expression once: 24 sequences [10, 4] in which the label can be learnt a little. */
export function smallSet(seed = 1): ExampleSet {
  const random = createRandom(seed);
  const names = Array.from({ length: FEATURES }, (_, f) => `f${f}`);
  return createExampleSet(
    resolveFeatureSpec({ sets: ["geometry"] }),
    ["ann", "ben", "cem", "dea"].flatMap((subjectId) =>
      EXPRESSIONS.map((label, k) => ({
        subjectId,
        label,
        sequence: {
          recordingId: `${subjectId}-${label}`,
          names,
          stepMs: 40,
          timestampsMs: Float64Array.from({ length: STEPS }, (_, t) => 40 * t),
          values: Float32Array.from(
            { length: STEPS * FEATURES },
            (_, i) => random.normal() + (i % FEATURES === k % FEATURES ? 1 : 0),
          ),
          valid: new Uint8Array(STEPS).fill(1),
        },
      })),
    ),
  );
}

/** Trains on the first three subjects and tests the last. */
export const smallJob = (overrides: Partial<FitJob> = {}): FitJob => ({
  name: "small",
  recipe: resolveRecipe({ hiddenSize: 8, epochs: 2 }),
  seed: 3,
  training: Int32Array.from({ length: 18 }, (_, n) => n),
  testing: Int32Array.from({ length: 6 }, (_, n) => 18 + n),
  ...overrides,
});
