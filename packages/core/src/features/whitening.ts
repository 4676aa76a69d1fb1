import { log, symmetricFunction } from "../math/index.ts";

/**
 * What turns a displacement d [B] into evidence that does not depend on whose face it is: z = W (d / s), with
 * W = (covariance of calm faces' d / s + RIDGE x its mean eigenvalue)^(-1/2). Along directions in which calm faces differ, a
 * displacement counts for little. Plain data: a model file keeps it.
 */
export interface Whitening {
  /** s, the standard deviation of each displacement over the training frames [B]. */
  readonly scale: readonly number[];
  /** W [B, B], row-major and symmetric. */
  readonly matrix: readonly number[];
  /** Median |z| of the training frames of faces that are not at rest. */
  readonly median: number;
}

/** Share of the mean eigenvalue that is added to each: along what calm faces hardly vary in, there is noise to be divided by. */
const RIDGE = 0.1;
/** Share of the median length below which a displacement's direction counts less and less. */
const SOFT = 0.15;
/** Added to |d / s| before its logarithm, which is finite for a face that did not move. */
const LOG_OFFSET = 0.5;

/**
 * @param scale s [B], positive
 * @param calm displacements of faces at rest from the neutral [N, B], of training subjects alone; N is at least 1
 * @param shown displacements of faces that are not at rest [M, B]
 * @throws where there is no calm face, or none that differs from the neutral
 */
export function fitWhitening(
  scale: readonly number[],
  calm: readonly ArrayLike<number>[],
  shown: readonly ArrayLike<number>[],
): Whitening {
  if (calm.length === 0) {
    throw new Error("fitWhitening: expected training faces at rest, got none");
  }
  const B = scale.length;
  const covariance = secondMoment(scale, calm);
  let trace = 0;
  for (let i = 0; i < B; i++) trace += covariance[i * B + i]!;
  if (!(trace > 0)) throw new Error("fitWhitening: faces at rest must differ, got one face");
  const ridge = (RIDGE * trace) / B;
  const matrix = symmetricFunction(
    covariance,
    (value) => 1 / Math.sqrt(Math.max(value, 0) + ridge),
  );
  const whitening = { scale, matrix: Array.from(matrix), median: 1 };
  const measure = createWhitenedLength(whitening);
  const lengths = Float64Array.from(shown.length > 0 ? shown : calm, (d) => measure(d, 0)).sort();
  return { ...whitening, median: lengths[lengths.length >> 1]! };
}

/** Mean of (d / s)(d / s)' about the neutral itself, where d is 0 [B, B]. */
function secondMoment(scale: readonly number[], rows: readonly ArrayLike<number>[]): Float64Array {
  const B = scale.length;
  const sum = new Float64Array(B * B);
  for (const d of rows) {
    for (let i = 0; i < B; i++) {
      const x = d[i]! / scale[i]!;
      for (let j = 0; j <= i; j++) sum[i * B + j]! += x * (d[j]! / scale[j]!);
    }
  }
  for (let i = 0; i < B; i++) {
    for (let j = 0; j <= i; j++) {
      const mean = sum[i * B + j]! / rows.length;
      sum[i * B + j] = mean;
      sum[j * B + i] = mean;
    }
  }
  return sum;
}

/** |W (d / s)| of one frame's displacement from an offset: how far it is from rest, in units of how calm faces differ. */
export function createWhitenedLength({
  scale,
  matrix,
}: Whitening): (values: ArrayLike<number>, offset: number) => number {
  const B = scale.length;
  const scaled = new Float64Array(B);
  return (values, offset) => {
    for (let i = 0; i < B; i++) scaled[i] = values[offset + i]! / scale[i]!;
    let sum = 0;
    for (let i = 0; i < B; i++) {
      let z = 0;
      for (let j = 0; j < B; j++) z += matrix[i * B + j]! * scaled[j]!;
      sum += z * z;
    }
    return Math.sqrt(sum);
  };
}

/**
 * Whitens a frame where it lies, [d, |d|] to [z / sqrt(|z|^2 + (SOFT median)^2), log(|d / s| + LOG_OFFSET)]: [B + 1] both.
 * Owns its scratch; allocates nothing a frame.
 */
export function createWhitener({
  scale,
  matrix,
  median,
}: Whitening): (frame: Float32Array) => void {
  const B = scale.length;
  const scaled = new Float64Array(B);
  const z = new Float64Array(B);
  const floor = SOFT * median;
  return (frame) => {
    let plain = 0;
    for (let i = 0; i < B; i++) {
      scaled[i] = frame[i]! / scale[i]!;
      plain += scaled[i]! * scaled[i]!;
    }
    let squared = 0;
    for (let i = 0; i < B; i++) {
      let sum = 0;
      for (let j = 0; j < B; j++) sum += matrix[i * B + j]! * scaled[j]!;
      z[i] = sum;
      squared += sum * sum;
    }
    const length = Math.sqrt(squared + floor * floor);
    for (let i = 0; i < B; i++) frame[i] = z[i]! / length;
    frame[B] = log(Math.sqrt(plain) + LOG_OFFSET);
  };
}

/** What an exported graph needs to whiten by itself. */
export const WHITENING_CONSTANTS = { soft: SOFT, logOffset: LOG_OFFSET } as const;
