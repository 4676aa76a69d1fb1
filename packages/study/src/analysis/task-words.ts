import { EXPRESSION_TASK, isSameTask, type Task } from "@mien/core";

/** Whether a study is of the six expressions: the paper's claims are about these. */
export const isExpressionTask = (task: Task): boolean => isSameTask(task, EXPRESSION_TASK);

/** The task of an analysis as a file holds it. */
export const taskOf = ({ task = EXPRESSION_TASK }: { readonly task?: Task }): Task => task;

/** What a label of the task is called. */
export const labelNoun = (task: Task): string => (isExpressionTask(task) ? "expression" : "label");

const WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** "six", "12": how many labels a task has. */
export const countWord = ({ labels }: Pick<Task, "labels">): string =>
  WORDS[labels.length - 2] ?? String(labels.length);
