import { cos } from "@mien/core/math";

export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss and Legendre's rule on [from, to], cut into equal panels of `order` nodes each: exact for
 * polynomials of degree 2 order - 1 in every panel. The nodes are roots of the Legendre polynomial,
 * by Newton's method.
 */
export function gaussLegendre(from: number, to: number, panels: number, order = 16): Quadrature {
  const nodes = new Float64Array(panels * order);
  const weights = new Float64Array(panels * order);
  const half = (to - from) / (2 * panels);
  for (let i = 0; i < order; i++) {
    let x = cos((Math.PI * (i + 0.75)) / (order + 0.5));
    for (let round = 0; round < 8; round++) {
      const [value, slope] = legendre(order, x);
      x -= value / slope;
    }
    const slope = legendre(order, x)[1];
    for (let panel = 0; panel < panels; panel++) {
      nodes[panel * order + i] = from + half * (2 * panel + 1 + x);
      weights[panel * order + i] = (2 * half) / ((1 - x * x) * slope * slope);
    }
  }
  return { nodes, weights };
}

/** The Legendre polynomial of a degree at x in (-1, 1), and its derivative. */
function legendre(degree: number, x: number): readonly [number, number] {
  let [before, value] = [1, x];
  for (let n = 2; n <= degree; n++) {
    [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  }
  return [value, (degree * (x * value - before)) / (x * x - 1)];
}
