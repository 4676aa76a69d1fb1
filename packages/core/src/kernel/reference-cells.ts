/**
 * The recurrent cells, one element at a time: the definition that the fast kernels are held to. Same memory layout as
 * cpp/cells.h, no vectors, `Math.exp` and `Math.tanh` in float64, rounded when stored.
 */
import { PANEL } from "./kernel.ts";

type Floats = Float32Array | Float64Array;
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** Slot of hidden unit u of row b in gate block `block`, in a buffer of panels with stride gs. */
export function gateSlot(
  gates: number,
  gs: number,
  hidden: number,
  block: number,
  u: number,
  b: number,
): number {
  return gates + ((block * hidden + u) >> 4) * gs + b * PANEL + (u & 15);
}

/** Where one step's rows lie: `gates` at the first row, the others at row 0 of the step. */
export interface StepPlaces {
  readonly rows: number;
  readonly hidden: number;
  readonly gates: number;
  readonly gateStride: number;
  readonly h: number;
  readonly c: number;
  readonly cellTanh: number;
}

/** GRU, reset after: r, z = logistic(.), n = tanh(xn + r (hn + bn)), h' = n + z (h - n). Blocks n, r, z, hn. */
export function gruForward(m: Floats, s: StepPlaces, bn: number, out: number, ldo: number): void {
  const { hidden: H, gates, gateStride: gs } = s;
  for (let b = 0; b < s.rows; b++) {
    for (let u = 0; u < H; u++) {
      const [gn, gr, gz, gh] = [0, 1, 2, 3].map((k) => gateSlot(gates, gs, H, k, u, b)) as Four;
      const r = logistic(m[gr]!);
      const z = logistic(m[gz]!);
      const hn = m[gh]! + m[bn + u]!;
      const n = Math.tanh(m[gn]! + r * hn);
      m[gn] = n;
      m[gr] = r;
      m[gz] = z;
      m[gh] = hn;
      m[out + b * ldo + u] = n + z * (m[s.h + b * H + u]! - n);
    }
  }
}

type Four = [number, number, number, number];

/** byRow [B][4H]: dn, dr, dz, dn r. dh: gradient of h' in, dh z out. */
export function gruBackward(m: Floats, s: StepPlaces, dh: number, byRow: number): void {
  const { hidden: H, gates, gateStride: gs } = s;
  for (let b = 0; b < s.rows; b++) {
    for (let u = 0; u < H; u++) {
      const [gn, gr, gz, gh] = [0, 1, 2, 3].map((k) => gateSlot(gates, gs, H, k, u, b)) as Four;
      const [n, r, z, hn] = [m[gn]!, m[gr]!, m[gz]!, m[gh]!];
      const d = m[dh + b * H + u]!;
      const dz = d * (m[s.h + b * H + u]! - n) * z * (1 - z);
      const dn = d * (1 - z) * (1 - n * n);
      const dr = dn * hn * r * (1 - r);
      const row = byRow + b * 4 * H + u;
      m[gn] = m[row] = dn;
      m[gr] = m[row + H] = dr;
      m[gz] = m[row + 2 * H] = dz;
      m[gh] = m[row + 3 * H] = dn * r;
      m[dh + b * H + u] = d * z;
    }
  }
}

/** LSTM: i, f, o = logistic(.), g = tanh(.), c' = f c + i g, h' = o tanh c'. Blocks i, f, g, o. */
export function lstmForward(
  m: Floats,
  s: StepPlaces,
  newCell: number,
  out: number,
  ldo: number,
): void {
  const { hidden: H, gates, gateStride: gs } = s;
  for (let b = 0; b < s.rows; b++) {
    for (let u = 0; u < H; u++) {
      const [ai, af, ag, ao] = [0, 1, 2, 3].map((k) => gateSlot(gates, gs, H, k, u, b)) as Four;
      const at = b * H + u;
      m[ai] = logistic(m[ai]!);
      m[af] = logistic(m[af]!);
      m[ag] = Math.tanh(m[ag]!);
      m[ao] = logistic(m[ao]!);
      const c = m[af]! * m[s.c + at]! + m[ai]! * m[ag]!;
      m[newCell + at] = c;
      m[s.cellTanh + at] = Math.tanh(c);
      m[out + b * ldo + u] = m[ao]! * m[s.cellTanh + at]!;
    }
  }
}

/** byRow [B][4H]: di, df, dg, do. dc: gradient of c' in, of c out. */
export function lstmBackward(
  m: Floats,
  s: StepPlaces,
  dh: number,
  dc: number,
  byRow: number,
): void {
  const { hidden: H, gates, gateStride: gs } = s;
  for (let b = 0; b < s.rows; b++) {
    for (let u = 0; u < H; u++) {
      const [ai, af, ag, ao] = [0, 1, 2, 3].map((k) => gateSlot(gates, gs, H, k, u, b)) as Four;
      const at = b * H + u;
      const [i, f, g, o, t] = [m[ai]!, m[af]!, m[ag]!, m[ao]!, m[s.cellTanh + at]!];
      const d = m[dh + at]!;
      const c = m[dc + at]! + d * o * (1 - t * t);
      const row = byRow + b * 4 * H + u;
      m[ai] = m[row] = c * g * i * (1 - i);
      m[af] = m[row + H] = c * m[s.c + at]! * f * (1 - f);
      m[ag] = m[row + 2 * H] = c * i * (1 - g * g);
      m[ao] = m[row + 3 * H] = d * t * o * (1 - o);
      m[dc + at] = c * f;
    }
  }
}
