import type { Tails } from "./distribution.ts";
import { poisson } from "./stirling.ts";

/**
 * The sum over j >= 0 of weight(mean, j + shift) * term(j), for Poisson weights: from the largest
 * weight outwards on both sides, until what is left cannot change the sum. `term` gives
 * probabilities, so the weights bound what is left. From a mean of 400 on weights and terms are
 * smooth in j, and a coarser step of a quarter of the Poisson deviation s gives the same sum (the
 * trapezoidal rule's error is of the order e^(-2 pi^2 s^2 / step^2)): about 75 terms for any mean.
 *
 * @param mean > 0 of the Poisson distribution
 * @param shift 0, or 1/2 for the terms of the noncentral t that stand between the whole ones
 */
export function poissonMixture(mean: number, shift: number, term: (j: number) => Tails): Tails {
  const step = mean < 400 ? 1 : Math.sqrt(mean) / 4;
  const start = Math.max(0, Math.floor(mean - shift));
  let [lower, upper] = [0, 0];
  const add = (j: number) => {
    const weight = step * poisson(mean, j + shift);
    const { lower: l, upper: u } = term(j);
    lower += weight * l;
    upper += weight * u;
    return weight;
  };
  for (let j = start; ; j += step) if (add(j) < 1e-18) break;
  for (let j = start - step; j >= 0; j -= step) if (add(j) < 1e-18) break;
  return { lower, upper };
}
