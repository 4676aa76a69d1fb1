/**
 * The model file: a sealed safetensors file (see nn) of format "mien-recognizer". Its metadata key `model` holds JSON of
 * everything but numbers in bulk, with the task; tensors are `<head>/<name>` for each head (`trunk/<name>` for one trunk), in PyTorch's
 * names and gate order, `neutral/landmarks` and `neutral/blendshapes`, and in float64 `scaler/mean` and `scaler/scale`; where
 * the features are whitened, `whitening/scale` [B], `whitening/matrix` [B, B] and `whitening/median` [1], in float64 too.
 *
 * Version 1 had no task: `expressions` held the six names, and each loss its `expression` for `label`.
 */
import { createTask, EXPRESSION_TASK, EXPRESSIONS, type Task } from "../face/index.ts";
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

const FORMAT: SealedFormat = { where: "loadModel", format: "mien-recognizer", version: 2 };

/** What the JSON holds. */
interface Header {
  readonly task: Task;
  readonly features: FeatureSpec;
  readonly featureNames: readonly string[];
  readonly recipe: Recipe;
  readonly losses: readonly ChosenLoss[];
  readonly calibration: Calibration;
  readonly neutral: Pick<NeutralFace, "topology" | "imageSize">;
  readonly provenance: ModelProvenance;
  readonly records: ModelRecords | null;
}

/** A model as a file; the same model gives the same bytes. */
export function saveModel(model: RecognizerModel): Uint8Array<ArrayBuffer> {
  const { task, features, scaler, recipe, losses } = model;
  const { calibration, neutral, provenance, records } = model;
  const header: Header = {
    task,
    features,
    featureNames: scaler.names,
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
  headNames(recipe, task).forEach((head, k) => {
    checkParameters(model.network, model.parameters[k]!);
    for (const [name, tensor] of model.parameters[k]!) tensors.set(`${head}/${name}`, tensor);
  });
  vector("neutral/landmarks", neutral.landmarks);
  if (neutral.blendshapes !== null) vector("neutral/blendshapes", neutral.blendshapes);
  vector("scaler/mean", Float64Array.from(scaler.mean));
  vector("scaler/scale", Float64Array.from(scaler.scale));
  const { whitening } = scaler;
  if (whitening !== undefined) {
    const B = whitening.scale.length;
    vector("whitening/scale", Float64Array.from(whitening.scale));
    tensors.set("whitening/matrix", {
      shape: [B, B],
      values: Float64Array.from(whitening.matrix),
    });
    vector("whitening/median", Float64Array.of(whitening.median));
  }
  return sealFile(FORMAT, tensors, { model: JSON.stringify(header) });
}

/**
 * Reads a model file of any version so far.
 *
 * @throws when it is no model file, of a newer version, truncated or altered, or when its parts do not fit each other
 */
export function loadModel(bytes: Uint8Array): RecognizerModel {
  const { tensors, metadata, version } = openSealedFile(FORMAT, bytes);
  const text = Object.hasOwn(metadata, "model") ? metadata.model : undefined;
  const header = checkHeader(version === 1 ? readVersion1(text) : parseHeader<Header>(text));
  const { task } = header;
  const recipe = resolveRecipe(header.recipe);
  const network = networkSpecOf(recipe, header.featureNames.length, task);
  const values = (name: string) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`loadModel: tensor ${name} is missing`);
    return tensor.values;
  };
  const parameters = headNames(recipe, task).map((head): Parameters => {
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
  const features = resolveFeatureSpec(header.features);
  const part = (name: string, count: number) => {
    const own = values(`whitening/${name}`);
    if (own.length === count) return Array.from(own);
    throw new Error(`loadModel: whitening/${name} must hold ${count} values, got ${own.length}`);
  };
  const B = network.inputSize - 1;
  return {
    task,
    features,
    scaler: {
      names: header.featureNames,
      mean: scalerPart("mean"),
      scale: scalerPart("scale"),
      ...(features.whiten === true
        ? {
            whitening: {
              scale: part("scale", B),
              matrix: part("matrix", B * B),
              median: part("median", 1)[0]!,
            },
          }
        : {}),
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

/** The header of version 1: of the six, by name. */
interface Version1 extends Omit<Header, "task" | "losses"> {
  readonly expressions: readonly string[];
  readonly losses: readonly (Omit<ChosenLoss, "label"> & { readonly expression: string })[];
}

function readVersion1(text: string | undefined): Header {
  const { expressions, losses, ...rest } = parseHeader<Version1>(text);
  if (expressions.join() !== EXPRESSIONS.join()) {
    throw new Error(
      `loadModel: expressions must be ${EXPRESSIONS.join(", ")}, got ${expressions.join(", ")}`,
    );
  }
  const labelled = losses.map(({ expression, ...loss }) => ({ label: expression, ...loss }));
  return { ...rest, task: EXPRESSION_TASK, losses: labelled };
}

/** What would come to light only at the first prediction. */
function checkHeader(header: Header): Header {
  if (header.task === undefined)
    throw new Error("loadModel: the header must have a task, got none");
  const task = createTask(header.task);
  const { labels } = task;
  const names = header.losses.map(({ label }) => label);
  if (names.join() !== labels.join()) {
    throw new Error(
      `loadModel: expected losses of ${labels.join(", ")}, got ${names.join(", ") || "none"}`,
    );
  }
  for (const { loss } of header.losses) checkLossSpec(loss);
  const { platt, thresholds } = header.calibration;
  for (const [what, count] of [
    ["calibrated heads", platt.length],
    ["thresholds", thresholds.length],
  ] as const) {
    if (count === labels.length) continue;
    throw new Error(`loadModel: expected ${labels.length} ${what}, got ${count}`);
  }
  return { ...header, task };
}

function parseHeader<T>(text: string | undefined): T {
  try {
    return JSON.parse(text ?? "") as T;
  } catch (error) {
    throw new Error(`loadModel: metadata model must be JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
