/**
 * The model file: a sealed safetensors file (see nn) of format "mien-recognizer". Its metadata key `model` holds JSON of
 * everything but numbers in bulk; tensors are `<head>/<name>` for each head (`trunk/<name>` for one trunk), in PyTorch's
 * names and gate order, `neutral/landmarks` and `neutral/blendshapes`, and in float64 `scaler/mean` and `scaler/scale`.
 */
import { EXPRESSIONS } from "../face/index.ts";
import { type FeatureSpec, type NeutralFace, resolveFeatureSpec } from "../features/index.ts";
import {
  checkLossSpec,
  checkParameters,
  openSealedFile,
  type Parameters,
  type SealedFormat,
  sealFile,
  type Tensor,
} from "../nn/index.ts";
import type { Calibration } from "./calibrate.ts";
import type { ChosenLoss } from "./choose-losses.ts";
import { headNames } from "./head-names.ts";
import type { ModelProvenance, ModelRecords, RecognizerModel } from "./model.ts";
import { networkSpecOf, type Recipe, resolveRecipe } from "./recipe.ts";

const FORMAT: SealedFormat = { where: "loadModel", format: "mien-recognizer", version: 1 };

/** What the JSON holds. */
interface Header {
  readonly features: FeatureSpec;
  readonly featureNames: readonly string[];
  readonly expressions: readonly string[];
  readonly recipe: Recipe;
  readonly losses: readonly ChosenLoss[];
  readonly calibration: Calibration;
  readonly neutral: Pick<NeutralFace, "topology" | "imageSize">;
  readonly provenance: ModelProvenance;
  readonly records: ModelRecords | null;
}

/** A model as a file; the same model gives the same bytes. */
export function saveModel(model: RecognizerModel): Uint8Array<ArrayBuffer> {
  const { features, scaler, recipe, losses, calibration, neutral, provenance, records } = model;
  const header: Header = {
    features,
    featureNames: scaler.names,
    expressions: EXPRESSIONS,
    recipe,
    losses,
    calibration,
    neutral: { topology: neutral.topology, imageSize: neutral.imageSize },
    provenance,
    records,
  };
  const tensors = new Map<string, Tensor>();
  const vector = (name: string, values: Tensor["values"]) =>
    tensors.set(name, { shape: [values.length], values });
  headNames(recipe).forEach((head, k) => {
    checkParameters(model.network, model.parameters[k]!);
    for (const [name, tensor] of model.parameters[k]!) tensors.set(`${head}/${name}`, tensor);
  });
  vector("neutral/landmarks", neutral.landmarks);
  if (neutral.blendshapes !== null) vector("neutral/blendshapes", neutral.blendshapes);
  vector("scaler/mean", Float64Array.from(scaler.mean));
  vector("scaler/scale", Float64Array.from(scaler.scale));
  return sealFile(FORMAT, tensors, { model: JSON.stringify(header) });
}

/**
 * Reads a model file of any version so far.
 *
 * @throws when it is no model file, of a newer version, truncated or altered, or when its parts do not fit each other
 */
export function loadModel(bytes: Uint8Array): RecognizerModel {
  const { tensors, metadata } = openSealedFile(FORMAT, bytes);
  const header = readHeader(Object.hasOwn(metadata, "model") ? metadata.model : undefined);
  const recipe = resolveRecipe(header.recipe);
  const network = networkSpecOf(recipe, header.featureNames.length);
  const values = (name: string) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`loadModel: tensor ${name} is missing`);
    return tensor.values;
  };
  const parameters = headNames(recipe).map((head): Parameters => {
    const own = [...tensors].filter(([name]) => name.startsWith(`${head}/`));
    const set = new Map(own.map(([name, tensor]) => [name.slice(head.length + 1), tensor]));
    checkParameters(network, set);
    return set;
  });
  const scalerPart = (name: "mean" | "scale") => {
    const part = values(`scaler/${name}`);
    if (part.length === network.inputSize) return Array.from(part);
    throw new Error(
      `loadModel: scaler/${name} must hold ${network.inputSize} values, one a feature, got ${part.length}`,
    );
  };
  return {
    features: resolveFeatureSpec(header.features),
    scaler: {
      names: header.featureNames,
      mean: scalerPart("mean"),
      scale: scalerPart("scale"),
    },
    recipe,
    network,
    losses: header.losses,
    parameters,
    calibration: header.calibration,
    neutral: {
      ...header.neutral,
      landmarks: Float32Array.from(values("neutral/landmarks")),
      blendshapes: tensors.has("neutral/blendshapes")
        ? Float32Array.from(values("neutral/blendshapes"))
        : null,
    },
    provenance: header.provenance,
    records: header.records,
  };
}

function readHeader(text: string | undefined): Header {
  const header = parseHeader(text);
  if (header.expressions.join() !== EXPRESSIONS.join()) {
    throw new Error(
      `loadModel: expressions must be ${EXPRESSIONS.join(", ")}, got ${header.expressions.join(", ")}`,
    );
  }
  if (header.losses.length !== EXPRESSIONS.length) {
    throw new Error(`loadModel: expected 6 losses, got ${header.losses.length}`);
  }
  for (const { loss } of header.losses) checkLossSpec(loss);
  const { platt } = header.calibration;
  if (platt.length !== EXPRESSIONS.length) {
    throw new Error(`loadModel: expected 6 calibrated heads, got ${platt.length}`);
  }
  return header;
}

function parseHeader(text: string | undefined): Header {
  try {
    return JSON.parse(text ?? "") as Header;
  } catch (error) {
    throw new Error(`loadModel: metadata model must be JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
