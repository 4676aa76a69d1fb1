import { apexFeatures, type LabelledRecording, type Task } from "@mien/core";
import type { BaselineItem } from "@mien/study";

/**
 * What runLinearBaseline classifies: of each recording with a label of the task and a face, the features
 * of its apex. What has no such label (rest, contempt beside the six) or no face is left out.
 */
export function baselineItems(
  items: readonly LabelledRecording[],
  task: Pick<Task, "labels">,
): BaselineItem[] {
  return items.flatMap(({ recording, label }) => {
    if (!task.labels.includes(label)) return [];
    const apex = apexFeatures(recording);
    if (apex === null) return [];
    return [{ id: recording.id, subjectId: recording.subjectId, label, features: apex.values }];
  });
}
