// onnxruntime, inference only, one thread. options.package: "onnxruntime-web" or "onnxruntime-node".
// All heads are one graph, so that a frame costs one call.
import { createRequire } from "node:module";
import { gruModel } from "../support/onnx.mjs";

const SETTLE_MS = 2500;

export async function createEngine({ package: name }) {
  const module = await import(name);
  const ort = module.InferenceSession === undefined ? module.default : module;
  if (name === "onnxruntime-web") ort.env.wasm.numThreads = 1;
  const options = {
    executionProviders: [name === "onnxruntime-web" ? "wasm" : "cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  };
  const session = (c, numbers, frames) =>
    ort.InferenceSession.create(gruModel(c, numbers.heads, frames), options);
  const zeros = (c) =>
    Object.fromEntries(
      Array.from({ length: c.heads }, (_, k) => [
        `h${k}`,
        new ort.Tensor("float32", new Float32Array(c.hidden), [1, 1, c.hidden]),
      ]),
    );

  async function sequence(c, numbers) {
    const model = await session(c, numbers, c.steps);
    const x = new ort.Tensor("float32", Float32Array.from(numbers.x), [c.steps, 1, c.inputs]);
    const feeds = { x, ...zeros(c) };
    const run = async (steps) => {
      let logits;
      for (let i = 0; i < steps; i++) logits = (await model.run(feeds, ["logits"])).logits.data;
      return logits;
    };
    return { check: Array.from(await run(1)), run };
  }

  async function frame(c, numbers) {
    const model = await session(c, numbers, 1);
    const frames = Array.from({ length: c.steps }, (_, t) => {
      const values = numbers.x.slice(t * c.inputs, (t + 1) * c.inputs);
      return new ort.Tensor("float32", values, [1, 1, c.inputs]);
    });
    const feeds = { x: frames[0], ...zeros(c) };
    const run = async (steps) => {
      let logits;
      for (let i = 0; i < steps; i++) {
        feeds.x = frames[i % c.steps];
        const out = await model.run(feeds);
        for (let k = 0; k < c.heads; k++) feeds[`h${k}`] = out[`next_h${k}`];
        logits = out.logits.data;
      }
      return logits;
    };
    return { check: Array.from(await run(c.steps)), run };
  }

  // V8 compiles the hot functions of that large module in the background, at the cost of CPU time: let it finish.
  let settled = name === "onnxruntime-node";
  const settle = async ({ run }) => {
    for (const until = performance.now() + SETTLE_MS; performance.now() < until; ) await run(24);
    settled = true;
  };

  const jobs = { frame, sequence };
  const { version } = createRequire(import.meta.url)(name);
  return {
    version: `${name} ${version ?? ort.env.versions?.common ?? ""}, Node ${process.versions.node}`,
    async prepare(c, numbers) {
      if (jobs[c.kind] === undefined) return null;
      const job = await jobs[c.kind](c, numbers);
      if (!settled) await settle(job);
      return job;
    },
  };
}
