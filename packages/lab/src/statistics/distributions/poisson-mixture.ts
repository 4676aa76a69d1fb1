import type { Tails } from "./distribution.ts";
import { poisson } from "./stirling.ts";

/**
 * Sum over j >= 0 of weight(mean, j + shift) * term(j), for Poisson weights: from the largest weight outwards on both sides, until
 * what is left cannot change the sum. `term` gives probabilities, so the weights bound what is left.
 *
 * @param mean > 0 of the Poisson distribution
 * @param shift 0, or 1/2 for the terms of the noncentral t that stand between the whole ones
 */
export function poissonMixture(mean: number, shift: number, term: (j: number) => Tails): Tails {
  const start = Math.max(0, Math.floor(mean - shift));
  let [lower, upper] = [0, 0];
  const add = (j: number) => {
    const weight = poisson(mean, j + shift);
    const { lower: l, upper: u } = term(j);
    lower += weight * l;
    upper += weight * u;
    return weight;
  };
  for (let j = start; ; j++) if (add(j) < 1e-18) break;
  for (let j = start - 1; j >= 0; j--) if (add(j) < 1e-18) break;
  return { lower, upper };
}
