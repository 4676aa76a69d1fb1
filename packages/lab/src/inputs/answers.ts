/** What a recording's prediction says over time. */
import type { Recording, RecordingPrediction } from "@mien/core";

/** Labels of the task that was answered, in its order; none where no frame shows a face. */
export function labelsOf({ summary, frames }: RecordingPrediction): string[] {
  const some = summary ?? frames.find((frame) => frame !== null);
  return some === null || some === undefined ? [] : Object.keys(some.probabilities);
}

/**
 * The frame whose displacement from the neutral face is the largest, the first of equals; null where
 * no neutral is subtracted, or no face was seen.
 */
export function farthestAnswer({ frames, summary }: RecordingPrediction): number | null {
  if (Number.isNaN(summary?.magnitude ?? Number.NaN)) return null;
  const size = (t: number) => frames[t]?.magnitude ?? Number.NEGATIVE_INFINITY;
  return frames.reduce((best, _, t) => (size(t) > size(best) ? t : best), 0);
}

/** One answer, and the time at which the next frame gives another. */
export interface AnswerStretch {
  readonly answer: string;
  readonly untilMs: number;
}

/**
 * Runs of frames with one answer.
 *
 * @param answers [T] in words
 */
export function answerStretches(
  { timestampsMs }: Pick<Recording, "timestampsMs">,
  answers: readonly string[],
): AnswerStretch[] {
  return answers.flatMap((answer, t) => {
    if (answers[t + 1] === answer) return [];
    return [{ answer, untilMs: timestampsMs[t + 1] ?? timestampsMs[t]! }];
  });
}
