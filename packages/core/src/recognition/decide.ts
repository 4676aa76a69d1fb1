import { checkKeys, NEUTRAL } from "../face/index.ts";
import { sigmoid } from "../math/index.ts";
import { argmax, writeDistribution } from "./distribution.ts";
import { createHeadScores } from "./head-scores.ts";
import { createLabelSets } from "./label-sets.ts";
import type { RecognizerModel } from "./model.ts";
import type { Prediction } from "./prediction.ts";

/** From logits to an answer. */
export interface DecisionOptions {
  /**
   * `calibrated`: each head's loss undone, Platt, distribution, neutral gate, abstention. `paper`: sigmoid of the raw logits
   * (softmax, of one trunk) and their argmax, whatever the losses; no gate, no abstention, as in Winarno et al. 2025.
   */
  readonly mode?: "calibrated" | "paper";
  /**
   * An exclusive task abstains where the conformal set has more members, or none. Default: half of the labels, rounded up,
   * but at most 3.
   */
  readonly largestSet?: number;
}

/** Writes predictions into one object that it owns; nothing is allocated a call. */
export interface Decider {
  /**
   * @param logits [C], as the heads or the trunk give them
   * @param magnitude displacement from the neutral; NaN where there is none
   */
  decide(timestampMs: number, logits: ArrayLike<number>, magnitude: number): Prediction;
}

/** The probability from which a raw sigmoid says yes. */
const PAPER_THRESHOLD = 0.5;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Decided = Pick<RecognizerModel, "task" | "losses" | "calibration">;

/** One decision by index of label; the prediction has it by name. */
interface Decision {
  /** Calibrated log-odds, or raw logits in paper mode [C]. */
  readonly scores: Float64Array;
  /** Of each label on its own [C]. */
  readonly probabilities: Float64Array;
  /** Over the labels; not written where the task is not exclusive [C]. */
  readonly distribution: Float64Array;
  /** The conformal set, bit k for label k. */
  set: number;
  label: string | null;
}

type Rule = (logits: ArrayLike<number>, magnitude: number) => void;

/**
 * @param isGeneric whether the features subtract the generic neutral: the gate is another then
 * @throws on an unknown option or a value out of range
 */
export function createDecider(
  model: Decided,
  options: DecisionOptions = {},
  isGeneric = false,
): Decider {
  const { labels, exclusive } = model.task;
  const C = labels.length;
  const { mode, largestSet } = resolveDecision(options, C);
  const isPaper = mode === "paper";
  const thresholds = isPaper ? labels.map(() => PAPER_THRESHOLD) : model.calibration.thresholds;
  const decision: Decision = {
    scores: new Float64Array(C),
    probabilities: new Float64Array(C),
    distribution: new Float64Array(C),
    set: 0,
    label: null,
  };
  const rule = isPaper
    ? paperRule(model, decision)
    : calibratedRule(model, decision, { largestSet, isGeneric });
  const subset = createLabelSets(labels);
  const probabilities = byName(labels);
  const distribution = exclusive ? byName(labels) : null;
  const out: Mutable<Prediction> = {
    timestampMs: Number.NaN,
    label: null,
    probabilities,
    distribution,
    shown: subset(0),
    set: subset(0),
    magnitude: Number.NaN,
  };
  return {
    decide(timestampMs, logits, magnitude) {
      rule(logits, magnitude);
      let shown = 0;
      for (let k = 0; k < C; k++) {
        const name = labels[k]!;
        probabilities[name] = decision.probabilities[k]!;
        if (distribution !== null) distribution[name] = decision.distribution[k]!;
        if (decision.probabilities[k]! >= thresholds[k]!) shown |= 1 << k;
      }
      out.timestampMs = timestampMs;
      out.magnitude = magnitude;
      out.label = decision.label;
      out.shown = subset(shown);
      out.set = subset(exclusive ? decision.set : shown);
      return out;
    },
  };
}

const byName = (labels: readonly string[]): Record<string, number> =>
  Object.fromEntries(labels.map((label) => [label, Number.NaN]));

function paperRule({ task, losses }: Decided, decision: Decision): Rule {
  const { labels, exclusive } = task;
  const { scores, probabilities, distribution } = decision;
  const isTrunk = losses[0]!.loss.kind === "softmax-cross-entropy";
  return (logits) => {
    for (let k = 0; k < labels.length; k++) scores[k] = logits[k]!;
    if (exclusive) {
      writeDistribution(scores, 1, distribution);
      const best = argmax(scores);
      decision.label = labels[best]!;
      decision.set = 1 << best;
    }
    for (let k = 0; k < labels.length; k++) {
      probabilities[k] = isTrunk ? distribution[k]! : sigmoid(scores[k]!);
    }
  };
}

interface Limits {
  readonly largestSet: number;
  readonly isGeneric: boolean;
}

function calibratedRule(model: Decided, decision: Decision, limits: Limits): Rule {
  const { platt } = model.calibration;
  const { scores, probabilities } = decision;
  const write = createHeadScores(model.losses.map(({ loss }) => loss));
  const answer = model.task.exclusive ? exclusiveAnswer(model, decision, limits) : null;
  return (logits, magnitude) => {
    write(logits, scores);
    for (let k = 0; k < platt.length; k++) {
      scores[k] = platt[k]!.slope * scores[k]! + platt[k]!.intercept;
      probabilities[k] = sigmoid(scores[k]!);
    }
    answer?.(magnitude);
  };
}

/** Distribution, conformal set, and the likeliest label, unless the face is at rest or too many labels remain. */
function exclusiveAnswer(
  { task: { labels }, calibration }: Decided,
  decision: Decision,
  { largestSet, isGeneric }: Limits,
): (magnitude: number) => void {
  const { temperature, conformal, genericGate } = calibration;
  const gate = (isGeneric ? genericGate : null) ?? calibration.gate;
  const { scores, probabilities, distribution } = decision;
  return (magnitude) => {
    writeDistribution(scores, temperature, distribution);
    let size = 0;
    decision.set = 0;
    for (let k = 0; k < labels.length; k++) {
      if (conformal.threshold !== null && 1 - distribution[k]! > conformal.threshold) continue;
      decision.set |= 1 << k;
      size++;
    }
    const best = argmax(distribution);
    decision.label = size === 0 || size > largestSet ? null : labels[best]!;
    if (gate === null) return;
    const { threshold, quietBelow, calmBelow = threshold } = gate;
    if (magnitude < threshold) decision.label = NEUTRAL;
    else if (quietBelow !== undefined && probabilities[best]! < quietBelow[best]!) {
      decision.label = magnitude < calmBelow ? NEUTRAL : null;
    }
  };
}

function resolveDecision(options: DecisionOptions, C: number): Required<DecisionOptions> {
  checkKeys("decision:", options, ["mode", "largestSet"]);
  const { mode = "calibrated", largestSet = Math.min(3, Math.ceil(C / 2)) } = options;
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
