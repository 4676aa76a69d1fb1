// What `npm start` runs: trains nothing yet beyond a check that the kernels work on this machine.
import {
  createRandom,
  createWasmBackend,
  initializeParameters,
  Network,
  parameterCount,
  resolveNetworkSpec,
} from "@mien/core";

const spec = resolveNetworkSpec({ inputSize: 136 });
const network = new Network(await createWasmBackend(), spec, { sequences: 32, steps: 24 });
const random = createRandom(1);
network.setParameters(0, initializeParameters(spec, random));
network.load({
  shape: { N: 32, T: 24, F: 136 },
  input: Float32Array.from({ length: 32 * 24 * 136 }, () => random.normal()),
  lengths: Array.from({ length: 32 }, () => 24),
});
network.select(Array.from({ length: 32 }, (_, n) => n));
const gradient = new Float64Array(32).fill(1 / 32);
const passes = 200;
for (let i = 0; i < 50; i++) network.forward(0);
const from = performance.now();
for (let i = 0; i < passes; i++) {
  network.forward(0);
  network.backward(0, gradient);
}
const ms = (performance.now() - from) / passes;
console.log(
  `GRU, 136 inputs, 64 units, ${parameterCount(spec)} parameters, backend ${network.backendName}`,
);
console.log(`forward and backward of 32 sequences of 24 frames: ${ms.toFixed(2)} ms`);
