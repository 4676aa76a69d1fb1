/**
 * Weights of a recogniser as plain safetensors for other frameworks: one group of tensors for each network, `trunk` for
 * one trunk.
 *
 * - `pytorch`: `<head>.rnn.weight_ih_l0`, ..., `<head>.head.bias`: the state dict of an `nn.ModuleDict` by label whose
 *   members have `rnn` (nn.GRU or nn.LSTM) and `head` (nn.Linear)
 * - `keras`: `<head>/rnn_l0/kernel`, ..., `<head>/head/bias`, in the order and shapes of `get_weights()` (see nn's `toKeras`)
 *
 * `__metadata__` says what goes in: `format`, `layout`, and in JSON `network`, `task`, `feature_names`, `scaler_mean`,
 * `scaler_scale`.
 */
import {
  decodeSafetensors,
  encodeSafetensors,
  fromKeras,
  fromPyTorch,
  type NetworkSpec,
  type Parameters,
  type Tensor,
  toKeras,
  toPyTorch,
} from "../../nn/index.ts";
import { headNames } from "../head-names.ts";
import type { RecognizerModel } from "../model.ts";

/** Whose names, orders and shapes the tensors have. */
export type WeightLayout = "pytorch" | "keras";

type Tensors = ReadonlyMap<string, Tensor>;

interface Layout {
  /** Between a head's name and a tensor's. */
  readonly separator: string;
  to(spec: NetworkSpec, parameters: Parameters): Tensors;
  from(spec: NetworkSpec, tensors: Tensors): Parameters;
}

const LAYOUTS: Readonly<Record<WeightLayout, Layout>> = {
  pytorch: { separator: ".", to: toPyTorch, from: fromPyTorch },
  keras: { separator: "/", to: toKeras, from: fromKeras },
};

function layoutOf(where: string, layout: WeightLayout): Layout {
  if (Object.hasOwn(LAYOUTS, layout)) return LAYOUTS[layout];
  throw new Error(`${where}: layout must be pytorch or keras, got ${String(layout)}`);
}

/** A model's weights as safetensors; the same model gives the same bytes. */
export function exportWeights(
  model: RecognizerModel,
  layout: WeightLayout,
): Uint8Array<ArrayBuffer> {
  const { separator, to } = layoutOf("exportWeights", layout);
  const { task, network, parameters, recipe, scaler } = model;
  const tensors = new Map(
    headNames(recipe, task).flatMap((head, k) =>
      [...to(network, parameters[k]!)].map(
        ([name, tensor]) => [`${head}${separator}${name}`, tensor] as const,
      ),
    ),
  );
  return encodeSafetensors(tensors, {
    format: "mien-recognizer-weights",
    layout,
    network: JSON.stringify(network),
    task: JSON.stringify(task),
    feature_names: JSON.stringify(scaler.names),
    scaler_mean: JSON.stringify(scaler.mean),
    scaler_scale: JSON.stringify(scaler.scale),
  });
}

/**
 * The model with other weights, such as another framework trained further; float64 is rounded to float32. All else is
 * kept as it was: features, scaler, losses, and a calibration that was fitted to the old weights.
 *
 * @throws when the bytes are no safetensors file, or a tensor is missing, unknown, of another shape or not finite
 */
export function importWeights(
  model: RecognizerModel,
  bytes: Uint8Array,
  layout: WeightLayout,
): RecognizerModel {
  const { separator, from } = layoutOf("importWeights", layout);
  const { tensors, metadata } = decodeSafetensors(bytes);
  const said = Object.hasOwn(metadata, "layout") ? metadata.layout : undefined;
  if (said !== undefined && said !== layout) {
    throw new Error(`importWeights: layout must be ${said}, as the file says, got ${layout}`);
  }
  const heads = headNames(model.recipe, model.task);
  for (const name of tensors.keys()) {
    if (!heads.some((head) => name.startsWith(head + separator))) {
      const expected = heads.map((head) => `${head}${separator}...`).join(", ");
      throw new Error(`importWeights: expected tensors ${expected}, got ${name}`);
    }
  }
  const parameters = heads.map((head) => {
    const prefix = head + separator;
    const own = [...tensors].filter(([name]) => name.startsWith(prefix));
    const set = new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
    try {
      return narrow(from(model.network, set));
    } catch (error) {
      throw new Error(`importWeights: ${head}: ${(error as Error).message}`, { cause: error });
    }
  });
  return { ...model, parameters };
}

const narrow = (parameters: Parameters): Parameters =>
  new Map(
    [...parameters].map(([name, { shape, values }]) => [
      name,
      { shape, values: Float32Array.from(values) },
    ]),
  );
