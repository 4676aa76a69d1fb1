// TensorFlow.js, one thread. options.backend: "wasm" or "cpu".
// Its layers know no "reset after" GRU, so the cells are written in its operations: one product projects all frames.
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { transpose } from "../support/data.mjs";

const CHECKED_STEPS = 5;

/** @returns the weights of one head as variables, transposed for x W */
function variablesOf(c, head) {
  const { inputs: I, hidden: H } = c;
  const rows = head.biasIh.length;
  return {
    wi: tf.variable(tf.tensor2d(transpose(head.weightIh, rows, I), [I, rows])),
    wh: tf.variable(tf.tensor2d(transpose(head.weightHh, rows, H), [H, rows])),
    bi: tf.variable(tf.tensor1d(Float32Array.from(head.biasIh))),
    bh: tf.variable(tf.tensor1d(Float32Array.from(head.biasHh))),
    wo: tf.variable(tf.tensor2d(Float32Array.from(head.headWeight), [H, 1])),
    bo: tf.variable(tf.tensor1d(Float32Array.from(head.headBias))),
  };
}

/** One frame: gi [B, 3 H] -> next h [B, H]. */
function gru(w, gi, h, H) {
  const gh = h.matMul(w.wh).add(w.bh);
  const B = h.shape[0];
  const rz = tf.sigmoid(gi.slice([0, 0], [B, 2 * H]).add(gh.slice([0, 0], [B, 2 * H])));
  const r = rz.slice([0, 0], [B, H]);
  const z = rz.slice([0, H], [B, H]);
  const n = tf.tanh(gi.slice([0, 2 * H], [B, H]).add(r.mul(gh.slice([0, 2 * H], [B, H]))));
  return n.add(z.mul(h.sub(n)));
}

/** One frame: gi [B, 4 H] -> next h and c [B, H]. */
function lstm(w, gi, h, c) {
  const gates = gi.add(h.matMul(w.wh)).add(w.bh);
  const [i, f, g, o] = tf.split(gates, 4, 1);
  const next = tf
    .sigmoid(f)
    .mul(c)
    .add(tf.sigmoid(i).mul(tf.tanh(g)));
  return [tf.sigmoid(o).mul(tf.tanh(next)), next];
}

/** x [T B, I] -> logits [B]. */
function logitsOf(c, w, x) {
  const { steps: T, batch: B, hidden: H } = c;
  const rows = w.bi.shape[0];
  const projected = tf.unstack(x.matMul(w.wi).add(w.bi).reshape([T, B, rows]));
  let h = tf.zeros([B, H]);
  let cell = tf.zeros([B, H]);
  for (const gi of projected) {
    if (c.cell === "gru") h = gru(w, gi, h, H);
    else [h, cell] = lstm(w, gi, h, cell);
  }
  return h.matMul(w.wo).add(w.bo).reshape([B]);
}

const inputOf = (c, numbers) =>
  tf.tensor2d(Float32Array.from(numbers.x), [c.steps * c.batch, c.inputs]);

function train(c, numbers) {
  const w = variablesOf(c, numbers.heads[0]);
  const x = inputOf(c, numbers);
  const targets = tf.tensor1d(Float32Array.from(numbers.targets));
  const optimizer = tf.train.adam(1e-3, 0.9, 0.999, 1e-8);
  const loss = () => tf.losses.sigmoidCrossEntropy(targets, logitsOf(c, w, x));
  const step = (wantsLoss) => {
    const value = optimizer.minimize(loss, wantsLoss, Object.values(w));
    const number = value?.dataSync()[0];
    value?.dispose();
    return number;
  };
  const check = Array.from({ length: CHECKED_STEPS }, () => step(true));
  const run = (steps) => {
    for (let i = 1; i < steps; i++) step(false);
    return step(true);
  };
  return { check, run };
}

function sequence(c, numbers) {
  const w = variablesOf(c, numbers.heads[0]);
  const x = inputOf(c, numbers);
  const run = (steps) => {
    let logits;
    for (let i = 0; i < steps; i++) logits = tf.tidy(() => logitsOf(c, w, x).dataSync());
    return logits;
  };
  return { check: Array.from(run(1)), run };
}

/** All heads project the frame in one product. */
function frame(c, numbers) {
  const { inputs: I, hidden: H, heads: K } = c;
  const heads = numbers.heads.map((head) => variablesOf(c, head));
  const wi = tf.keep(
    tf.concat(
      heads.map((w) => w.wi),
      1,
    ),
  );
  const bi = tf.keep(tf.concat(heads.map((w) => w.bi)));
  const frames = Array.from({ length: c.steps }, (_, t) =>
    tf.tensor2d(numbers.x.slice(t * I, (t + 1) * I), [1, I]),
  );
  let states = heads.map(() => tf.zeros([1, H]));
  const advance = (x) => {
    const [logits, ...next] = tf.tidy(() => {
      const projected = tf.split(x.matMul(wi).add(bi), K, 1);
      const after = heads.map((w, k) => gru(w, projected[k], states[k], H));
      const outputs = after.map((h, k) => h.matMul(heads[k].wo).add(heads[k].bo));
      return [K === 1 ? outputs[0] : tf.concat(outputs, 1), ...after];
    });
    tf.dispose(states);
    states = next;
    const values = logits.dataSync();
    logits.dispose();
    return values;
  };
  const run = (steps) => {
    let logits;
    for (let i = 0; i < steps; i++) logits = advance(frames[i % c.steps]);
    return logits;
  };
  return { check: Array.from(run(c.steps)), run };
}

export async function createEngine({ backend }) {
  if (backend === "wasm") {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    const { setThreadsCount, setWasmPaths } = wasm.default ?? wasm;
    setWasmPaths(fileURLToPath(new URL(".", import.meta.resolve("@tensorflow/tfjs-backend-wasm"))));
    setThreadsCount(1);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`backend ${backend} does not start`);
  await tf.ready();
  const jobs = { train, sequence, frame };
  return {
    version: `TensorFlow.js ${tf.version.tfjs} ${backend}, Node ${process.versions.node}`,
    prepare: (c, numbers) => jobs[c.kind](c, numbers),
  };
}
