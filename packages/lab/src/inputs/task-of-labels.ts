import { createTask, EXPRESSION_TASK, isLabel, NEUTRAL, type Task } from "@mien/core";

/**
 * The exclusive task that labels make: the six expressions where every label is one of them, contempt or
 * neutral; otherwise one of the labels' own, in alphabetical order and without `neutral`, the face at rest.
 *
 * @throws where that leaves fewer than 2 or more than 32 labels, or a name that cannot be one
 */
export function taskOfLabels(labels: Iterable<string>, name = "labels"): Task {
  const distinct = [...new Set(labels)].sort();
  if (distinct.every(isLabel)) return EXPRESSION_TASK;
  const own = distinct.filter((label) => label !== NEUTRAL);
  return createTask({ name, labels: own, exclusive: true });
}
