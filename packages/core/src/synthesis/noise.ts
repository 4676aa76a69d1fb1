/** Hash of a lattice point to [-1, 1). */
function latticeValue(x: number, y: number, z: number, seed: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(z, 0x9e3779b1) ^ seed;
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2147483648 - 1;
}

const ease = (t: number) => t * t * (3 - 2 * t);

/** Smooth noise over space, in [-1, 1]: random values on the integer lattice, eased between (Perlin 1985, value form). */
export function valueNoise(x: number, y: number, z: number, seed: number): number {
  const [x0, y0, z0] = [Math.floor(x), Math.floor(y), Math.floor(z)];
  const [tx, ty, tz] = [ease(x - x0), ease(y - y0), ease(z - z0)];
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    const [i, j, k] = [corner & 1, (corner >> 1) & 1, corner >> 2];
    const weight = (i ? tx : 1 - tx) * (j ? ty : 1 - ty) * (k ? tz : 1 - tz);
    sum += weight * latticeValue(x0 + i, y0 + j, z0 + k, seed);
  }
  return sum;
}
