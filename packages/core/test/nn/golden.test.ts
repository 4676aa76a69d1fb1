/**
 * Networks against PyTorch in float64 (reference/networks.py): logits, loss, every gradient, the losses of ten steps of
 * training and the trained parameters, on every backend. What lies in fixtures/networks is what runs.
 */
import { describe, expect, test } from "vitest";
import { optionalTest } from "../../../../tests/support/optional.ts";
import { createWasmBackend } from "../../src/kernel/index.ts";
import type { Parameters } from "../../src/nn/index.ts";
import { testBackends } from "../support/backends.ts";
import {
  type Golden,
  outcomeErrors,
  readGoldens,
  relativeError,
  runGolden,
  scriptHash,
} from "../support/golden.ts";

const goldens = readGoldens();
const { present, missing } = await testBackends();

/**
 * Greatest error of a tensor (its Euclidean norm over that of the expected tensor) or of a loss (relative).
 *
 * float64: roundings of 1.1e-16 over sums of up to some hundred terms and ten steps; 1.5e-14 is the most seen.
 * float32: roundings of 6e-8 and a tanh good to 4e-7; 1.2e-6 is the most seen.
 */
const BOUND = { float64: 1e-10, float32: 1e-5 } as const;

/**
 * Of parameters trained by Adam in float32, 1.4e-5 is the most seen. Adam moves each element by about
 * learningRate * g / |g|, however small g is: where a gradient is 1e-4 to 1e-6 of its tensor's rms, the rounding of the
 * tensor (5e-7 of the rms) is no longer small beside it. In the worst case three elements of 243 make 96 % of the error,
 * and the same case trained by SGD, which is smooth there, agrees to 7e-8. The losses do not feel such elements.
 */
const TRAINED_BY_ADAM = 5e-5;

function bound(golden: Golden, precision: keyof typeof BOUND, quantity: string): number {
  const normalised = precision === "float32" && golden.optimizer.kind !== "sgd";
  return normalised && quantity.startsWith("trained ") ? TRAINED_BY_ADAM : BOUND[precision];
}

describe.each(present)("$name equals PyTorch", ({ backend }) => {
  test.each(goldens)("$name", (golden) => {
    const errors = [...outcomeErrors(runGolden(golden, backend), golden.expected)];
    const beyond = errors.filter(([key, e]) => !(e < bound(golden, backend.precision, key)));
    expect(beyond).toEqual([]);
  });
});

for (const { name, reason } of missing) optionalTest(`${name} equals PyTorch`, reason, () => {});

/** The goldens whose loss and optimiser are the plain ones: they differ in the network. */
const networks = goldens.filter(({ name }) => !/^(loss|optimizer)-/.test(name));

/** Distinct values of a key, sorted: what the fixtures cover. */
const covered = <T>(of: readonly T[], key: (item: T) => string) => [...new Set(of.map(key))].sort();

describe("the fixtures", () => {
  test("come from the script as it stands, all from one PyTorch", () => {
    expect(covered(goldens, ({ source }) => source.sha256)).toEqual([scriptHash()]);
    expect(covered(goldens, ({ source }) => source.torch)).toHaveLength(1);
  });

  test("cover each cell, depth and direction, and each pair of them with both poolings", () => {
    expect(
      covered(networks, ({ spec: s }) => `${s.cell} ${s.layers} ${s.bidirectional}`),
    ).toHaveLength(12);
    expect(covered(networks, ({ spec: s }) => `${s.cell} ${s.layers} ${s.pooling}`)).toHaveLength(
      12,
    );
    expect(
      covered(networks, ({ spec: s }) => `${s.cell} ${s.bidirectional} ${s.pooling}`),
    ).toHaveLength(8);
    expect(
      covered(networks, ({ spec: s }) => `${s.layers} ${s.bidirectional} ${s.pooling}`),
    ).toHaveLength(12);
  });

  test("cover every loss for both cells, and every optimiser", () => {
    expect(covered(goldens, ({ spec, loss }) => `${spec.cell} ${loss.kind}`)).toHaveLength(16);
    expect(covered(goldens, ({ optimizer: o, clipNorm }) => `${o.kind} ${clipNorm}`)).toEqual([
      "adam 0.05",
      "adam null",
      "adamw null",
      "sgd null",
    ]);
  });

  test("hold a sequence of one frame and one of T, and more than one class", () => {
    for (const { name, batch, targets } of goldens) {
      const lengths = Array.from(batch.lengths);
      expect([Math.min(...lengths), Math.max(...lengths)], name).toEqual([1, batch.shape.T]);
      expect(new Set(targets).size, name).toBeGreaterThan(1);
    }
  });

  test("hold inputs and weights that float32 has exactly", () => {
    for (const { name, batch, parameters } of goldens) {
      for (const values of [batch.input, ...[...parameters.values()].map((t) => t.values)]) {
        expect(relativeError(Float32Array.from(values), values), name).toBe(0);
      }
    }
  });
});

/** Exchanges the rows of gates 0 and 1 in each of the recurrent tensors. */
function swapGates({ spec, parameters }: Golden): Parameters {
  const swapped = new Map(parameters);
  for (const [name, { shape, values }] of parameters) {
    if (!name.startsWith("rnn.")) continue;
    const gate = spec.hiddenSize * (values.length / shape[0]!);
    const first = values.slice(0, gate);
    const moved = values.slice();
    moved.set(values.subarray(gate, 2 * gate), 0);
    moved.set(first, gate);
    swapped.set(name, { shape, values: moved });
  }
  return swapped;
}

test.each(networks)("$name: gates in a wrong order would be seen", async (golden) => {
  const swapped = { ...golden, parameters: swapGates(golden) };
  const { logits } = runGolden(swapped, await createWasmBackend());
  expect(relativeError(logits, golden.expected.logits)).toBeGreaterThan(0.01);
});
