// The numbers of a case, the same for mien and for every peer: one float32 file a case, read by JavaScript and Python.
// Order: x [T][B][I], targets [B], then for each head weight_ih [G H][I], weight_hh [G H][H], bias_ih [G H],
// bias_hh [G H], head weight [H], head bias [1], in PyTorch's gate order (r, z, n; i, f, g, o).
// Runs in a page too: no Node module here.
import { gates } from "./cases.mjs";

/** xorshift32, uniform in [-1, 1). */
function generator(seed) {
  let s = seed | 0;
  return () => {
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    return (s >>> 0) / 2147483648 - 1;
  };
}

function shapes(c) {
  const { inputs: I, hidden: H, batch: B, steps: T } = c;
  const rows = gates(c) * H;
  const head = {
    weightIh: [rows, I],
    weightHh: [rows, H],
    biasIh: [rows],
    biasHh: [rows],
    headWeight: [1, H],
    headBias: [1],
  };
  return { data: { x: [T, B, I], targets: [B] }, head };
}

const size = (shape) => shape.reduce((a, b) => a * b, 1);

/** @returns Float32Array, everything of a case in the order above */
export function generate(c) {
  const random = generator(20250101 + c.inputs * 31 + c.hidden);
  const { inputs: I, hidden: H } = c;
  const limits = {
    weightIh: Math.sqrt(6 / (I + H)),
    weightHh: 1 / Math.sqrt(H),
    biasIh: 0.1,
    biasHh: 0.1,
    headWeight: Math.sqrt(6 / H),
    headBias: 0.1,
  };
  const { data, head } = shapes(c);
  const values = [];
  for (let i = 0; i < size(data.x); i++) values.push(1.7 * random());
  for (let b = 0; b < c.batch; b++) values.push(random() < 0 ? 0 : 1);
  for (let k = 0; k < c.heads; k++) {
    for (const [name, shape] of Object.entries(head)) {
      for (let i = 0; i < size(shape); i++) values.push(limits[name] * random());
    }
  }
  return Float32Array.from(values);
}

/** Views into the numbers of a case: `x`, `targets`, `heads[k].weightIh` and so on. */
export function unpack(c, floats) {
  let offset = 0;
  const take = (shapeOf) =>
    Object.fromEntries(
      Object.entries(shapeOf).map(([name, shape]) => {
        const from = offset;
        offset += size(shape);
        return [name, floats.subarray(from, offset)];
      }),
    );
  const { data, head } = shapes(c);
  return { ...take(data), heads: Array.from({ length: c.heads }, () => take(head)) };
}

/** [rows][columns] -> [columns][rows]. */
export function transpose(values, rows, columns) {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let k = 0; k < columns; k++) out[k * rows + r] = values[r * columns + k];
  }
  return out;
}

/** Blocks of `length` numbers in another order: block i of the result is block order[i] of `values`. */
export function reorder(values, order, length) {
  const out = new Float32Array(values.length);
  order.forEach((block, i) => {
    out.set(values.subarray(block * length, (block + 1) * length), i * length);
  });
  return out;
}
