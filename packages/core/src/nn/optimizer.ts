import type { Network } from "./network.ts";
import {
  type OptimizerOptions,
  type OptimizerSpec,
  resolveOptimizerSpec,
} from "./optimizer-spec.ts";

/**
 * Moments of every model of a network, and the update of one model from the gradient that `backward` left.
 *
 * Adam (Kingma & Ba 2015): m = b1 m + (1-b1) g, v = b2 v + (1-b2) g^2,
 * p = p - rate (m / (1-b1^t)) / (sqrt(v / (1-b2^t)) + epsilon), in float32 with the corrections taken in float64.
 */
export class Optimizer {
  readonly spec: OptimizerSpec;
  private readonly network: Network;
  private readonly first: number;
  private readonly second: number;
  private readonly steps: Int32Array;

  constructor(network: Network, options: OptimizerOptions) {
    this.spec = resolveOptimizerSpec(options);
    this.network = network;
    const slots = network.layout.size * network.models;
    this.first = network.kernel.allocate(slots);
    this.second = this.spec.kind === "sgd" ? -1 : network.kernel.allocate(slots);
    this.steps = new Int32Array(network.models);
  }

  /** Global norm of the gradient that `backward` left. */
  gradientNorm(): number {
    const { kernel, layout, gradientAt } = this.network;
    return Math.sqrt(kernel.ops.sumSquares(layout.size, gradientAt));
  }

  /**
   * Updates one model.
   *
   * @param learningRate of this step; default the spec's
   * @param clipNorm scales the gradient to at most this global norm (PyTorch's clip_grad_norm_); null does not clip
   */
  step(
    model: number,
    learningRate: number = this.spec.learningRate,
    clipNorm: number | null = null,
  ): void {
    const { network, spec } = this;
    const n = network.layout.size;
    const offset = model * n;
    const scale = clipNorm === null ? 1 : Math.min(1, clipNorm / (this.gradientNorm() + 1e-6));
    const parameters = network.parametersAt(model);
    const { ops } = network.kernel;
    const t = this.steps[model]! + 1;
    this.steps[model] = t;
    if (spec.kind === "sgd") {
      const { momentum, weightDecay } = spec;
      ops.sgd(
        n,
        parameters,
        network.gradientAt,
        this.first + offset,
        learningRate,
        momentum,
        weightDecay,
        scale,
      );
      return;
    }
    const { beta1, beta2, epsilon } = spec;
    const root = Math.sqrt(1 - integerPower(beta2, t));
    const keep = spec.kind === "adamw" ? 1 - learningRate * spec.weightDecay : 1;
    ops.adam(
      n,
      parameters,
      network.gradientAt,
      this.first + offset,
      this.second + offset,
      (learningRate * root) / (1 - integerPower(beta1, t)),
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      epsilon * root,
      scale,
      keep,
    );
  }
}

/** x^n by squaring: multiplications only, so the same bits on every engine (`Math.pow` is not). */
function integerPower(x: number, n: number): number {
  let result = 1;
  let factor = x;
  for (let k = n; k > 0; k = Math.floor(k / 2)) {
    if (k % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}
