import { square } from "./samples.ts";

/**
 * Orthonormal columns that grow, by Gram and Schmidt's process done twice over ("twice is enough",
 * Giraud et al. 2005): sums of squares of nested linear models as squared lengths, never as
 * differences of large residuals.
 */
export interface Projection {
  /** How many of the columns given so far were independent. */
  readonly rank: number;
  /**
   * Takes columns up; says by how much they lower the residual sum of squares, and how many were
   * independent.
   */
  add(columns: readonly Float64Array[]): { readonly sumOfSquares: number; readonly df: number };
  /** The residual sum of squares of the response now. */
  residual(): number;
}

/**
 * A column shorter than this share of itself once the others are taken out of it depends on them.
 */
const DEPENDENT = 1e-9;

/** @param response [N], not written to */
export function projectionOf(response: ArrayLike<number>): Projection {
  const basis: Float64Array[] = [];
  const rest = Float64Array.from(response);
  const addColumn = (column: Float64Array): number => {
    const own = Float64Array.from(column);
    const before = Math.sqrt(dot(own, own));
    for (let pass = 0; pass < 2; pass++) for (const q of basis) takeOut(own, q);
    const length = Math.sqrt(dot(own, own));
    if (!(length > DEPENDENT * before)) return Number.NaN;
    const unit = own.map((x) => x / length);
    basis.push(unit);
    return square(takeOut(rest, unit));
  };
  return {
    get rank() {
      return basis.length;
    },
    add(columns) {
      const gains = columns.map(addColumn).filter((gain) => !Number.isNaN(gain));
      return { sumOfSquares: gains.reduce((sum, gain) => sum + gain, 0), df: gains.length };
    },
    residual: () => dot(rest, rest),
  };
}

/** Subtracts from a vector its part along a unit vector, and returns that part's length. */
function takeOut(vector: Float64Array, unit: Float64Array): number {
  const along = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * unit[i]!;
  return along;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
