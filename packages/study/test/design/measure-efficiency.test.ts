import { createWasmBackend, EXPRESSION_TASK, networkSpecOf, resolveRecipe } from "@mien/core";
import { expect, test } from "vitest";
import { measureEfficiency } from "../../src/design/index.ts";

test("measures each recogniser's frame, step, weights and memory", async () => {
  const backend = await createWasmBackend();
  const small = { hiddenSize: 8, batchSize: 4 };
  const recipes = {
    gru: resolveRecipe(small),
    lstm: resolveRecipe({ ...small, cell: "lstm" }),
    trunk: resolveRecipe({ ...small, heads: "one-trunk" }),
    both: resolveRecipe({ ...small, bidirectional: true }),
  };
  const measured = measureEfficiency(
    backend,
    Object.entries(recipes).map(([conditionId, recipe]) => ({
      conditionId,
      task: EXPRESSION_TASK,
      recipe,
      inputSize: 10,
    })),
    () => performance.now(),
  );
  expect(measured.map(({ conditionId }) => conditionId)).toEqual(Object.keys(recipes));
  for (const one of measured) {
    for (const times of [one.streamMicrosecondsPerFrame, one.trainStepMilliseconds]) {
      if (times === null) continue;
      expect(times.low).toBeGreaterThan(0);
      expect(times.median).toBeGreaterThanOrEqual(times.low);
      expect(times.high).toBeGreaterThanOrEqual(times.median);
    }
    expect(one.peakHeapBytes).toBeGreaterThan(one.modelBytes);
  }
  const [gru, lstm, trunk, both] = measured;
  for (const one of [gru, lstm, trunk]) expect(one!.streamMicrosecondsPerFrame).not.toBeNull();
  expect(both!.streamMicrosecondsPerFrame).toBeNull(); // it would have to know the last frame first
  // Six heads of 3 h (d + h + 2) + h + 1 weights of four bytes, and names around them.
  const { hiddenSize: h, inputSize: d } = networkSpecOf(recipes.gru, 10, EXPRESSION_TASK);
  const weights = 6 * 4 * (3 * h * (d + h + 2) + h + 1);
  expect(gru!.modelBytes).toBeGreaterThan(weights);
  expect(gru!.modelBytes).toBeLessThan(weights + 6000);
  expect(lstm!.modelBytes).toBeGreaterThan(gru!.modelBytes);
  expect(trunk!.modelBytes).toBeLessThan(gru!.modelBytes);
});
