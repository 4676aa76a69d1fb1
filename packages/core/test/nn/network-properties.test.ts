/** What must not change a network's numbers, over random shapes, lengths and weights, on every float32 backend. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/kernel/index.ts";
import { createRandom, permutation } from "../../src/math/index.ts";
import {
  Network,
  type NetworkSpec,
  NetworkStream,
  type Parameters,
  parameterShapes,
  resolveNetworkSpec,
  type SequenceBatch,
} from "../../src/nn/index.ts";
import { testBackends } from "../support/backends.ts";

const RUNS = { numRuns: 8 };
const { present } = await testBackends();
const backends = present.filter(({ backend }) => backend.precision === "float32");

const specs = fc.record({
  cell: fc.constantFrom("gru" as const, "lstm" as const),
  inputSize: fc.integer({ min: 1, max: 40 }),
  hiddenSize: fc.integer({ min: 8, max: 36 }),
  layers: fc.constantFrom(1 as const, 2 as const, 3 as const),
  bidirectional: fc.boolean(),
  pooling: fc.constantFrom("last" as const, "mean" as const),
  outputs: fc.integer({ min: 1, max: 6 }),
});
const cases = fc.record({
  spec: specs.map(resolveNetworkSpec),
  lengths: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 11 }),
  seed: fc.nat(1 << 20),
});

function randomParameters(spec: NetworkSpec, seed: number): Parameters {
  const random = createRandom(seed);
  const tensor = (shape: readonly number[]) => ({
    shape,
    values: Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      () => 0.4 * random.normal(),
    ),
  });
  return new Map([...parameterShapes(spec)].map(([name, shape]) => [name, tensor(shape)]));
}

/** Frames are functions of sequence and time alone; what lies beyond a length is NaN, and would show. */
function batchOf(F: number, lengths: readonly number[], T: number, seed: number): SequenceBatch {
  const input = new Float32Array(lengths.length * T * F).fill(Number.NaN);
  lengths.forEach((length, n) => {
    const random = createRandom(seed).fork(n);
    for (let i = 0; i < length * F; i++) input[n * T * F + i] = random.normal();
  });
  return { shape: { N: lengths.length, T, F }, input, lengths };
}

function networkOf(
  backend: Backend,
  spec: NetworkSpec,
  batch: SequenceBatch,
  parameters: readonly Parameters[],
): Network {
  const { N, T } = batch.shape;
  const capacity = { sequences: N, steps: T, models: parameters.length };
  const network = new Network(backend, spec, capacity);
  network.load(batch);
  parameters.forEach((set, k) => {
    network.setParameters(k, set);
  });
  return network;
}

/** Logits, and gradients for d loss / d logits = 1, -1/2, 1/3, ... of each sequence by its name, not by its place. */
function passes(network: Network, model: number, order: ArrayLike<number>, dropout = false) {
  const C = network.spec.outputs;
  network.select(order);
  const logits = Float64Array.from(network.forward(model, dropout ? { seed: 5 } : null));
  const sign = (n: number) => (n % 2 === 0 ? 1 : -1) / (n + 1);
  network.backward(
    model,
    logits.map((_, i) => sign(order[Math.floor(i / C)]!)),
  );
  return { logits, gradient: network.getGradient() };
}

const everyOne = (n: number) => Array.from({ length: n }, (_, i) => i);

describe.each(backends)("$name", ({ backend }) => {
  test("padding changes nothing, not a bit", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 7 }), ({ spec, lengths, seed }, more) => {
        const T = Math.max(...lengths);
        const parameters = [randomParameters(spec, seed)];
        const [tight, padded] = [T, T + more].map((steps) => {
          const batch = batchOf(spec.inputSize, lengths, steps, seed);
          return passes(networkOf(backend, spec, batch, parameters), 0, everyOne(lengths.length));
        });
        expect(padded).toEqual(tight);
        expect([...tight!.logits].filter((x) => !Number.isFinite(x))).toEqual([]);
      }),
      RUNS,
    );
  });

  test("the order and the company of a batch change no logit, and gradients by rounding alone", () => {
    fc.assert(
      fc.property(cases, ({ spec, lengths, seed }) => {
        const N = lengths.length;
        const C = spec.outputs;
        const batch = batchOf(spec.inputSize, lengths, Math.max(...lengths), seed);
        const network = networkOf(backend, spec, batch, [randomParameters(spec, seed)]);
        const straight = passes(network, 0, everyOne(N));
        const order = permutation(createRandom(seed), N);
        const mixed = passes(network, 0, order);
        order.forEach((n, place) => {
          const logits = straight.logits.subarray(n * C, (n + 1) * C);
          expect(mixed.logits.subarray(place * C, (place + 1) * C)).toEqual(logits);
          network.select([n]);
          expect(network.forward(0)).toEqual(logits);
        });
        for (const [name, { values }] of straight.gradient) {
          // The same terms in another order: float32's 6e-8 of the largest, over at most 99 rows.
          const scale = Math.max(...values.map(Math.abs), 1e-3);
          const other = mixed.gradient.get(name)!.values;
          const worst = Math.max(...values.map((x, i) => Math.abs(x - other[i]!)));
          expect(worst, name).toBeLessThan(1e-5 * scale);
        }
      }),
      RUNS,
    );
  });

  test("K models together give what each gives alone, dropout included", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 2, max: 4 }), ({ spec: plain, lengths, seed }, K) => {
        const spec = { ...plain, dropout: 0.3, headDropout: 0.2 };
        const batch = batchOf(spec.inputSize, lengths, Math.max(...lengths), seed);
        const sets = everyOne(K).map((k) => randomParameters(spec, seed + k));
        const all = everyOne(lengths.length);
        const together = networkOf(backend, spec, batch, sets);
        const shared = sets.map((_, k) => passes(together, k, all, true));
        const alone = sets.map((set) =>
          passes(networkOf(backend, spec, batch, [set]), 0, all, true),
        );
        expect(shared).toEqual(alone);
      }),
      RUNS,
    );
  });

  test("a stream gives what the whole sequence so far gives", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 7 }), ({ spec: any, lengths, seed }, K) => {
        const spec = { ...any, bidirectional: false };
        const [F, C, T] = [spec.inputSize, spec.outputs, lengths.length];
        // Sequence t of the batch is the first t + 1 frames, so that one network holds every prefix.
        const frames = batchOf(F, [T], T, seed).input;
        const input = new Float32Array(T * T * F);
        for (let t = 0; t < T; t++) input.set(frames, t * T * F);
        const prefixes = { shape: { N: T, T, F }, input, lengths: everyOne(T).map((t) => t + 1) };
        const sets = everyOne(K).map((k) => randomParameters(spec, seed + k));
        const whole = networkOf(backend, spec, prefixes, sets);
        whole.select(everyOne(T));
        const expected = sets.map((_, k) => whole.forward(k).slice());
        const stream = new NetworkStream(backend, spec, sets);
        for (let t = 0; t < T; t++) {
          const logits = stream.push(frames.subarray(t * F, (t + 1) * F));
          for (let k = 0; k < K; k++) {
            const due = expected[k]!.subarray(t * C, (t + 1) * C);
            expect(logits.subarray(k * C, (k + 1) * C)).toEqual(due);
          }
        }
      }),
      RUNS,
    );
  });
});

test("every float32 backend gives the same bits", () => {
  fc.assert(
    fc.property(cases, ({ spec: plain, lengths, seed }) => {
      const spec = { ...plain, dropout: 0.3, headDropout: 0.2 };
      const batch = batchOf(spec.inputSize, lengths, Math.max(...lengths), seed);
      const sets = [randomParameters(spec, seed)];
      const [first, ...others] = backends
        .filter(({ name }) => !name.startsWith("reference")) // its tanh is Math.tanh
        .map(({ backend }) =>
          passes(networkOf(backend, spec, batch, sets), 0, everyOne(lengths.length), true),
        );
      for (const other of others) expect(other).toEqual(first);
      expect(others.length).toBeGreaterThan(0);
    }),
    RUNS,
  );
});
