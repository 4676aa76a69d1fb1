import { exp, log } from "../../math/index.ts";
import { checkBatch, checkOut, checkPrior } from "./binary-loss.ts";
import type { Loss } from "./loss.ts";

/** -ln softmax(x)[y] over C = logits / targets classes, by the largest logit, so that no exponential overflows. */
export function createSoftmaxCrossEntropy(): Loss {
  const kind = "softmax-cross-entropy";
  return {
    spec: { kind },
    evaluate(logits, targets, gradient) {
      const B = targets.length;
      const C = Math.max(2, Math.floor(logits.length / B));
      checkBatch(kind, logits.length, B, C, gradient.length);
      let sum = 0;
      for (let i = 0; i < B; i++) {
        const y = targets[i]!;
        if (!(Number.isInteger(y) && y >= 0 && y < C)) {
          throw new Error(`${kind}: targets[${i}] must be a class in [0, ${C}), got ${y}`);
        }
        sum += softmax(logits, gradient, i * C, C) - logits[i * C + y]!;
        gradient[i * C + y]! -= 1;
        for (let c = i * C; c < (i + 1) * C; c++) gradient[c]! /= B;
      }
      return sum / B;
    },
    probabilities(logits, out, classes = 1) {
      if (!(Number.isInteger(classes) && classes >= 2 && logits.length % classes === 0)) {
        throw new Error(
          `${kind}: classes must be an integer >= 2 that divides ${logits.length} logits, got ${classes}`,
        );
      }
      checkOut(kind, logits.length, out.length);
      for (let at = 0; at < logits.length; at += classes) softmax(logits, out, at, classes);
    },
    initialBias(prior) {
      checkPrior(kind, prior);
      return 0;
    },
  };
}

/** Writes softmax of x[at .. at + C) to out[at ..) and returns ln(sum of e^x). */
function softmax(x: ArrayLike<number>, out: Float64Array, at: number, C: number): number {
  let top = x[at]!;
  for (let c = at; c < at + C; c++) top = Math.max(top, x[c]!);
  let sum = 0;
  for (let c = at; c < at + C; c++) {
    const e = exp(x[c]! - top);
    out[c] = e;
    sum += e;
  }
  for (let c = at; c < at + C; c++) out[c]! /= sum;
  return top + log(sum);
}
