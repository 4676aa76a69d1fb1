/** Value at `x` [n]; the gradient is written to `gradient` [n]. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  /** Largest absolute entry of the gradient. */
  readonly gradientNorm: number;
  readonly converged: boolean;
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

const MEMORY = 12;

/**
 * Minimises a smooth convex function by limited-memory BFGS with backtracking on Armijo's condition (Nocedal & Wright 2006,
 * algorithms 7.4 and 3.1). Deterministic.
 *
 * @param start [n], left alone
 * @param tolerance on the largest absolute entry of the gradient
 */
export function minimise(
  objective: Objective,
  start: Float64Array,
  tolerance: number,
  maxIterations: number,
): Minimum {
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: Pair[] = [];
  for (let iterations = 0; ; iterations++) {
    const gradientNorm = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    const converged = gradientNorm <= tolerance;
    const stopped = { x, value, iterations, gradientNorm, converged };
    if (converged || iterations === maxIterations) return stopped;
    const direction = descent(gradient, pairs);
    const slope = dot(direction, gradient);
    const first = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const next = lineSearch(objective, { x, value, direction, slope }, first);
    if (next === null) return stopped;
    const s = next.x.map((v, i) => v - x[i]!);
    const y = next.gradient.map((v, i) => v - gradient[i]!);
    const curvature = dot(s, y);
    if (curvature > 0) pairs.push({ s, y, rho: 1 / curvature });
    if (pairs.length > MEMORY) pairs.shift();
    ({ x, gradient, value } = next);
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The two-loop recursion: -H gradient. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, rho } = pairs[k]!;
    const alpha = rho * dot(s, q);
    alphas[k] = alpha;
    for (let i = 0; i < q.length; i++) q[i]! -= alpha * y[i]!;
  }
  const last = pairs.at(-1);
  const scale = last === undefined ? 1 : 1 / (last.rho * dot(last.y, last.y));
  for (let i = 0; i < q.length; i++) q[i]! *= scale;
  pairs.forEach(({ s, y, rho }, k) => {
    const beta = alphas[k]! - rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i]! += beta * s[i]!;
  });
  return q;
}

interface Line {
  readonly x: Float64Array;
  readonly value: number;
  readonly direction: Float64Array;
  readonly slope: number;
}

/** Halves the step until the value falls enough; null where rounding leaves nothing to gain. */
function lineSearch(
  objective: Objective,
  line: Line,
  first: number,
): { x: Float64Array<ArrayBuffer>; value: number; gradient: Float64Array<ArrayBuffer> } | null {
  const gradient = new Float64Array(line.x.length);
  for (let step = first; step > 1e-20; step /= 2) {
    const x = Float64Array.from(line.x, (v, i) => v + step * line.direction[i]!);
    const value = objective(x, gradient);
    if (value < line.value + 1e-4 * step * line.slope) return { x, value, gradient };
    // Near the minimum values differ by rounding alone; the slope still tells (Hager & Zhang 2005).
    const flat = value - line.value <= 1e-14 * Math.abs(line.value);
    if (flat && Math.abs(dot(gradient, line.direction)) <= 0.9 * Math.abs(line.slope)) {
      return { x, value, gradient };
    }
  }
  return null;
}
