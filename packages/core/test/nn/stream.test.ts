import { expect, test } from "vitest";
import { createReferenceBackend, createWasmBackend } from "../../src/kernel/index.ts";
import { createRandom } from "../../src/math/index.ts";
import { Network, NetworkStream, parameterShapes, resolveNetworkSpec } from "../../src/nn/index.ts";

const backends = [
  await createWasmBackend(),
  await createWasmBackend({ wideTiles: true }),
  createReferenceBackend(),
];

for (const backend of backends) {
  for (const cell of ["gru", "lstm"] as const) {
    for (const pooling of ["last", "mean"] as const) {
      test(`${backend.name}: a ${cell} stream with ${pooling} pooling equals the whole, bit for bit`, () => {
        const spec = resolveNetworkSpec({
          inputSize: 37,
          hiddenSize: 21,
          cell,
          pooling,
          layers: 2,
          outputs: 3,
        });
        const random = createRandom(8);
        const models = [0, 1].map(
          () =>
            new Map(
              [...parameterShapes(spec)].map(([name, shape]) => [
                name,
                {
                  shape,
                  values: Float32Array.from(
                    { length: shape.reduce((a, b) => a * b, 1) },
                    () => 0.3 * random.normal(),
                  ),
                },
              ]),
            ),
        );
        const T = 9;
        const input = Float32Array.from({ length: T * 37 }, () => random.normal());
        const whole = new Network(backend, spec, { sequences: T, steps: T, models: 2 });
        models.forEach((set, k) => {
          whole.setParameters(k, set);
        });
        // Sequence t is the first t + 1 frames, so one batch holds every prefix.
        const prefixes = new Float32Array(T * T * 37);
        for (let t = 0; t < T; t++) prefixes.set(input, t * T * 37);
        whole.load({
          shape: { N: T, T, F: 37 },
          input: prefixes,
          lengths: Array.from({ length: T }, (_, t) => t + 1),
        });
        whole.select(Array.from({ length: T }, (_, t) => t));
        const expected = models.map((_, k) => whole.forward(k).slice());
        const stream = new NetworkStream(backend, spec, models);
        for (const round of [0, 1]) {
          for (let t = 0; t < T; t++) {
            const logits = stream.push(input.subarray(t * 37, (t + 1) * 37));
            for (const k of [0, 1]) {
              expect(logits.slice(3 * k, 3 * k + 3), `round ${round}, frame ${t}`).toEqual(
                expected[k]!.slice(3 * t, 3 * t + 3),
              );
            }
          }
          stream.reset();
        }
      });
    }
  }
}

test("a bidirectional network refuses to stream", () => {
  const spec = resolveNetworkSpec({ inputSize: 3, bidirectional: true });
  expect(() => new NetworkStream(backends[0]!, spec, [])).toThrow(
    "NetworkStream: a bidirectional network cannot stream; expected bidirectional false, got true",
  );
});
