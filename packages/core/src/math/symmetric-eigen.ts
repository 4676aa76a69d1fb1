/** Eigenvalues and vectors of a symmetric matrix [n, n]: A = V diag(values) V'. */
export interface SymmetricEigen {
  /** [n], in no order. */
  readonly values: Float64Array;
  /** [n, n] row-major; column j is the unit vector of values[j]. */
  readonly vectors: Float64Array;
}

/** Rounds over all pairs after which a matrix that can be rotated clear has long been. */
const MOST_SWEEPS = 60;

/**
 * Cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5): slow for large n, exact to rounding for small ones,
 * and of square roots alone, so that every machine gives the same bits.
 *
 * @param matrix [n, n] row-major, symmetric, finite; it is not changed
 * @throws if the length is no square, or a value is not finite or not that of its mirror place
 */
export function symmetricEigen(matrix: ArrayLike<number>): SymmetricEigen {
  const n = Math.round(Math.sqrt(matrix.length));
  const a = Float64Array.from(matrix);
  checkSymmetric(a, n);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    if (offDiagonal(a, n) === 0) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]!), vectors };
}

/**
 * f(A) = V diag(f(values)) V' of a symmetric matrix [n, n], such as its inverse square root.
 *
 * @throws as symmetricEigen does
 */
export function symmetricFunction(
  matrix: ArrayLike<number>,
  f: (eigenvalue: number) => number,
): Float64Array {
  const { values, vectors } = symmetricEigen(matrix);
  const n = values.length;
  const scaled = values.map(f);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += vectors[i * n + k]! * scaled[k]! * vectors[j * n + k]!;
      out[i * n + j] = sum;
      out[j * n + i] = sum;
    }
  }
  return out;
}

function checkSymmetric(a: Float64Array, n: number): void {
  if (n < 1 || n * n !== a.length) {
    throw new Error(`symmetricEigen: expected n x n values, got ${a.length}`);
  }
  a.forEach((value, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    if (Number.isFinite(value) && value === a[j * n + i]) return;
    throw new Error(
      `symmetricEigen: [${i}, ${j}] must be finite and that of [${j}, ${i}], got ${value} and ${a[j * n + i]}`,
    );
  });
}

/** Sum of what is left to clear; exactly 0 once each place is below its diagonal's rounding. */
function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let p = 0; p < n; p++) {
    for (let q = p + 1; q < n; q++) sum += Math.abs(a[p * n + q]!);
  }
  return sum;
}

/** Turns rows and columns p and q so that [p, q] is 0. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const off = a[p * n + q]!;
  const [app, aqq] = [a[p * n + p]!, a[q * n + q]!];
  const size = Math.abs(app) + Math.abs(aqq);
  if (off === 0) return;
  if (size + Math.abs(off) === size) {
    a[p * n + q] = 0;
    a[q * n + p] = 0;
    return;
  }
  const theta = (aqq - app) / (2 * off);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < n; k++) turnPair(a, k * n + p, k * n + q, cosine, sine);
  for (let k = 0; k < n; k++) turnPair(a, p * n + k, q * n + k, cosine, sine);
  for (let k = 0; k < n; k++) turnPair(vectors, k * n + p, k * n + q, cosine, sine);
  a[p * n + q] = 0;
  a[q * n + p] = 0;
}

function turnPair(m: Float64Array, i: number, j: number, cosine: number, sine: number): void {
  const [x, y] = [m[i]!, m[j]!];
  m[i] = cosine * x - sine * y;
  m[j] = sine * x + cosine * y;
}
