/**
 * From logits to probabilities in ONNX, in float64 as mien computes them: each head's loss undone, Platt scaling, and the
 * distribution of an exclusive task. The neutral gate and the conformal set are left to the reader: their thresholds are in the notes.
 */
import { log } from "../../math/index.ts";
import type { LossSpec } from "../../nn/index.ts";
import { LARGEST_LOG_ODDS } from "../head-scores.ts";
import type { RecognizerModel } from "../model.ts";
import type { Graph } from "./graph.ts";

/**
 * Adds outputs `probabilities` and, of an exclusive task, `distribution` [N, C].
 *
 * @param logits [N, C] float32
 * @throws on a loss that has no inverse here
 */
export function addCalibrated(
  graph: Graph,
  { task, losses, calibration, recipe }: RecognizerModel,
  logits: string,
): void {
  const wide = graph.cast(logits, "float64");
  const scores =
    recipe.heads === "one-trunk"
      ? addTrunkScores(graph, wide)
      : addHeadScores(
          graph,
          losses.map(({ loss }) => loss),
          wide,
        );
  const C = task.labels.length;
  const each = (name: string, value: (k: number) => number) =>
    graph.constant(
      name,
      [C],
      Float64Array.from({ length: C }, (_, k) => value(k)),
    );
  const limit = ["least", "most"].map((name, i) =>
    graph.constant(
      `log_odds/${name}`,
      [],
      Float64Array.of(i === 0 ? -LARGEST_LOG_ODDS : LARGEST_LOG_ODDS),
    ),
  );
  const kept = graph.node("Clip", [scores, ...limit]);
  const scaled = graph.node("Mul", [kept, each("platt/slope", (k) => calibration.platt[k]!.slope)]);
  const odds = graph.node("Add", [
    scaled,
    each("platt/intercept", (k) => calibration.platt[k]!.intercept),
  ]);
  graph.cast(addSigmoid(graph, odds), "float32", "probabilities");
  if (!task.exclusive) return;
  const temperature = graph.constant("temperature", [], Float64Array.of(calibration.temperature));
  const cooled = graph.node("Div", [odds, temperature]);
  graph.cast(graph.node("Softmax", [cooled], { axis: 1 }), "float32", "distribution");
}

/** 1 / (1 + e^-x): written out, since not every runtime has Sigmoid for float64. */
function addSigmoid(graph: Graph, x: string): string {
  const rest = graph.node("Exp", [graph.node("Neg", [x])]);
  return graph.node("Div", ["one", graph.node("Add", ["one", rest])]);
}

/** ln p - ln(1 - p) of each class of the softmax. */
function addTrunkScores(graph: Graph, logits: string): string {
  const p = graph.node("Softmax", [logits], { axis: 1 });
  const rest = graph.node("Sub", ["one", p]);
  return graph.node("Sub", [graph.node("Log", [p]), graph.node("Log", [rest])]);
}

/**
 * The inverse of all heads' losses at once. For focal loss (see nn's losses/focal.ts)
 *
 *     eta = sigmoid(logSlope(-x) - logSlope(x) - logit(alpha)),
 *     logSlope(x) = -(gamma + 1) softplus(x) + E(x),   E(x) = ln(1 + gamma e^x softplus(-x)),
 *
 * and softplus(x) - softplus(-x) = x, so the log-odds are (gamma + 1) x + E(-x) - E(x) - shift with shift = logit(alpha).
 * With gamma 0 that is x - shift: shift 0 for plain cross-entropy, ln w for a weight w.
 */
function addHeadScores(graph: Graph, losses: readonly LossSpec[], x: string): string {
  const terms = losses.map(inverseTerms);
  const each = (name: string, value: (term: InverseTerms) => number) =>
    graph.constant(name, [terms.length], Float64Array.from(terms, value));
  const shift = each("loss/shift", (term) => term.shift);
  if (terms.every(({ gamma }) => gamma === 0)) return graph.node("Sub", [x, shift]);
  const gamma = each("loss/gamma", (term) => term.gamma);
  const steep = graph.node("Mul", [x, each("loss/slope", (term) => term.gamma + 1)]);
  // Beyond 20, E(x) and E(-x) have reached their limits to 1e-7.
  const near = graph.node("Clip", [
    x,
    graph.constant("loss/least", [], Float64Array.of(-20)),
    graph.constant("loss/most", [], Float64Array.of(20)),
  ]);
  const against = graph.node("Neg", [near]);
  const [up, down] = [graph.node("Exp", [near]), graph.node("Exp", [against])];
  /** E(x) = ln(1 + gamma e^x ln(1 + e^-x)) */
  const excess = (e: string, inverse: string) => {
    const softplus = graph.node("Log", [graph.node("Add", ["one", inverse])]);
    const product = graph.node("Mul", [gamma, graph.node("Mul", [e, softplus])]);
    return graph.node("Log", [graph.node("Add", ["one", product])]);
  };
  const difference = graph.node("Sub", [excess(down, up), excess(up, down)]);
  return graph.node("Sub", [graph.node("Add", [steep, difference]), shift]);
}

interface InverseTerms {
  readonly gamma: number;
  readonly shift: number;
}

function inverseTerms(loss: LossSpec): InverseTerms {
  if (loss.kind === "binary-cross-entropy") return { gamma: 0, shift: 0 };
  if (loss.kind === "weighted-binary-cross-entropy") {
    return { gamma: 0, shift: log(loss.positiveWeight) };
  }
  if (loss.kind === "focal") {
    return { gamma: loss.gamma, shift: log(loss.alpha / (1 - loss.alpha)) };
  }
  throw new Error(
    `exportOnnx: loss must be binary-cross-entropy, weighted-binary-cross-entropy or focal, got ${loss.kind}`,
  );
}
