import { expect, test } from "vitest";
import { NAMED_POINTS, TOPOLOGIES } from "../../src/face/index.ts";
import { canonicalDepth } from "../../src/features/canonical-depth.ts";
import { CANONICAL_NEUTRAL } from "../support/canonical-neutral.ts";

/** Points of MediaPipe's face oval near iBUG's 0 to 16. */
const JAW = [127, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 356];

test("is the canonical face's depth at iBUG's points", () => {
  const { mediapipe478, ibug68 } = TOPOLOGIES;
  const source = new Int32Array(ibug68.points);
  source.set(JAW);
  for (const name of NAMED_POINTS) source[ibug68.named[name]] = mediapipe478.named[name];
  const { rightEyeOuter, leftEyeOuter } = mediapipe478.named;
  const size = CANONICAL_NEUTRAL[3 * leftEyeOuter]! - CANONICAL_NEUTRAL[3 * rightEyeOuter]!;
  const depth = Float64Array.from(source, (index) => CANONICAL_NEUTRAL[3 * index + 2]! / size);
  const mean = depth.reduce((sum, z) => sum + z, 0) / depth.length;
  expect(canonicalDepth()).toEqual(depth.map((z) => z - mean));
});
