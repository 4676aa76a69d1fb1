import {
  type Baseline,
  createCalmLearner,
  type NeutralFace,
  observationAt,
  type RecognizerModel,
  type Recording,
} from "@mien/core";

/**
 * What to subtract, as a user says it: `person`, the calm face of the subject's recording labelled neutral; `calm`, the
 * first calm stretch of the recording itself; a face that was given.
 */
export type BaselineChoice = "first-frame" | "generic" | "calm" | "person" | NeutralFace;

/** What is subtracted, and how to call it. */
export interface ChosenBaseline {
  /** undefined: what the model was trained with. */
  readonly baseline: Baseline | undefined;
  readonly name: "first frame" | "generic" | "calm stretch" | "own neutral" | "none";
}

/**
 * What to subtract from a recording. Without a choice: what the model was trained with, but for a single frame, which has
 * no first frame to differ from, the generic neutral.
 *
 * @throws where the choice needs what is not there: a calm stretch, or the subject's neutral recording
 */
export function chooseBaseline(
  { features }: Pick<RecognizerModel, "features">,
  recording: Recording,
  choice: BaselineChoice | undefined,
  neutrals: ReadonlyMap<string, NeutralFace> = new Map(),
): ChosenBaseline {
  if (choice === undefined) return byDefault(features.baseline, recording);
  if (typeof choice === "object") return { baseline: choice, name: "own neutral" };
  if (choice === "first-frame") return { baseline: choice, name: "first frame" };
  if (choice === "generic") return { baseline: choice, name: "generic" };
  if (choice === "calm") return { baseline: firstCalm(recording), name: "calm stretch" };
  const own = neutrals.get(recording.subjectId);
  if (own !== undefined) return { baseline: own, name: "own neutral" };
  throw new Error(
    `${recording.id}: baseline person needs a recording of subject ${recording.subjectId} labelled neutral, got none`,
  );
}

function byDefault(
  trained: RecognizerModel["features"]["baseline"],
  { timestampsMs }: Recording,
): ChosenBaseline {
  if (trained === "none") return { baseline: undefined, name: "none" };
  const isGeneric = trained === "generic" || timestampsMs.length === 1;
  return isGeneric
    ? { baseline: "generic", name: "generic" }
    : { baseline: undefined, name: "first frame" };
}

/** As a live stream would learn it. */
function firstCalm(recording: Recording): NeutralFace {
  const { topology, imageSize, timestampsMs } = recording;
  const learner = createCalmLearner({ topology, imageSize });
  for (let t = 0; t < timestampsMs.length; t++) {
    const neutral = learner.push(observationAt(recording, t));
    if (neutral !== null) return neutral;
  }
  throw new Error(
    `${recording.id}: baseline calm needs a calm stretch of two seconds in the recording, got none`,
  );
}
