import { type CurvaturePair, dot, lbfgsDirection } from "./lbfgs-direction.ts";

/**
 * Value at `x` [n]; the gradient is written to `gradient` [n]. Infinity where there is no value.
 */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** Where a minimisation ended. */
export interface Minimum {
  /** [n] */
  readonly x: Float64Array;
  /** The objective at x. */
  readonly value: number;
  /** Steps taken. */
  readonly iterations: number;
  /** Largest absolute entry of the gradient. */
  readonly gradientNorm: number;
  /**
   * Whether `gradientNorm` is within the tolerance: false after `maxIterations`, or where rounding
   * lets no step gain.
   */
  readonly converged: boolean;
}

/** Steps that the direction remembers. */
const MEMORY = 12;

/**
 * Minimises a smooth convex function by limited-memory BFGS with backtracking on Armijo's condition
 * (Nocedal & Wright 2006, algorithms 7.4 and 3.1). Deterministic: the same bits on every engine
 * where the objective gives the same bits. Keeps 24 vectors of n; calls the objective about once a
 * step.
 *
 * @param objective smooth and bounded below; it is not checked
 * @param start [n], left alone
 * @param tolerance on the largest absolute entry of the gradient
 * @param maxIterations the most steps; 0 gives the start and its gradient
 */
export function minimiseLbfgs(
  objective: Objective,
  start: Float64Array,
  tolerance: number,
  maxIterations: number,
): Minimum {
  let x = start.slice();
  let gradient = new Float64Array(x.length);
  let value = objective(x, gradient);
  const pairs: CurvaturePair[] = [];
  for (let iterations = 0; ; iterations++) {
    const gradientNorm = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
    const converged = gradientNorm <= tolerance;
    const stopped = { x, value, iterations, gradientNorm, converged };
    if (converged || iterations === maxIterations) return stopped;
    const direction = lbfgsDirection(gradient, pairs, 1);
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
