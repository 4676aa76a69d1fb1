/**
 * Factorises a symmetric positive definite A = L L^T in place.
 *
 * @param a [n, n], row major; its lower triangle is read, and becomes L
 * @returns false, with `a` spoiled, where A is not positive definite in float64
 */
export function cholesky(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      if (j < i) {
        a[i * n + j] = sum / a[j * n + j]!;
      } else {
        if (!(sum > 0)) return false;
        a[i * n + i] = Math.sqrt(sum);
      }
    }
  }
  return true;
}

/** x = L^-1 b in place. L [n, n], x [n]. */
export function solveLower(l: Float64Array, n: number, x: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= l[i * n + k]! * x[k]!;
    x[i] = sum / l[i * n + i]!;
  }
}

/** x = L^-T b in place. L [n, n], x [n]. */
export function solveUpper(l: Float64Array, n: number, x: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const value = x[i]! / l[i * n + i]!;
    x[i] = value;
    for (let k = 0; k < i; k++) x[k]! -= l[i * n + k]! * value;
  }
}

/** The lower triangle of (L L^T)^-1, [n, n]. */
export function invertFactored(l: Float64Array, n: number): Float64Array {
  // Column j of L^-1 lies in row j here, so that the products below run along rows.
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    inverse[j * n + j] = 1 / l[j * n + j]!;
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= l[i * n + k]! * inverse[j * n + k]!;
      inverse[j * n + i] = sum / l[i * n + i]!;
    }
  }
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += inverse[i * n + k]! * inverse[j * n + k]!;
      product[i * n + j] = sum;
    }
  }
  return product;
}
