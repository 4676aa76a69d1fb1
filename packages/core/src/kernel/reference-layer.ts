/** A recurrent layer in one direction, forward, backward and by frame: the plain statement of cpp/layer.h. */
import { type BatchView, type LayerDescriptor, readBatch, readLayer } from "./descriptors.ts";
import { type Kernel, type KernelOps, PANEL } from "./kernel.ts";
import {
  gateSlot,
  gruBackward,
  gruForward,
  lstmBackward,
  lstmForward,
  type StepPlaces,
} from "./reference-cells.ts";

type Floats = Float32Array | Float64Array;

/** A layer's weights as places, and its sizes. */
interface Weights {
  readonly gru: boolean;
  readonly H: number;
  readonly N: number;
  readonly wx: number;
  readonly wh: number;
  readonly bx: number;
  readonly bh: number;
}

function weightsOf(layer: LayerDescriptor, parameters: number): Weights {
  const gru = layer.cell === 0;
  const H = layer.hidden;
  const N = (gru ? 3 : 4) * H;
  const wx = parameters + layer.weights;
  const wh = wx + N * layer.inputs;
  return { gru, H, N, wx, wh, bx: wh + N * H, bh: wh + N * H + N };
}

/** Slot of element (k, n) of a panel matrix of K rows. */
const at = (base: number, K: number, k: number, n: number) =>
  base + ((n >> 4) * K + k) * PANEL + (n & 15);

/** Gate block and the column of Wx (or Wh) that feed it: GRU blocks n r z hn, Wx n r z, Wh r z n. */
const hiddenBlock = (gru: boolean, column: number, H: number) =>
  Math.floor(column / H) + (gru ? 1 : 0);

/** Adds x Wx and the biases that lie outside r (.) into the gates of one row. */
function inputProduct(
  m: Floats,
  layer: LayerDescriptor,
  w: Weights,
  x: number,
  gates: number,
  gs: number,
  row: number,
): void {
  for (let n = 0; n < w.N; n++) {
    const block = Math.floor(n / w.H);
    const u = n % w.H;
    let sum = m[w.bx + n]!;
    if (!w.gru) sum += m[w.bh + n]!;
    else if (block > 0) sum += m[w.bh + n - w.H]!;
    for (let i = 0; i < layer.inputs; i++) sum += m[x + i]! * m[at(w.wx, layer.inputs, i, n)]!;
    m[gateSlot(gates, gs, w.H, block, u, row)] = sum;
  }
}

/** Adds h Wh; the GRU's fourth block is h Whn alone. */
function hiddenProduct(
  m: Floats,
  w: Weights,
  h: number,
  gates: number,
  gs: number,
  row: number,
): void {
  for (let n = 0; n < w.N; n++) {
    const block = hiddenBlock(w.gru, n, w.H);
    const slot = gateSlot(gates, gs, w.H, block, n % w.H, row);
    let sum = w.gru && block === 3 ? 0 : m[slot]!;
    for (let k = 0; k < w.H; k++) sum += m[h + k]! * m[at(w.wh, w.H, k, n)]!;
    m[slot] = sum;
  }
}

function stepPlaces(layer: LayerDescriptor, batch: BatchView, t: number): StepPlaces {
  const start = batch.start(t);
  const H = layer.hidden;
  return {
    rows: batch.count(t),
    hidden: H,
    gates: layer.gates + start * PANEL,
    gateStride: batch.rows * PANEL,
    h: layer.previousHidden + start * H,
    c: layer.previousCell + start * H,
    cellTanh: layer.cellTanh + start * H,
  };
}

/** Steps in the order of this direction. */
function steps(layer: LayerDescriptor, batch: BatchView): number[] {
  const order = Array.from({ length: batch.steps }, (_, t) => t);
  return layer.reverse ? order.reverse() : order;
}

/** Copies the state that row b of step t starts from: that of its neighbour in time, or zero at its first step. */
function enterState(
  m: Floats,
  layer: LayerDescriptor,
  batch: BatchView,
  t: number,
  s: StepPlaces,
  cells: number,
): void {
  const from = layer.reverse ? t + 1 : t - 1;
  const known = from < 0 ? 0 : Math.min(batch.count(from), s.rows);
  const H = layer.hidden;
  for (let b = 0; b < s.rows; b++) {
    for (let u = 0; u < H; u++) {
      const y = layer.output + (batch.start(from) + b) * layer.outputStride + u;
      m[s.h + b * H + u] = b < known ? m[y]! : 0;
      if (layer.cell === 1) m[s.c + b * H + u] = b < known ? m[cells + b * H + u]! : 0;
    }
  }
}

function forward(kernel: Kernel, layerSlot: number, batchSlot: number, parameters: number): void {
  const layer = readLayer(kernel, layerSlot);
  const batch = readBatch(kernel, batchSlot);
  const w = weightsOf(layer, parameters);
  const m = kernel.heap;
  for (const t of steps(layer, batch)) {
    const s = stepPlaces(layer, batch, t);
    enterState(m, layer, batch, t, s, layer.cellNow);
    for (let b = 0; b < s.rows; b++) {
      const x = layer.input + (batch.start(t) + b) * layer.inputStride;
      inputProduct(m, layer, w, x, s.gates, s.gateStride, b);
      hiddenProduct(m, w, s.h + b * w.H, s.gates, s.gateStride, b);
    }
    const y = layer.output + batch.start(t) * layer.outputStride;
    if (w.gru) gruForward(m, s, w.bh + 2 * w.H, y, layer.outputStride);
    else lstmForward(m, s, layer.cellNow, y, layer.outputStride);
  }
}

/** Adds what reaches h' at step t from the final state and the layer above; later steps are in dh already. */
function enterGradient(m: Floats, layer: LayerDescriptor, batch: BatchView, t: number): void {
  const H = layer.hidden;
  const later = layer.reverse ? t - 1 : t + 1;
  const known = later < 0 ? 0 : batch.count(later);
  for (let b = 0; b < batch.count(t); b++) {
    for (let u = 0; u < H; u++) {
      const slot = layer.gradHidden + b * H + u;
      const final = layer.gradFinal < 0 ? 0 : m[layer.gradFinal + b * layer.outputStride + u]!;
      if (b >= known) m[slot] = final;
      if (b >= known && layer.cell === 1) m[layer.gradCell + b * H + u] = 0;
      if (layer.gradOutput >= 0) {
        m[slot] = m[slot]! + m[layer.gradOutput + (batch.start(t) + b) * layer.outputStride + u]!;
      }
    }
  }
}

/** out[b][k] (+)= sum over n of byRow[b][first + n] W[k][n]: the gradient of a product's left side. */
function leftGradient(
  m: Floats,
  rows: number,
  K: number,
  N: number,
  byRow: number,
  width: number,
  w: number,
  out: number,
  ldo: number,
  add: boolean,
): void {
  for (let b = 0; b < rows; b++) {
    for (let k = 0; k < K; k++) {
      let sum = add ? m[out + b * ldo + k]! : 0;
      for (let n = 0; n < N; n++) sum += m[byRow + b * width + n]! * m[at(w, K, k, n)]!;
      m[out + b * ldo + k] = sum;
    }
  }
}

/** dWx = X' dG, dWh = H' dG, biases: column sums; all from the gate gradients of every row. */
function weightGradients(
  m: Floats,
  layer: LayerDescriptor,
  batch: BatchView,
  w: Weights,
  gradient: number,
): void {
  const g = weightsOf(layer, gradient);
  const gs = batch.rows * PANEL;
  const sumOver = (left: (r: number) => number, block: number, u: number) => {
    let sum = 0;
    for (let r = 0; r < batch.rows; r++)
      sum += left(r) * m[gateSlot(layer.gates, gs, w.H, block, u, r)]!;
    return sum;
  };
  for (let n = 0; n < w.N; n++) {
    const block = Math.floor(n / w.H);
    const inner = hiddenBlock(w.gru, n, w.H);
    const u = n % w.H;
    m[g.bx + n] = sumOver(() => 1, block, u);
    m[g.bh + n] = sumOver(() => 1, inner, u);
    for (let i = 0; i < layer.inputs; i++) {
      m[at(g.wx, layer.inputs, i, n)] = sumOver(
        (r) => m[layer.input + r * layer.inputStride + i]!,
        block,
        u,
      );
    }
    for (let k = 0; k < w.H; k++) {
      m[at(g.wh, w.H, k, n)] = sumOver((r) => m[layer.previousHidden + r * w.H + k]!, inner, u);
    }
  }
}

function backward(
  kernel: Kernel,
  layerSlot: number,
  batchSlot: number,
  parameters: number,
  gradient: number,
): void {
  const layer = readLayer(kernel, layerSlot);
  const batch = readBatch(kernel, batchSlot);
  const w = weightsOf(layer, parameters);
  const m = kernel.heap;
  for (const t of steps(layer, batch).reverse()) {
    const s = stepPlaces(layer, batch, t);
    enterGradient(m, layer, batch, t);
    if (w.gru) gruBackward(m, s, layer.gradHidden, layer.gradGates);
    else lstmBackward(m, s, layer.gradHidden, layer.gradCell, layer.gradGates);
    if (layer.gradInput >= 0) {
      const dx = layer.gradInput + batch.start(t) * layer.inputStride;
      const add = layer.addGradInput === 1;
      leftGradient(
        m,
        s.rows,
        layer.inputs,
        w.N,
        layer.gradGates,
        4 * w.H,
        w.wx,
        dx,
        layer.inputStride,
        add,
      );
    }
    const first = layer.gradGates + (w.gru ? w.H : 0); // GRU: dn, dr, dz, dn r; Wh takes the last three
    leftGradient(m, s.rows, w.H, w.N, first, 4 * w.H, w.wh, layer.gradHidden, w.H, w.gru);
  }
  weightGradients(m, layer, batch, w, gradient);
}

function frame(
  kernel: Kernel,
  layerSlot: number,
  parameters: number,
  x: number,
  state: number,
): void {
  const layer = readLayer(kernel, layerSlot);
  const w = weightsOf(layer, parameters);
  const m = kernel.heap;
  const s = {
    rows: 1,
    hidden: w.H,
    gates: layer.gates,
    gateStride: PANEL,
    h: state,
    c: state + w.H,
    cellTanh: layer.cellTanh,
  };
  inputProduct(m, layer, w, x, s.gates, PANEL, 0);
  hiddenProduct(m, w, state, s.gates, PANEL, 0);
  if (w.gru) gruForward(m, s, w.bh + 2 * w.H, state, w.H);
  else lstmForward(m, s, state + w.H, state, w.H);
}

export function referenceLayerOps(
  kernel: () => Kernel,
): Pick<KernelOps, "layerForward" | "layerBackward" | "layerFrame"> {
  return {
    layerForward: (layer, batch, parameters) => forward(kernel(), layer, batch, parameters),
    layerBackward: (layer, batch, parameters, gradient) =>
      backward(kernel(), layer, batch, parameters, gradient),
    layerFrame: (layer, parameters, x, state) => frame(kernel(), layer, parameters, x, state),
  };
}
