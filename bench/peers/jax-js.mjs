// jax-js on its WASM backend: whole steps under jit. It has no scan, so the frames are unrolled. Arrays are owned:
// passing one consumes it, `.ref` keeps it.
import { createRequire } from "node:module";
import { defaultDevice, init, jit, nn, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import { transpose } from "../support/data.mjs";

const CHECKED_STEPS = 5;
const array = (values, shape) => np.array(Float32Array.from(values)).reshape(shape);

/** @returns the weights of one head, transposed for x W */
function weightsOf(c, head) {
  const { inputs: I, hidden: H } = c;
  const rows = head.biasIh.length;
  return {
    wi: array(transpose(head.weightIh, rows, I), [I, rows]),
    wh: array(transpose(head.weightHh, rows, H), [H, rows]),
    bi: array(head.biasIh, [rows]),
    bh: array(head.biasHh, [rows]),
    wo: array(head.headWeight, [H, 1]),
    bo: array(head.headBias, [1]),
  };
}

/** One frame: gi [B, 3 H] -> next h [B, H]; borrows w, owns gi and h. */
function gru(w, gi, h) {
  const [ir, iz, inew] = np.split(gi, 3, -1);
  const [hr, hz, hnew] = np.split(np.matmul(h.ref, w.wh.ref).add(w.bh.ref), 3, -1);
  const r = nn.sigmoid(ir.add(hr));
  const z = nn.sigmoid(iz.add(hz));
  const n = np.tanh(inew.add(r.mul(hnew)));
  return n.ref.add(z.mul(h.sub(n)));
}

/** One frame: gi [B, 4 H] -> next h and c [B, H]; borrows w, owns the rest. */
function lstm(w, gi, h, c) {
  const [i, f, g, o] = np.split(gi.add(np.matmul(h, w.wh.ref)).add(w.bh.ref), 4, -1);
  const next = nn
    .sigmoid(f)
    .mul(c)
    .add(nn.sigmoid(i).mul(np.tanh(g)));
  return [nn.sigmoid(o).mul(np.tanh(next.ref)), next];
}

/** x [T B, I] -> logits [B]; owns w and x. */
function logitsOf(c, w, x) {
  const { steps: T, batch: B, hidden: H } = c;
  const rows = w.bi.shape[0];
  const projected = np.matmul(x, w.wi.ref).add(w.bi.ref).reshape([T, B, rows]);
  const frames = np.split(projected, T, 0).map((frame) => frame.reshape([B, rows]));
  let h = np.zeros([B, H]);
  let cell = np.zeros([B, H]);
  for (const gi of frames) {
    if (c.cell === "gru") h = gru(w, gi, h);
    else [h, cell] = lstm(w, gi, h, cell);
  }
  cell.dispose();
  const logits = np.matmul(h, w.wo.ref).add(w.bo.ref).reshape([B]);
  tree.dispose(w);
  return logits;
}

/** Adam; owns everything. t is the number of this step, from 1. */
function adam(state, gradient) {
  const t = state.t.add(1);
  const scale = np.subtract(1, np.power(0.9, t.ref));
  const root = np.sqrt(np.subtract(1, np.power(0.999, t.ref)));
  const next = { w: {}, m: {}, v: {}, t };
  for (const name of Object.keys(gradient)) {
    const g = gradient[name];
    const m = state.m[name].mul(0.9).add(g.ref.mul(0.1));
    const v = state.v[name].mul(0.999).add(np.square(g).mul(0.001));
    const size = np.sqrt(v.ref).div(root.ref).add(1e-8);
    next.w[name] = state.w[name].sub(m.ref.div(scale.ref).div(size).mul(1e-3));
    next.m[name] = m;
    next.v[name] = v;
  }
  scale.dispose();
  root.dispose();
  return next;
}

async function train(c, numbers) {
  const x = array(numbers.x, [c.steps * c.batch, c.inputs]);
  const targets = array(numbers.targets, [c.batch]);
  const lossOf = (w, x, y) => {
    const z = logitsOf(c, w, x);
    const penalty = np.log1p(np.exp(np.negative(np.abs(z.ref))));
    return np.mean(np.maximum(z.ref, 0).sub(z.mul(y)).add(penalty));
  };
  const step = jit((state, x, y) => {
    const [loss, gradient] = valueAndGrad(lossOf)(tree.ref(state.w), x, y);
    return [adam(state, gradient), loss];
  });
  const w = weightsOf(c, numbers.heads[0]);
  const zeros = () => tree.map((a) => np.zeros(a.shape), w);
  let state = { w, m: zeros(), v: zeros(), t: np.array(0) };
  const advance = () => {
    const [next, loss] = step(state, x.ref, targets.ref);
    state = next;
    return loss;
  };
  const run = async (steps) => {
    for (let i = 1; i < steps; i++) advance().dispose();
    return (await advance().data())[0];
  };
  const check = [];
  for (let i = 0; i < CHECKED_STEPS; i++) check.push(await run(1));
  return { check, run };
}

async function sequence(c, numbers) {
  const x = array(numbers.x, [c.steps * c.batch, c.inputs]);
  const w = weightsOf(c, numbers.heads[0]);
  const logits = jit((w, x) => logitsOf(c, w, x));
  const run = async (steps) => {
    let values;
    for (let i = 0; i < steps; i++) values = await logits(tree.ref(w), x.ref).data();
    return values;
  };
  return { check: Array.from(await run(1)), run };
}

/** All heads project the frame in one product. */
async function frame(c, numbers) {
  const { inputs: I, hidden: H, heads: K, steps: T } = c;
  const heads = numbers.heads.map((head) => weightsOf(c, head));
  const w = {
    wi: np.concatenate(
      heads.map((head) => head.wi),
      1,
    ),
    bi: np.concatenate(heads.map((head) => head.bi)),
    heads: heads.map(({ wh, bh, wo, bo }) => ({ wh, bh, wo, bo })),
  };
  const advance = jit((w, states, x) => {
    const projected = np.split(np.matmul(x, w.wi).add(w.bi), K, -1);
    const next = w.heads.map((head, k) => gru(head, projected[k], states[k]));
    const logits = w.heads.map((head, k) => np.matmul(next[k].ref, head.wo.ref).add(head.bo.ref));
    tree.dispose(w.heads);
    return [next, K === 1 ? logits[0] : np.concatenate(logits, 1)];
  });
  const frames = Array.from({ length: T }, (_, t) =>
    array(numbers.x.subarray(t * I, (t + 1) * I), [1, I]),
  );
  let states = heads.map(() => np.zeros([1, H]));
  const run = async (steps) => {
    let values;
    for (let i = 0; i < steps; i++) {
      const [next, logits] = advance(tree.ref(w), states, frames[i % T].ref);
      states = next;
      values = await logits.data();
    }
    return values;
  };
  return { check: Array.from(await run(T)), run };
}

export async function createEngine() {
  await init("wasm");
  defaultDevice("wasm");
  const jobs = { train, sequence, frame };
  const { version } = createRequire(import.meta.url)("../node_modules/@jax-js/jax/package.json");
  return {
    version: `jax-js ${version} wasm, Node ${process.versions.node}`,
    prepare: (c, numbers) => jobs[c.kind](c, numbers),
  };
}
