import { checkKeys } from "../../face/index.ts";
import { WHITENING_CONSTANTS, type Whitening } from "../../features/index.ts";
import { headNames } from "../head-names.ts";
import type { RecognizerModel } from "../model.ts";
import { addCalibrated } from "./calibrated.ts";
import { createGraph, type Graph } from "./graph.ts";
import { addSequenceNetwork, addStepNetwork } from "./recurrent.ts";

/** Which form of the network is exported. */
export interface OnnxOptions {
  /** `sequence`: whole sequences, each of its own length. `step`: one frame at a time, states in and out. */
  readonly form: "sequence" | "step";
}

/**
 * A recogniser as an ONNX model (opset 17), its scaler and calibration inside: raw features in, calibrated probabilities
 * out. N clips, T steps, F features, H hidden units, K networks (one of each label, or one trunk), L layers, C labels.
 *
 * Form `sequence`: inputs `features` [N, T, F] float32 and `lengths` [N] int32 (what lies beyond a length is not read, but
 * must be finite). Form `step`: inputs `features` [N, F], `h` [K L, N, H], for an LSTM `c` likewise, and for mean pooling
 * `sum` [K, N, H] and `count` [N, 1]; all zero before the first frame. Outputs `next_h` and so on go in with the next.
 *
 * Outputs of both: `probabilities` [N, C] of each label on its own, of an exclusive task `distribution` [N, C] over the
 * labels, and `logits` [N, C] as the networks give them. Notes (metadata_props): `format`, `version`, `form`, and in JSON
 * `feature_names`, `features`, `task`, `losses`, `calibration` (its gate, thresholds and conformal threshold are not in the
 * graph) and `provenance`. Version 1 had `expressions`, the six names, for `task`.
 *
 * @throws on an unknown option, on form `step` of a bidirectional network, on a loss that has no inverse here
 */
export function exportOnnx(model: RecognizerModel, options: OnnxOptions): Uint8Array<ArrayBuffer> {
  const { form } = checkOptions(model, options);
  const graph = createGraph();
  addCommonConstants(graph, model);
  const logits = form === "sequence" ? addSequence(graph, model) : addStep(graph, model);
  addCalibrated(graph, model, logits);
  const { labels, exclusive } = model.task;
  for (const name of ["probabilities", ...(exclusive ? ["distribution"] : []), "logits"]) {
    graph.output(name, "float32", ["N", labels.length]);
  }
  return graph.encode({
    name: `mien recognizer, ${form} form`,
    producerVersion: model.provenance.version,
    metadata: {
      format: "mien-recognizer-onnx",
      version: "2",
      form,
      feature_names: JSON.stringify(model.scaler.names),
      features: JSON.stringify(model.features),
      task: JSON.stringify(model.task),
      losses: JSON.stringify(model.losses),
      calibration: JSON.stringify(model.calibration),
      provenance: JSON.stringify(model.provenance),
    },
  });
}

function checkOptions(model: RecognizerModel, options: OnnxOptions): OnnxOptions {
  checkKeys("exportOnnx:", options, ["form"]);
  if (options.form !== "sequence" && options.form !== "step") {
    throw new Error(`exportOnnx: form must be sequence or step, got ${String(options.form)}`);
  }
  if (options.form === "step" && model.network.bidirectional) {
    throw new Error("exportOnnx: form must be sequence for a bidirectional network, got step");
  }
  return options;
}

/** Constants that several parts name. */
function addCommonConstants(graph: Graph, { scaler }: RecognizerModel): void {
  const F = scaler.names.length;
  graph.constant("scaler/mean", [F], Float64Array.from(scaler.mean));
  graph.constant("scaler/scale", [F], Float64Array.from(scaler.scale));
  if (scaler.whitening !== undefined) addWhiteningConstants(graph, scaler.whitening);
  graph.constant("one", [], Float64Array.of(1));
  graph.constant("axis_0", [1], [0]);
  graph.constant("axis_1", [1], [1]);
}

function addWhiteningConstants(graph: Graph, { scale, matrix, median }: Whitening): void {
  const B = scale.length;
  const floor = WHITENING_CONSTANTS.soft * median;
  const scalar = (name: string, value: number) =>
    graph.constant(`whitening/${name}`, [], Float64Array.of(value));
  graph.constant("whitening/scale", [B], Float64Array.from(scale));
  graph.constant("whitening/matrix", [B, B], Float64Array.from(matrix)); // its own transpose
  scalar("floor", floor * floor);
  scalar("offset", WHITENING_CONSTANTS.logOffset);
  graph.constant("whitening/from", [1], [0]);
  graph.constant("whitening/to", [1], [B]);
}

/** What createWhitener does, in float64: [.., B + 1] to [.., B + 1], of `rank` axes. */
function addWhitening(graph: Graph, x: string, rank: 2 | 3): string {
  const axis = graph.constant("whitening/axis", [1], [rank - 1]);
  const d = graph.node("Slice", [x, "whitening/from", "whitening/to", axis]);
  const scaled = graph.node("Div", [d, "whitening/scale"]);
  const z = graph.node("MatMul", [scaled, "whitening/matrix"]);
  const squares = (of: string) =>
    graph.node("ReduceSum", [graph.node("Mul", [of, of]), axis], { keepdims: 1 });
  const length = graph.node("Sqrt", [graph.node("Add", [squares(z), "whitening/floor"])]);
  const plain = graph.node("Add", [graph.node("Sqrt", [squares(scaled)]), "whitening/offset"]);
  const parts = [graph.node("Div", [z, length]), graph.node("Log", [plain])];
  return graph.node("Concat", parts, { axis: rank - 1 });
}

/** (x - mean) / scale in float64, rounded once: the bits of `scaleFrame` where nothing is whitened. */
function addScaler(
  graph: Graph,
  { scaler }: RecognizerModel,
  features: string,
  rank: 2 | 3,
): string {
  const wide = graph.cast(features, "float64");
  // A whitened frame is rounded to float32 before it is standardised, as scaleFrame does.
  const x =
    scaler.whitening === undefined
      ? wide
      : graph.cast(graph.cast(addWhitening(graph, wide, rank), "float32"), "float64");
  const centred = graph.node("Sub", [x, "scaler/mean"]);
  return graph.cast(graph.node("Div", [centred, "scaler/scale"]), "float32");
}

/** Networks side by side; their logits [N, C], named `logits`. */
const joinLogits = (graph: Graph, parts: readonly string[]): string =>
  graph.node("Concat", parts, { axis: 1 }, "logits");

function addSequence(graph: Graph, model: RecognizerModel): string {
  const { task, network, parameters, recipe } = model;
  const features = graph.input("features", "float32", ["N", "T", network.inputSize]);
  const lengths = graph.input("lengths", "int32", ["N"]);
  // 0 keeps a size, -1 takes what is left.
  graph.constant("shape_0_0_rest", [3], [0, 0, -1]);
  graph.constant("shape_0_rest", [2], [0, -1]);
  const x = graph.node("Transpose", [addScaler(graph, model, features, 3)], { perm: [1, 0, 2] });
  const mask = network.pooling === "mean" ? addMask(graph, features, lengths) : "";
  const logits = headNames(recipe, task).map((head, k) =>
    addSequenceNetwork(graph, network, head, parameters[k]!, { x, lengths, mask }),
  );
  return joinLogits(graph, logits);
}

/** 1 where a step lies within its sequence, else 0 [T, N, 1, 1]. */
function addMask(graph: Graph, features: string, lengths: string): string {
  const T = graph.node("Squeeze", [
    graph.node("Slice", [
      graph.node("Shape", [features]),
      "axis_1",
      graph.constant("two", [1], [2]),
    ]),
    "axis_0",
  ]);
  const zero = graph.constant("zero", [], [0]);
  const steps = graph.node("Range", [zero, T, graph.constant("step", [], [1])]);
  const column = graph.node("Unsqueeze", [steps, "axis_1"]); // [T, 1]
  const within = graph.node("Less", [column, graph.cast(lengths, "int64")]); // [T, N]
  const axes = graph.constant("axes_2_3", [2], [2, 3]);
  return graph.node("Unsqueeze", [graph.cast(within, "float32"), axes]);
}

function addStep(graph: Graph, model: RecognizerModel): string {
  const { task, network, parameters, recipe } = model;
  const heads = headNames(recipe, task);
  const [K, L, H] = [heads.length, network.layers, network.hiddenSize];
  const features = graph.input("features", "float32", ["N", network.inputSize]);
  const isLstm = network.cell === "lstm";
  const h = addStateInput(graph, "h", K * L, H);
  const c = isLstm ? addStateInput(graph, "c", K * L, H) : [];
  const pools = network.pooling === "mean" ? addMeanPools(graph, K, H) : null;
  const x = graph.node("Unsqueeze", [addScaler(graph, model, features, 2), "axis_0"]);
  const steps = heads.map((head, k) => {
    const own = (states: readonly string[]) => states.slice(k * L, (k + 1) * L);
    const pool = pools === null ? (state: string) => state : pools.pools[k]!;
    const at = { x, h: own(h), c: own(c), pool };
    return addStepNetwork(graph, network, head, parameters[k]!, at);
  });
  const give = (name: string, parts: readonly string[]) => {
    graph.node("Concat", parts, { axis: 0 }, `next_${name}`);
    graph.output(`next_${name}`, "float32", [parts.length, "N", H]);
  };
  give(
    "h",
    steps.flatMap(({ next }) => next.h),
  );
  if (isLstm) {
    give(
      "c",
      steps.flatMap(({ next }) => next.c),
    );
  }
  if (pools !== null) give("sum", pools.sums());
  return joinLogits(
    graph,
    steps.map(({ logits }) => logits),
  );
}

/** An input [rows, N, H], and its rows [1, N, H]. */
function addStateInput(graph: Graph, name: string, rows: number, H: number): string[] {
  const input = graph.input(name, "float32", [rows, "N", H]);
  const parts = Array.from({ length: rows }, (_, i) => `${name}_${i}`);
  graph.nodeWith(
    "Split",
    [
      input,
      graph.constant(
        `${name}_rows`,
        [rows],
        parts.map(() => 1),
      ),
    ],
    parts,
    {
      axis: 0,
    },
  );
  return parts;
}

/** The running mean of each network's top state: the sum so far over the count so far. */
function addMeanPools(graph: Graph, K: number, H: number) {
  const before = addStateInput(graph, "sum", K, H);
  const count = graph.input("count", "float32", ["N", 1]);
  const increment = graph.constant("one_frame", [], Float32Array.of(1));
  graph.node("Add", [count, increment], {}, "next_count");
  graph.output("next_count", "float32", ["N", 1]);
  const sums: string[] = [];
  const pools = before.map((sum) => (state: string) => {
    const next = graph.node("Add", [sum, state]);
    sums.push(next);
    return graph.node("Div", [next, "next_count"]);
  });
  return { pools, sums: () => sums };
}
