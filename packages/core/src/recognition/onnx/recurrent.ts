/**
 * Recurrent layers and the head in ONNX. N sequences, T steps, F features, H hidden, D directions, L layers, K networks.
 *
 * A whole sequence goes through GRU (linear_before_reset 1) or LSTM nodes with sequence_lens; a single step goes through
 * the same nodes with T = 1, its states in and out stacked: [K L, N, H], network by network, its layers in order.
 */
import { type NetworkSpec, type Parameters, toOnnx } from "../../nn/index.ts";
import type { Graph } from "./graph.ts";

/** A network's weights as constants of the graph, by their names in `toOnnx`. */
function placeWeights(
  graph: Graph,
  spec: NetworkSpec,
  head: string,
  parameters: Parameters,
): (name: string) => string {
  for (const [name, { shape, values }] of toOnnx(spec, parameters)) {
    graph.constant(`${head}/${name}`, shape, Float32Array.from(values));
  }
  return (name) => `${head}/${name}`;
}

function addLayer(
  graph: Graph,
  spec: NetworkSpec,
  inputs: readonly string[],
  outputs: readonly string[],
): void {
  const { cell, hiddenSize, bidirectional } = spec;
  graph.nodeWith(cell === "gru" ? "GRU" : "LSTM", inputs, outputs, {
    hidden_size: hiddenSize,
    direction: bidirectional ? "bidirectional" : "forward",
    ...(cell === "gru" ? { linear_before_reset: 1 } : {}),
  });
}

/**
 * One network over whole sequences.
 *
 * @param x scaled features [T, N, F]
 * @param mask [T, N, 1, 1]: 1 within a sequence's length, else 0; read by mean pooling
 * @returns logits [N, outputs]
 */
export function addSequenceNetwork(
  graph: Graph,
  spec: NetworkSpec,
  head: string,
  parameters: Parameters,
  { x, lengths, mask }: { readonly x: string; readonly lengths: string; readonly mask: string },
): string {
  const weight = placeWeights(graph, spec, head, parameters);
  let input = x;
  let last = "";
  for (let k = 0; k < spec.layers; k++) {
    const weights = ["W", "R", "B"].map((part) => weight(`rnn_l${k}/${part}`));
    const [y, state] = [`${head}/y${k}`, `${head}/h${k}`];
    addLayer(graph, spec, [input, ...weights, lengths], [y, state]);
    // [T, D, N, H] to [T, N, D H]
    const turned = graph.node("Transpose", [y], { perm: [0, 2, 1, 3] });
    input = graph.node("Reshape", [turned, "shape_0_0_rest"]);
    last = k === spec.layers - 1 && spec.pooling === "mean" ? turned : state;
  }
  let pooled: string;
  if (spec.pooling === "mean") {
    const within = graph.node("Mul", [last, mask]); // [T, N, D, H]
    const sum = graph.node("ReduceSum", [within, "axis_0"], { keepdims: 0 });
    const flat = graph.node("Reshape", [sum, "shape_0_rest"]);
    const counts = graph.node("Unsqueeze", [graph.cast(lengths, "float32"), "axis_1"]);
    pooled = graph.node("Div", [flat, counts]);
  } else {
    const turned = graph.node("Transpose", [last], { perm: [1, 0, 2] }); // [D, N, H] to [N, D, H]
    pooled = graph.node("Reshape", [turned, "shape_0_rest"]);
  }
  return addHead(graph, weight, pooled);
}

/** What one network reads of a step. */
export interface StepInput {
  /** Scaled features [1, N, F]. */
  readonly x: string;
  /** States of each layer [1, N, H]; `c` empty for a GRU. */
  readonly h: readonly string[];
  readonly c: readonly string[];
  /** Makes of the top layer's state [1, N, H] what the head reads [1, N, H]. */
  readonly pool: (state: string) => string;
}

/**
 * One network over one step.
 *
 * @returns logits [N, outputs] and the layers' new states
 */
export function addStepNetwork(
  graph: Graph,
  spec: NetworkSpec,
  head: string,
  parameters: Parameters,
  { x, h: hBefore, c: cBefore, pool }: StepInput,
): { readonly logits: string; readonly next: Pick<StepInput, "h" | "c"> } {
  const weight = placeWeights(graph, spec, head, parameters);
  const next = { h: [] as string[], c: [] as string[] };
  let input = x;
  for (let k = 0; k < spec.layers; k++) {
    const weights = ["W", "R", "B"].map((part) => weight(`rnn_l${k}/${part}`));
    const own = spec.cell === "lstm" ? [hBefore[k]!, cBefore[k]!] : [hBefore[k]!];
    const [h, c] = [`${head}/next_h${k}`, `${head}/next_c${k}`];
    addLayer(
      graph,
      spec,
      [input, ...weights, "", ...own],
      spec.cell === "lstm" ? ["", h, c] : ["", h],
    );
    next.h.push(h);
    if (spec.cell === "lstm") next.c.push(c);
    input = h; // [1, N, H] is both [D, N, H] and [T, N, H]
  }
  const pooled = graph.node("Squeeze", [pool(input), "axis_0"]);
  return { logits: addHead(graph, weight, pooled), next };
}

/** [N, D H] to [N, outputs]. */
function addHead(graph: Graph, weight: (name: string) => string, pooled: string): string {
  return graph.node("Gemm", [pooled, weight("head/weight"), weight("head/bias")], { transB: 1 });
}
