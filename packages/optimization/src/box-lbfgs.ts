/** Value at `x` [n]; the gradient is written to `gradient` [n]. Infinity where there is no value. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Box {
  /** [n] */
  readonly low: Float64Array;
  /** [n] */
  readonly high: Float64Array;
}

export interface BoxMinimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
}

interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

const MEMORY = 10;

/**
 * Minimises a smooth function in a box by projected limited-memory BFGS: coordinates that a descent would push out of the
 * box rest, the others take a quasi-Newton step, cut to the box (Bertsekas 1982; Nocedal & Wright 2006, algorithm 7.4),
 * with backtracking on Armijo's condition. Finds a local minimum. Deterministic.
 *
 * @param start [n], in the box; left alone
 * @param tolerance on the largest absolute entry of the gradient over coordinates that do not rest
 */
export function minimiseInBox(
  objective: Objective,
  start: Float64Array,
  box: Box,
  tolerance: number,
  maxIterations: number,
): BoxMinimum {
  const gradient = new Float64Array(start.length);
  let point: Point = { x: start.slice(), value: objective(start, gradient), gradient };
  let pairs: Pair[] = [];
  for (let iterations = 0; ; iterations++) {
    const { x, value } = point;
    const free = freeGradient(point, box);
    const converged = free.every((g) => Math.abs(g) <= tolerance);
    if (converged || iterations === maxIterations) return { x, value, iterations, converged };
    let direction = descent(free, pairs);
    if (!(dot(direction, free) < 0)) {
      pairs = [];
      direction = descent(free, pairs);
    }
    const next = lineSearch(objective, point, direction, box);
    if (next === null) return { x, value, iterations, converged };
    const s = next.x.map((v, i) => v - x[i]!);
    const y = next.gradient.map((v, i) => v - point.gradient[i]!);
    const curvature = dot(s, y);
    if (curvature > 1e-10 * dot(y, y)) pairs.push({ s, y, rho: 1 / curvature });
    if (pairs.length > MEMORY) pairs.shift();
    point = next;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The gradient with 0 where the box stops a descent. */
function freeGradient({ x, gradient }: Point, { low, high }: Box): Float64Array {
  return gradient.map((g, i) => {
    const rests = (x[i]! <= low[i]! && g > 0) || (x[i]! >= high[i]! && g < 0);
    return rests ? 0 : g;
  });
}

/** The two-loop recursion, -H g, kept to the coordinates that are free; a first step is at most 1 long. */
function descent(free: Float64Array, pairs: readonly Pair[]): Float64Array {
  const q = free.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { s, y, rho } = pairs[k]!;
    const alpha = rho * dot(s, q);
    alphas[k] = alpha;
    for (let i = 0; i < q.length; i++) q[i]! -= alpha * y[i]!;
  }
  const last = pairs.at(-1);
  const scale =
    last === undefined
      ? Math.min(1, 1 / Math.sqrt(dot(free, free)))
      : 1 / (last.rho * dot(last.y, last.y));
  for (let i = 0; i < q.length; i++) q[i]! *= scale;
  pairs.forEach(({ s, y, rho }, k) => {
    const beta = alphas[k]! - rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i]! += beta * s[i]!;
  });
  return q.map((v, i) => (free[i] === 0 ? 0 : v));
}

/** Halves the step until the value falls enough; null where nothing is left to gain. */
function lineSearch(
  objective: Objective,
  { x, value, gradient }: Point,
  direction: Float64Array,
  { low, high }: Box,
): Point | null {
  for (let step = 1; step > 1e-9; step /= 2) {
    const to = x.map((v, i) => Math.min(Math.max(v + step * direction[i]!, low[i]!), high[i]!));
    const slope = dot(
      gradient,
      to.map((v, i) => v - x[i]!),
    );
    const there = new Float64Array(x.length);
    const reached = objective(to, there);
    if (slope < 0 && reached <= value + 1e-4 * slope)
      return { x: to, value: reached, gradient: there };
  }
  return null;
}
