import { SAMPLER_KINDS } from "@mien/optimization";
import { z } from "zod";
import { FOLD_SCHEMES } from "../evaluation/index.ts";

const count = (least: number) => z.int().min(least);
const share = z.number().gt(0).lt(1);
const json = z.record(z.string(), z.json());
const distinct = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .min(1)
    .refine((all) => new Set(all.map((x) => JSON.stringify(x))).size === all.length, {
      error: "expected distinct levels",
    });

/**
 * A study: what is compared, on what, how often, and how it is judged; fixed before the first run. Unknown keys are
 * refused. Its JSON, and nothing else, decides every byte of the analysis.
 */
export const STUDY_CONFIG = z.strictObject({
  name: z.string().min(1),
  /** What is recognised; left out, the six expressions. */
  task: z
    .strictObject({
      name: z.string().min(1),
      labels: distinct(z.string().min(1)),
      exclusive: z.boolean(),
    })
    .optional(),
  /** Data sets as `mien dataset` names them. With several, each is replicated on its own. */
  data: distinct(z.string().min(1)),
  contempt: z.enum(["out", "negative"]),
  features: json,
  /** The factors and their levels; two or more levels make a factor, one holds it fixed. */
  factors: z.strictObject({
    architecture: distinct(z.enum(["gru", "lstm"])),
    optimization: distinct(z.enum(["predefined", "bayesian"])),
    loss: distinct(z.enum(["standard", "advanced"])),
    /** Further factors: overrides of the features, of the hidden size. */
    featureSet: distinct(z.string().min(1)).optional(),
    hiddenSize: distinct(z.int().min(8).max(256)).optional(),
  }),
  /** Conditions beside the factorial: a name, and what they change in the recipe. */
  controls: z.array(z.strictObject({ name: z.string().min(1), recipe: json })),
  /** The predefined hyperparameters. */
  recipe: json,
  folds: z.strictObject({ scheme: z.enum(FOLD_SCHEMES), folds: count(2) }),
  /** Each with its own initial weights and orders of batches; paired over all conditions. */
  seeds: distinct(z.int().min(0)),
  tuning: z.strictObject({
    sampler: z.enum(SAMPLER_KINDS),
    trials: count(1),
    /** Inner subject folds that a trial is judged on. */
    innerFolds: count(2),
    /** Trials that know nothing of each other's results; whatever the number of workers. */
    batchSize: count(1),
    /** Of the pooled inner predictions: mean area under the ROC curve, or macro F1 among all labels, of an exclusive task. */
    objective: z.enum(["auc", "macroF1"]),
    /** Ends a trial after an inner fold that is worse than the median of the trials before. */
    pruning: z.boolean(),
    /** Parameters by recipe key, as the optimisation room takes them. */
    space: json,
  }),
  analysis: z.strictObject({
    /** Equivalence margin, in units of each metric, fixed beforehand. */
    margin: z.number().gt(0),
    alpha: share,
    confidence: share,
    resamples: count(100),
    /** The metric of the claims on accuracy and equivalence is accuracy; this one leads the tables. */
    primaryMetric: z.enum(["accuracy", "f1", "balancedAccuracy", "auc", "mcc"]),
    /** Each head's loss undone and a threshold of 0.5 on its probability; or sigmoid of the raw logit, as in the paper. */
    decision: z.enum(["undistorted", "raw"]),
  }),
});

export type StudyConfig = z.infer<typeof STUDY_CONFIG>;

/** The schema as JSON Schema, for editors and for docs. */
export const studyConfigSchema = (): unknown => z.toJSONSchema(STUDY_CONFIG);
