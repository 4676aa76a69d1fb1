import { type CurvaturePair, dot, lbfgsDirection } from "./lbfgs-direction.ts";
import type { Minimum, Objective } from "./minimise-lbfgs.ts";

/** Bounds of each coordinate; low <= high, and either may be infinite. */
export interface Box {
  /** [n] */
  readonly low: Float64Array;
  /** [n] */
  readonly high: Float64Array;
}

interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Steps that the direction remembers. */
const MEMORY = 10;

/**
 * Minimises a smooth function in a box by projected limited-memory BFGS: coordinates that a descent
 * would push out of the box rest, the others take a quasi-Newton step, cut to the box (Bertsekas
 * 1982; Nocedal & Wright 2006, algorithm 7.4), with backtracking on Armijo's condition. Finds a
 * local minimum. Deterministic, as `minimiseLbfgs`.
 *
 * @param objective smooth in the box; where it is Infinity the step is shortened
 * @param start [n], in the box; left alone
 * @param tolerance on the largest absolute entry of the gradient over coordinates that do not rest
 * @param maxIterations the most steps
 */
export function minimiseInBox(
  objective: Objective,
  start: Float64Array,
  box: Box,
  tolerance: number,
  maxIterations: number,
): Omit<Minimum, "gradientNorm"> {
  const gradient = new Float64Array(start.length);
  let point: Point = { x: start.slice(), value: objective(start, gradient), gradient };
  let pairs: CurvaturePair[] = [];
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

/** The gradient with 0 where the box stops a descent. */
function freeGradient({ x, gradient }: Point, { low, high }: Box): Float64Array {
  return gradient.map((g, i) => {
    const rests = (x[i]! <= low[i]! && g > 0) || (x[i]! >= high[i]! && g < 0);
    return rests ? 0 : g;
  });
}

/** The quasi-Newton step, kept to the coordinates that are free; a first step is at most 1 long. */
function descent(free: Float64Array, pairs: readonly CurvaturePair[]): Float64Array {
  const first = pairs.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(free, free))) : 1;
  return lbfgsDirection(free, pairs, first).map((v, i) => (free[i] === 0 ? 0 : v));
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
