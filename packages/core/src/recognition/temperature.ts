import { exp, log } from "../math/index.ts";
import { writeDistribution } from "./distribution.ts";

/**
 * The temperature in [0.1, 10] at which softmax(logits / T) has the least cross-entropy (Guo et al. 2017), by golden
 * section on ln T, to 1e-6. The cross-entropy is convex in 1 / T, so that there is one minimum.
 *
 * @param logits [N, C], of items with a class
 * @param classes [N], each in [0, C)
 */
export function fitTemperature(
  logits: Float64Array,
  classes: ArrayLike<number>,
  C: number,
): number {
  const N = classes.length;
  if (N === 0) return 1;
  const out = new Float64Array(C);
  const cost = (lnT: number) => {
    let sum = 0;
    for (let n = 0; n < N; n++) {
      writeDistribution(logits.subarray(n * C, (n + 1) * C), exp(lnT), out);
      sum -= log(Math.max(1e-300, out[classes[n]!]!));
    }
    return sum;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = log(0.1);
  let high = log(10);
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let [costA, costB] = [cost(a), cost(b)];
  while (high - low > 1e-6) {
    if (costA <= costB) {
      [high, b, costB] = [b, a, costA];
      a = high - golden * (high - low);
      costA = cost(a);
    } else {
      [low, a, costA] = [a, b, costB];
      b = low + golden * (high - low);
      costB = cost(b);
    }
  }
  return exp((low + high) / 2);
}
