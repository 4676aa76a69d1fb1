import type { Task } from "../face/index.ts";
import type { FeatureSpec, NeutralFace, Scaler } from "../features/index.ts";
import type { NetworkSpec, Parameters } from "../nn/index.ts";
import type { Calibration } from "./calibrate.ts";
import type { ChosenLoss } from "./choose-losses.ts";
import type { Recipe } from "./recipe.ts";

/** What a model was made from. The backend is not named: all of them give the same bytes. */
export interface ModelProvenance {
  readonly dataset: string;
  /** SHA-256 of what the recordings hold. */
  readonly fingerprint: string;
  readonly recordings: number;
  readonly subjects: number;
  /** Recordings of each label. */
  readonly counts: Readonly<Record<string, number>>;
  readonly seed: number;
  /** Of mien. */
  readonly version: string;
  /** The command or call that makes it again. */
  readonly command: string;
}

/** A trained recogniser, whole: what the model file holds. */
export interface RecognizerModel {
  /** What it answers: C labels. */
  readonly task: Task;
  readonly features: FeatureSpec;
  readonly scaler: Scaler;
  readonly recipe: Recipe;
  readonly network: NetworkSpec;
  /** Of each label, in the order of the task, with the ratio that chose it [C]. */
  readonly losses: readonly ChosenLoss[];
  /** Of each head [C], or of the one trunk [1]. */
  readonly parameters: readonly Parameters[];
  readonly calibration: Calibration;
  /** Subtracted when nothing is known of the person. */
  readonly neutral: NeutralFace;
  readonly provenance: ModelProvenance;
  /** What its maker measured of it, for the model card; null where nothing was. */
  readonly records: ModelRecords | null;
}

/** Figures as they were measured, by name; free in form, plain JSON. */
export type ModelRecords = Readonly<Record<string, unknown>>;
