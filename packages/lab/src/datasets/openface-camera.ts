/** The camera that OpenFace assumed, found from its points in the picture and in space. */
import type { ImageSize } from "@mien/core";

/** Focal length and picture in pixels; the centre is the picture's. */
export interface Camera {
  readonly focalPx: number;
  readonly imageSize: ImageSize;
}

/** One frame: points [P, 3] in pixels and space [3, P] in millimetres; null without a face. */
export interface SpaceFrame {
  readonly points: Float64Array | null;
  readonly space: Float64Array | null;
}

/**
 * x = focal X / Z + centre, by least squares over all frames; null where no such camera fits to a pixel. OpenFace puts the
 * centre in the middle of the picture, so that it tells the picture's size.
 */
export function findCamera(frames: readonly SpaceFrame[]): Camera | null {
  const [x, y] = [fitLine(frames, 0), fitLine(frames, 1)];
  const close = [x, y].every((line) => line.error < 1 && line.slope > 0 && line.intercept >= 1);
  if (!close) return null;
  const [widthPx, heightPx] = [Math.round(2 * x.intercept), Math.round(2 * y.intercept)];
  return { focalPx: (x.slope + y.slope) / 2, imageSize: { widthPx, heightPx } };
}

/** Calls `visit` with u = X_p / Z_p and v = x_p of every point, in the order of the table. */
function eachPoint(
  frames: readonly SpaceFrame[],
  axis: 0 | 1,
  visit: (u: number, v: number) => void,
): void {
  for (const { points, space } of frames) {
    if (points === null || space === null) continue;
    const P = points.length / 3;
    for (let p = 0; p < P; p++)
      visit(space[axis * P + p]! / space[2 * P + p]!, points[3 * p + axis]!);
  }
}

/** Least squares of x_p on X_p / Z_p over all frames, with the largest residual in pixels. */
function fitLine(frames: readonly SpaceFrame[], axis: 0 | 1) {
  let [count, sumU, sumV] = [0, 0, 0];
  eachPoint(frames, axis, (u, v) => {
    count++;
    sumU += u;
    sumV += v;
  });
  const [u, v] = [sumU / count, sumV / count];
  let [covariance, variance] = [0, 0];
  eachPoint(frames, axis, (one, other) => {
    covariance += (one - u) * (other - v);
    variance += (one - u) ** 2;
  });
  const slope = covariance / count / (variance / count);
  const intercept = v - slope * u;
  let error = 0;
  eachPoint(frames, axis, (one, other) => {
    const residual = Math.abs(other - intercept - slope * one);
    // A NaN stays one, and is no error below 1.
    if (residual > error || Number.isNaN(residual)) error = residual;
  });
  return { slope, intercept, error: Number.isNaN(slope) ? Number.NaN : error };
}

/** Writes z in pixels, at the scale of the face's middle, into the frames' points. */
export function addDepth(frames: readonly SpaceFrame[], camera: Camera): void {
  for (const { points, space } of frames) {
    if (points === null || space === null) continue;
    const P = points.length / 3;
    const depth = space.subarray(2 * P);
    const middle = depth.reduce((a, b) => a + b, 0) / P;
    depth.forEach((z, p) => {
      points[3 * p + 2] = ((z - middle) * camera.focalPx) / middle;
    });
  }
}
