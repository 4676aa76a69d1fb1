/** What landmarks in shares of the picture must be, whichever table they come from. */
import { DatasetError } from "./dataset-error.ts";

/** Mean distance of a face's points from the picture's middle, in pictures: further away, they are in other units. */
const FARTHEST = 3;

/**
 * @param points [P, 3] of a face in shares of the picture's width and height
 * @throws DatasetError where they lie far outside the picture: they are pixels, or percent
 */
export function checkShares(
  points: ArrayLike<number>,
  place: { readonly file: string; readonly line?: number },
): void {
  let distance = 0;
  for (let i = 0; i < points.length; i++) {
    if (i % 3 !== 2) distance += Math.abs(points[i]! - 0.5);
  }
  if ((3 * distance) / (2 * points.length) <= FARTHEST) return;
  const expected = "landmarks in shares of the picture's width and height";
  throw new DatasetError({
    ...place,
    expected,
    got: `x = ${points[0]}, y = ${points[1]}: pixels?`,
  });
}
