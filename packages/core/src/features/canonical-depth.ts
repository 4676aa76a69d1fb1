/**
 * Depth [68] of the canonical face (MediaPipe's, Apache-2.0, Google) at iBUG's points, in millionths of the side of a square
 * picture of it: for 0 to 16 the points of the face oval near them, which correspond well enough for depth alone.
 */
// biome-ignore format: a table
const DEPTH: readonly number[] = [66839, 81196, 81044, 58180, 21049, -23824, -93400, -136469, -142150, -136469, -93400, -23824, 21049, 58180, 81044, 81196, 66839, -94362, -125066, -148877, -167200, -177201, -177201, -167200, -148877, -125066, -94362, -174534, -210558, -225820, -252886, -174703, -195549, -201942, -195549, -174703, -105781, -124144, -129059, -125263, -125905, -121174, -125263, -129059, -124144, -105781, -121174, -125905, -142796, -183206, -195901, -199317, -195901, -183206, -142796, -160791, -181610, -184515, -181610, -160791, -134603, -164223, -173983, -164223, -134603, -170691, -180158, -170691];
/** Distance of the outer canthi in the same picture. */
const CANTHAL = 296390;

/**
 * Depth that ibug68, a flat scheme, lacks: the canonical face's [68], away from the viewer, in outer canthal distances,
 * about the mean of all points.
 */
export function canonicalDepth(): Float64Array {
  const depth = Float64Array.from(DEPTH, (millionths) => millionths / CANTHAL);
  const mean = depth.reduce((sum, z) => sum + z, 0) / depth.length;
  return depth.map((z) => z - mean);
}
