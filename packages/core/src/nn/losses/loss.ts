/** Notation: x a logit, p = sigmoid(x), q = 1 - p, y the target, eta = P(y = 1), pi a prior; ln natural. */
export type LossSpec =
  | { readonly kind: "binary-cross-entropy" }
  | { readonly kind: "weighted-binary-cross-entropy"; readonly positiveWeight: number }
  | { readonly kind: "focal"; readonly alpha: number; readonly gamma: number }
  | {
      readonly kind: "class-balanced";
      readonly beta: number;
      readonly positives: number;
      readonly negatives: number;
    }
  | { readonly kind: "label-smoothing"; readonly epsilon: number }
  | {
      readonly kind: "asymmetric";
      readonly gammaPositive: number;
      readonly gammaNegative: number;
      readonly clip: number;
    }
  | { readonly kind: "logit-adjusted"; readonly prior: number; readonly tau: number }
  | { readonly kind: "softmax-cross-entropy" };

/** A loss from logits: mean over the batch, gradient, and the way back from its logits to probabilities. */
export interface Loss {
  readonly spec: LossSpec;
  /**
   * Mean loss of a batch, float64, finite for logits in [-1e4, 1e4]. No allocation.
   *
   * @param logits [B], or [B, C] row major for softmax
   * @param targets [B]: 0 or 1, or a class in [0, C) for softmax
   * @param gradient written: d(mean loss) / d(logit), as long as `logits`
   * @throws on an empty batch, lengths that do not fit or a target that is none
   */
  evaluate(logits: ArrayLike<number>, targets: ArrayLike<number>, gradient: Float64Array): number;
  /**
   * Undoes the loss's distortion: writes the P(y = 1) whose expected loss a logit minimises, or for softmax the
   * distribution over classes. Non-decreasing in the logit and in [0, 1].
   *
   * @param logits [B], or [B, C]
   * @param out written, as long as `logits`
   * @param classes C: needed by softmax, which cannot tell B from C; 1 for every other loss
   */
  probabilities(logits: ArrayLike<number>, out: Float64Array, classes?: number): void;
  /**
   * The head's bias to start from, given the share `prior` in (0, 1) of positives: -ln((1 - pi) / pi) for focal (Lin et
   * al. 2017) and class-balanced (Cui et al. 2019), which ask for it, else 0.
   */
  initialBias(prior: number): number;
}
