/**
 * Rotations that turn weighted points p [n, 3] onto a template q [n, 3] with the least sum of squares. Both depend only on
 * the cross-covariance C = sum w p q' [3, 3], row major, and write R [3, 3], row major: R p is near q. Neither depends on
 * scale. + - * / and sqrt alone: the same bits on every engine. No allocation.
 */

/** Turns about z alone: what a scheme without depth allows. The identity where C says nothing. */
export function planarRotation(covariance: Float64Array, rotation: Float64Array): void {
  const along = covariance[0]! + covariance[4]!;
  const across = covariance[1]! - covariance[3]!;
  const norm = Math.sqrt(along * along + across * across);
  const cos = norm > 0 ? along / norm : 1;
  const sin = norm > 0 ? across / norm : 0;
  rotation.fill(0);
  rotation[0] = cos;
  rotation[1] = -sin;
  rotation[3] = sin;
  rotation[4] = cos;
  rotation[8] = 1;
}

/** Memory of spatialRotation. */
export interface RotationScratch {
  /** Symmetric matrix [4, 4] that Jacobi's rotations make diagonal. */
  readonly matrix: Float64Array;
  /** Its eigenvectors in columns [4, 4]. */
  readonly vectors: Float64Array;
}

export const createRotationScratch = (): RotationScratch => ({
  matrix: new Float64Array(16),
  vectors: new Float64Array(16),
});

/**
 * Any turn, never a reflection: the unit quaternion that is the eigenvector of the largest eigenvalue of Horn's matrix
 * (Horn 1987, "Closed-form solution of absolute orientation using unit quaternions").
 */
export function spatialRotation(
  covariance: Float64Array,
  scratch: RotationScratch,
  rotation: Float64Array,
): void {
  writeHorn(covariance, scratch.matrix);
  diagonalise(scratch);
  const { matrix, vectors } = scratch;
  let best = 0;
  for (let k = 1; k < 4; k++) if (matrix[5 * k]! > matrix[5 * best]!) best = k;
  const w = vectors[best]!;
  const x = vectors[4 + best]!;
  const y = vectors[8 + best]!;
  const z = vectors[12 + best]!;
  rotation[0] = w * w + x * x - y * y - z * z;
  rotation[1] = 2 * (x * y - w * z);
  rotation[2] = 2 * (x * z + w * y);
  rotation[3] = 2 * (x * y + w * z);
  rotation[4] = w * w - x * x + y * y - z * z;
  rotation[5] = 2 * (y * z - w * x);
  rotation[6] = 2 * (x * z - w * y);
  rotation[7] = 2 * (y * z + w * x);
  rotation[8] = w * w - x * x - y * y + z * z;
}

/** Horn's symmetric matrix N [4, 4] of C, in the order w, x, y, z. */
function writeHorn(c: Float64Array, n: Float64Array): void {
  const [xx, xy, xz] = [c[0]!, c[1]!, c[2]!];
  const [yx, yy, yz] = [c[3]!, c[4]!, c[5]!];
  const [zx, zy, zz] = [c[6]!, c[7]!, c[8]!];
  n[0] = xx + yy + zz;
  n[1] = n[4] = yz - zy;
  n[2] = n[8] = zx - xz;
  n[3] = n[12] = xy - yx;
  n[5] = xx - yy - zz;
  n[6] = n[9] = xy + yx;
  n[7] = n[13] = zx + xz;
  n[10] = yy - xx - zz;
  n[11] = n[14] = yz + zy;
  n[15] = zz - xx - yy;
}

/** Cyclic Jacobi until nothing is left beside the diagonal: four to six sweeps, 30 at most. */
function diagonalise({ matrix: a, vectors: v }: RotationScratch): void {
  v.fill(0);
  for (let k = 0; k < 4; k++) v[5 * k] = 1;
  for (let sweep = 0; sweep < 30; sweep++) {
    let beside = 0;
    let trace = 0;
    for (let p = 0; p < 4; p++) {
      trace += Math.abs(a[5 * p]!);
      for (let q = p + 1; q < 4; q++) beside += Math.abs(a[4 * p + q]!);
    }
    if (beside <= 1e-18 * trace) return;
    for (let p = 0; p < 3; p++) for (let q = p + 1; q < 4; q++) annihilate(a, v, p, q);
  }
}

/** One Jacobi rotation, which makes a[p, q] zero (Golub & Van Loan, 8.5.2). */
function annihilate(a: Float64Array, v: Float64Array, p: number, q: number): void {
  const pivot = a[4 * p + q]!;
  if (pivot === 0) return;
  const tau = (a[5 * q]! - a[5 * p]!) / (2 * pivot);
  const root = Math.sqrt(1 + tau * tau);
  const t = tau >= 0 ? 1 / (tau + root) : 1 / (tau - root);
  const cos = 1 / Math.sqrt(1 + t * t);
  const sin = t * cos;
  for (let k = 0; k < 4; k++) {
    const kp = a[4 * k + p]!;
    const kq = a[4 * k + q]!;
    a[4 * k + p] = cos * kp - sin * kq;
    a[4 * k + q] = sin * kp + cos * kq;
  }
  for (let k = 0; k < 4; k++) {
    const pk = a[4 * p + k]!;
    const qk = a[4 * q + k]!;
    a[4 * p + k] = cos * pk - sin * qk;
    a[4 * q + k] = sin * pk + cos * qk;
    const vp = v[4 * k + p]!;
    const vq = v[4 * k + q]!;
    v[4 * k + p] = cos * vp - sin * vq;
    v[4 * k + q] = sin * vp + cos * vq;
  }
}
