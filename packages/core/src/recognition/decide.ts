import { EXPRESSIONS } from "../face/index.ts";
import { sigmoid } from "../math/index.ts";
import { argmax, writeDistribution } from "./distribution.ts";
import { createHeadScores } from "./head-scores.ts";
import type { RecognizerModel } from "./model.ts";
import { expressionSets, type Prediction } from "./prediction.ts";

/** From logits to an answer. */
export interface DecisionOptions {
  /**
   * `calibrated`: each head's loss undone, Platt, distribution, neutral gate, abstention. `paper`: sigmoid of the raw logits
   * (softmax, of one trunk) and their argmax, whatever the losses; no gate, no abstention, as in Winarno et al. 2025.
   */
  readonly mode?: "calibrated" | "paper";
  /** Abstains where the conformal set has more members, or none. Default 3. */
  readonly largestSet?: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Writes predictions into one object that it owns; nothing is allocated a call. */
export interface Decider {
  decide(timestampMs: number, logits: ArrayLike<number>, magnitude: number): Prediction;
}

const C = EXPRESSIONS.length;

/**
 * @param isGeneric whether the features subtract the generic neutral: the gate is another then
 * @throws on an unknown option or a value out of range
 */
export function createDecider(
  model: Pick<RecognizerModel, "losses" | "calibration">,
  options: DecisionOptions = {},
  isGeneric = false,
): Decider {
  const { mode, largestSet } = resolveDecision(options);
  const { platt, temperature, conformal, genericGate } = model.calibration;
  const gate = (isGeneric ? genericGate : null) ?? model.calibration.gate;
  const isTrunk = model.losses[0]!.loss.kind === "softmax-cross-entropy";
  const write = createHeadScores(model.losses.map(({ loss }) => loss));
  const scores = new Float64Array(C);
  const sets = expressionSets();
  const whole = (1 << C) - 1;
  const out: Mutable<Prediction> = {
    timestampMs: Number.NaN,
    expression: null,
    probabilities: new Float64Array(C),
    distribution: new Float64Array(C),
    set: sets[0]!,
    magnitude: Number.NaN,
  };
  const decidePaper = (logits: ArrayLike<number>) => {
    for (let k = 0; k < C; k++) scores[k] = logits[k]!;
    writeDistribution(scores, 1, out.distribution);
    for (let k = 0; k < C; k++) {
      out.probabilities[k] = isTrunk ? out.distribution[k]! : sigmoid(scores[k]!);
    }
    const best = argmax(scores);
    out.expression = EXPRESSIONS[best]!;
    out.set = sets[1 << best]!;
  };
  const decideCalibrated = (logits: ArrayLike<number>, magnitude: number) => {
    write(logits, scores);
    for (let k = 0; k < C; k++) {
      scores[k] = platt[k]!.slope * scores[k]! + platt[k]!.intercept;
      out.probabilities[k] = sigmoid(scores[k]!);
    }
    writeDistribution(scores, temperature, out.distribution);
    let mask = whole;
    let size: number = C;
    if (conformal.threshold !== null) {
      mask = 0;
      size = 0;
      for (let k = 0; k < C; k++) {
        if (1 - out.distribution[k]! > conformal.threshold) continue;
        mask |= 1 << k;
        size++;
      }
    }
    out.set = sets[mask]!;
    const best = argmax(out.distribution);
    out.expression = size === 0 || size > largestSet ? null : EXPRESSIONS[best]!;
    if (gate === null) return;
    const { threshold, quietBelow, calmBelow = threshold } = gate;
    if (magnitude < threshold) out.expression = "neutral";
    else if (quietBelow !== undefined && out.probabilities[best]! < quietBelow[best]!) {
      out.expression = magnitude < calmBelow ? "neutral" : null;
    }
  };
  return {
    decide(timestampMs, logits, magnitude) {
      out.timestampMs = timestampMs;
      out.magnitude = magnitude;
      if (mode === "paper") decidePaper(logits);
      else decideCalibrated(logits, magnitude);
      return out;
    },
  };
}

function resolveDecision(options: DecisionOptions): Required<DecisionOptions> {
  for (const key of Object.keys(options)) {
    if (key !== "mode" && key !== "largestSet") {
      throw new Error(`decision: has no key ${key}, expected mode, largestSet`);
    }
  }
  const { mode = "calibrated", largestSet = 3 } = options;
  if (mode !== "calibrated" && mode !== "paper") {
    throw new Error(`decision: mode must be calibrated or paper, got ${String(mode)}`);
  }
  if (!(Number.isInteger(largestSet) && largestSet >= 1 && largestSet <= C)) {
    throw new Error(
      `decision: largestSet must be an integer in [1, ${C}], got ${String(largestSet)}`,
    );
  }
  return { mode, largestSet };
}

/** A prediction that its maker will not overwrite. */
export const copyPrediction = (p: Prediction): Prediction => ({
  ...p,
  probabilities: p.probabilities.slice(),
  distribution: p.distribution.slice(),
});
