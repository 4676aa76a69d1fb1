import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createRotationScratch,
  planarRotation,
  spatialRotation,
} from "../../src/features/rotation.ts";
import { cos, createRandom, sin } from "../../src/math/index.ts";

type Matrix = readonly number[];
const multiply = (a: Matrix, b: Matrix): Matrix =>
  Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [3 * Math.floor(i / 3), i % 3];
    return a[row]! * b[column]! + a[row + 1]! * b[3 + column]! + a[row + 2]! * b[6 + column]!;
  });
const transpose = (m: Matrix): Matrix => [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => m[i]!);
const aboutZ = (a: number): Matrix => [cos(a), -sin(a), 0, sin(a), cos(a), 0, 0, 0, 1];
const aboutX = (a: number): Matrix => [1, 0, 0, 0, cos(a), -sin(a), 0, sin(a), cos(a)];

/** C of random points q turned by the transpose of `turn`, so that `turn` is the answer. */
function covarianceOf(turn: Matrix, seed: number, depth: number): Float64Array {
  const random = createRandom(seed);
  const covariance = new Float64Array(9);
  for (let n = 0; n < 8; n++) {
    const q = [random.normal(), random.normal(), depth * random.normal()];
    const back = transpose(turn);
    for (let i = 0; i < 9; i++) {
      const row = 3 * Math.floor(i / 3);
      const p = back[row]! * q[0]! + back[row + 1]! * q[1]! + back[row + 2]! * q[2]!;
      covariance[i]! += p * q[i % 3]!;
    }
  }
  return covariance;
}

const angle = fc.double({ min: -3.1, max: 3.1, noNaN: true });
const expectMatrix = (got: Float64Array, expected: Matrix) => {
  for (let i = 0; i < 9; i++)
    expect(Math.abs(got[i]! - expected[i]!), `[${i}]`).toBeLessThan(1e-12);
};

test("spatialRotation finds any turn, from points in space or in a plane", () => {
  const rotation = new Float64Array(9);
  const scratch = createRotationScratch();
  fc.assert(
    fc.property(angle, angle, angle, fc.nat(), fc.constantFrom(1, 0), (a, b, c, seed, depth) => {
      const turn = multiply(aboutZ(a), multiply(aboutX(b), aboutZ(c)));
      spatialRotation(covarianceOf(turn, seed, depth), scratch, rotation);
      expectMatrix(rotation, turn);
    }),
  );
});

test("it never reflects: of a mirrored shape it makes the nearest turn", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const covariance = covarianceOf([1, 0, 0, 0, 1, 0, 0, 0, 1], seed, 1);
      for (let i = 0; i < 3; i++) covariance[i]! *= -1;
      const rotation = new Float64Array(9);
      spatialRotation(covariance, createRotationScratch(), rotation);
      const m = Array.from(rotation);
      expectMatrix(Float64Array.from(multiply(m, transpose(m))), [1, 0, 0, 0, 1, 0, 0, 0, 1]);
      const determinant =
        m[0]! * (m[4]! * m[8]! - m[5]! * m[7]!) -
        m[1]! * (m[3]! * m[8]! - m[5]! * m[6]!) +
        m[2]! * (m[3]! * m[7]! - m[4]! * m[6]!);
      expect(Math.abs(determinant - 1)).toBeLessThan(1e-12);
    }),
  );
});

test("planarRotation finds a turn about z, and is the identity where nothing tells", () => {
  const rotation = new Float64Array(9);
  fc.assert(
    fc.property(angle, fc.nat(), (a, seed) => {
      planarRotation(covarianceOf(aboutZ(a), seed, 0), rotation);
      expectMatrix(rotation, aboutZ(a));
    }),
  );
  planarRotation(new Float64Array(9), rotation);
  expectMatrix(rotation, aboutZ(0));
});

test("both find the same turn in the plane", () => {
  const [planar, spatial] = [new Float64Array(9), new Float64Array(9)];
  fc.assert(
    fc.property(angle, fc.nat(), (a, seed) => {
      const covariance = covarianceOf(aboutZ(a), seed, 0);
      planarRotation(covariance, planar);
      spatialRotation(covariance, createRotationScratch(), spatial);
      expectMatrix(spatial, Array.from(planar));
    }),
  );
});
