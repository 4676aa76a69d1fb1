import { log } from "../../math/index.ts";
import type { Loss, LossSpec } from "./loss.ts";

/** What tells one binary loss from another, as functions of one logit x. */
export interface BinaryTerms {
  /** L1(x) for `positive`, else L0(x). */
  value(x: number, positive: boolean): number;
  /** dL1/dx or dL0/dx. */
  derivative(x: number, positive: boolean): number;
  /** The eta in [0, 1] whose expected loss eta L1 + (1 - eta) L0 is least at x. */
  posterior(x: number): number;
  /** Default 0. */
  initialBias?(prior: number): number;
}

/** A `Loss` of single logits with targets 0 and 1 from its two terms. */
export function createBinaryLoss(spec: LossSpec, terms: BinaryTerms): Loss {
  return {
    spec,
    evaluate(logits, targets, gradient) {
      const B = targets.length;
      checkBatch(spec.kind, logits.length, B, 1, gradient.length);
      let sum = 0;
      for (let i = 0; i < B; i++) {
        const y = targets[i]!;
        if (y !== 0 && y !== 1) {
          throw new Error(`${spec.kind}: targets[${i}] must be 0 or 1, got ${y}`);
        }
        const x = logits[i]!;
        sum += terms.value(x, y === 1);
        gradient[i] = terms.derivative(x, y === 1) / B;
      }
      return sum / B;
    },
    probabilities(logits, out, classes = 1) {
      if (classes !== 1) throw new Error(`${spec.kind}: classes must be 1, got ${classes}`);
      checkOut(spec.kind, logits.length, out.length);
      for (let i = 0; i < logits.length; i++) out[i] = terms.posterior(logits[i]!);
    },
    initialBias(prior) {
      checkPrior(spec.kind, prior);
      return terms.initialBias?.(prior) ?? 0;
    },
  };
}

/**
 * The inverse of any binary loss. The least expected loss has eta dL1 + (1 - eta) dL0 = 0, so
 * eta = dL0 / (dL0 - dL1), cut to [0, 1], since a logit outside the range of minimisers has no eta of its own.
 * NaN where both derivatives vanish, as those of focal losses do by underflow at far logits: those take logarithms.
 */
export function posteriorFromDerivatives(derivative0: number, derivative1: number): number {
  const eta = derivative0 / (derivative0 - derivative1);
  return Math.min(Math.max(eta, 0), 1);
}

/** ln(pi / (1 - pi)). */
export function logit(prior: number): number {
  return log(prior / (1 - prior));
}

export function checkBatch(
  kind: string,
  logits: number,
  targets: number,
  classes: number,
  gradient: number,
): void {
  if (targets === 0) throw new Error(`${kind}: targets must not be empty`);
  if (logits !== targets * classes) {
    throw new Error(
      `${kind}: logits must have ${targets * classes} values (${targets} targets), got ${logits}`,
    );
  }
  if (gradient !== logits) {
    throw new Error(`${kind}: gradient must have ${logits} values, got ${gradient}`);
  }
}

export function checkOut(kind: string, logits: number, out: number): void {
  if (out !== logits) throw new Error(`${kind}: out must have ${logits} values, got ${out}`);
}

export function checkPrior(kind: string, prior: number): void {
  if (!(prior > 0 && prior < 1)) {
    throw new Error(`${kind}: prior must be in (0, 1), got ${prior}`);
  }
}
