import { checkKeys, EXPRESSION_TASK, type Task } from "../face/index.ts";
import { type NetworkSpec, resolveNetworkSpec } from "../nn/index.ts";
import { RATIO_DEFINITIONS, type RatioDefinition } from "./select-loss.ts";

/** How a recogniser's networks are built and trained. Plain JSON: a model file and a journal keep it whole. */
export interface Recipe {
  /**
   * A network with one logit for each label, or one network with a logit for all and softmax cross-entropy, for comparison;
   * the latter for exclusive tasks alone.
   */
  readonly heads: "one-vs-all" | "one-trunk";
  readonly cell: NetworkSpec["cell"];
  readonly hiddenSize: number;
  readonly layers: NetworkSpec["layers"];
  readonly bidirectional: boolean;
  readonly pooling: NetworkSpec["pooling"];
  /** Between layers. */
  readonly dropout: number;
  /** Before the logit. */
  readonly headDropout: number;
  /** `adaptive`: chosen for each head by its imbalance ratio. `standard`: binary cross-entropy for all. */
  readonly loss: "adaptive" | "standard";
  readonly ratio: RatioDefinition;
  /** Focal loss above this ratio. */
  readonly focalAbove: number;
  /** Weighted binary cross-entropy from this ratio on. */
  readonly weightedFrom: number;
  readonly focalAlpha: number;
  readonly focalGamma: number;
  /** Of Adam, or of AdamW where there is weight decay. */
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** Epochs without a lower stopping loss before a head stops. */
  readonly patience: number;
  /** Largest global norm of a gradient. */
  readonly clipNorm: number;
  /**
   * Share of the training recordings, by subject, that early stopping watches, head by head; 0 trains every epoch on all.
   * Default 0: with some 300 recordings, those held back cost more than the stopping gains.
   */
  readonly stoppingShare: number;
  /** The learning rate falls to 0 in half a cosine over all steps; left out where it stays as it is. */
  readonly schedule?: "cosine";
  /**
   * What answers for a whole recording: `strongest`, the state at the end of its strongest stretch, so that a face that has
   * come back to rest is answered by what it showed; left out where the last state does.
   */
  readonly readout?: "strongest";
}

const DEFAULTS: Recipe = {
  heads: "one-vs-all",
  cell: "gru",
  hiddenSize: 32,
  layers: 1,
  bidirectional: false,
  pooling: "last",
  dropout: 0,
  headDropout: 0.5,
  loss: "adaptive",
  ratio: "negatives/positives",
  focalAbove: 11.5,
  weightedFrom: 3.5,
  focalAlpha: 0.25,
  focalGamma: 2,
  learningRate: 0.001,
  weightDecay: 0.05,
  batchSize: 16,
  epochs: 30,
  patience: 10,
  clipNorm: 1,
  stoppingShare: 0,
};

/** Keys of a newer mien are there only where they are used: older recipes keep their bytes in files and hashes. */
const OPTIONAL = ["schedule", "readout"];

type Rule = readonly [holds: (value: unknown) => boolean, expected: string];
const number = (holds: (x: number) => boolean, expected: string): Rule => [
  (v) => typeof v === "number" && Number.isFinite(v) && holds(v),
  expected,
];
const count = (most: number): Rule =>
  number((x) => Number.isInteger(x) && x >= 1 && x <= most, `an integer in [1, ${most}]`);
const oneOf = (...choices: unknown[]): Rule => [(v) => choices.includes(v), choices.join(" or ")];
const POSITIVE = number((x) => x > 0, "a number > 0");
const NOT_NEGATIVE = number((x) => x >= 0, "a number >= 0");

/** What `resolveNetworkSpec` does not check. */
const RULES: Readonly<Partial<Record<keyof Recipe, Rule>>> = {
  heads: oneOf("one-vs-all", "one-trunk"),
  loss: oneOf("adaptive", "standard"),
  ratio: oneOf(...RATIO_DEFINITIONS),
  focalAbove: NOT_NEGATIVE,
  weightedFrom: NOT_NEGATIVE,
  focalAlpha: number((x) => x > 0 && x < 1, "a number in (0, 1)"),
  focalGamma: NOT_NEGATIVE,
  learningRate: POSITIVE,
  weightDecay: NOT_NEGATIVE,
  batchSize: count(4096),
  epochs: count(100_000),
  patience: count(100_000),
  clipNorm: POSITIVE,
  stoppingShare: number((x) => x >= 0 && x <= 0.5, "a number in [0, 0.5]"),
  schedule: oneOf("cosine", undefined),
  readout: oneOf("strongest", undefined),
};

/**
 * Fills in the defaults: GRU heads of 32 units, one for each label, adaptive loss by the paper's thresholds, AdamW, 30 epochs.
 *
 * @throws on an unknown key or a value out of range, naming it
 */
export function resolveRecipe(options: Partial<Recipe> = {}): Recipe {
  checkKeys("recipe:", options, [...Object.keys(DEFAULTS), ...OPTIONAL]);
  const recipe = { ...DEFAULTS, ...options };
  if (recipe.schedule === undefined) delete recipe.schedule;
  if (recipe.readout === undefined) delete recipe.readout;
  for (const [key, [holds, expected]] of Object.entries(RULES)) {
    const value: unknown = recipe[key as keyof Recipe];
    if (!holds(value)) {
      throw new Error(`recipe: ${key} must be ${expected}, got ${String(value)}`);
    }
  }
  if (recipe.weightedFrom > recipe.focalAbove) {
    throw new Error(
      `recipe: weightedFrom must be at most focalAbove ${recipe.focalAbove}, got ${recipe.weightedFrom}`,
    );
  }
  networkSpecOf(recipe, 1, EXPRESSION_TASK); // what a task adds cannot be out of range
  return recipe;
}

/**
 * The network that a recipe asks for: one of each head, or the trunk.
 *
 * @param inputSize features a step, F
 */
export function networkSpecOf(recipe: Recipe, inputSize: number, task: Task): NetworkSpec {
  const { cell, hiddenSize, layers, bidirectional, pooling, dropout, headDropout } = recipe;
  return resolveNetworkSpec({
    cell,
    hiddenSize,
    layers,
    bidirectional,
    pooling,
    dropout,
    headDropout,
    inputSize,
    outputs: recipe.heads === "one-trunk" ? task.labels.length : 1,
  });
}
