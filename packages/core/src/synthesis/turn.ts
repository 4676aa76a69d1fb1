import { cos } from "../math/index.ts";

/** cos(2 pi x) for any finite x: the same bits on every engine. */
export function cosTurn(x: number): number {
  const rest = x - Math.round(x); // in [-1/2, 1/2]
  return cos(Math.min(Math.PI, Math.max(-Math.PI, 2 * Math.PI * rest)));
}

/** sin(2 pi x). */
export function sinTurn(x: number): number {
  return cosTurn(x - 0.25);
}

/**
 * Rotation [3, 3] row major, R = Rx Ry Rz, from angles in degrees: pitch about x (positive looks down), yaw about y
 * (positive looks to the subject's left), roll about z.
 */
export function rotation(pitchDeg: number, yawDeg: number, rollDeg: number): Float64Array {
  const [cx, sx] = [cosTurn(pitchDeg / 360), sinTurn(pitchDeg / 360)];
  const [cy, sy] = [cosTurn(yawDeg / 360), sinTurn(yawDeg / 360)];
  const [cz, sz] = [cosTurn(rollDeg / 360), sinTurn(rollDeg / 360)];
  return Float64Array.of(
    cy * cz,
    -cy * sz,
    sy,
    cx * sz + sx * sy * cz,
    cx * cz - sx * sy * sz,
    -sx * cy,
    sx * sz - cx * sy * cz,
    sx * cz + cx * sy * sz,
    cx * cy,
  );
}
