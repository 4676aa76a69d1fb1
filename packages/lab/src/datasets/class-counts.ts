import {
  EXPRESSION_TASK,
  EXPRESSIONS,
  imbalanceRatio,
  isSameTask,
  type SelectedLoss,
  selectLoss,
  type Task,
} from "@mien/core";
import type { ContemptPolicy } from "./dataset.ts";

/** One class against the rest. */
export interface ClassCount {
  readonly label: string;
  readonly count: number;
  /** Negatives / positives; infinite for an empty class. */
  readonly imbalanceRatio: number;
  /** What the paper's rule would choose; null for an empty class, which nothing can be trained on. */
  readonly loss: SelectedLoss | null;
}

/**
 * Counts the six expressions among labelled items, and contempt too where it is a class of its own; each against all items
 * that take part: the six, and contempt unless it is out. Of a task of other labels, those. Neutral and unlabelled items
 * take no part.
 */
export function tallyClasses(
  labels: readonly (string | null)[],
  contempt: ContemptPolicy,
  task: Task = EXPRESSION_TASK,
): ClassCount[] {
  const isOwn = !isSameTask(task, EXPRESSION_TASK);
  const six = contempt === "out" ? EXPRESSIONS : [...EXPRESSIONS, "contempt"];
  const takesPart: readonly string[] = isOwn ? task.labels : six;
  const counts = takesPart.map((label) => labels.filter((other) => other === label).length);
  const total = counts.reduce((a, b) => a + b, 0);
  const classes = isOwn || contempt === "in" ? takesPart : EXPRESSIONS;
  return classes.map((label, c) => {
    const count = counts[c]!;
    const ratio = imbalanceRatio(count, total);
    return { label, count, imbalanceRatio: ratio, loss: count === 0 ? null : selectLoss(ratio) };
  });
}
