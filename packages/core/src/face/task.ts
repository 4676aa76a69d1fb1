import { EXPRESSIONS } from "./labels.ts";

/**
 * What a recogniser answers: which of C labels a face shows.
 *
 * Of an exclusive task (the six expressions, a person's own labels) a face shows one label at most: such a task has a
 * distribution over its labels, rest and abstention. A label outside `labels` (rest, contempt beside the six) belongs to no
 * class: it is a negative of every head. Of a task that is not exclusive (action units) a face may show several labels at
 * once; each is answered by itself.
 */
export interface Task {
  readonly name: string;
  /** [C], in the order of targets, logits and reports. */
  readonly labels: readonly string[];
  readonly exclusive: boolean;
}

/** The six basic expressions: the first task, and the one that the shipped model answers. */
export const EXPRESSION_TASK: Task = Object.freeze({
  name: "expressions",
  labels: EXPRESSIONS,
  exclusive: true,
});

/** A face at rest: of no class, and the answer of the neutral gate. */
export const NEUTRAL = "neutral";

/** Subsets of labels are bit masks of 32 bits. */
const MOST_LABELS = 32;

/**
 * Checks a task's parts and joins them.
 *
 * A label names folders, tensors and properties: it has neither `.` nor `/`, no white space at its ends, and is not
 * `neutral`, which is the face at rest.
 *
 * @throws on a name that is empty, fewer than 2 or more than 32 labels, one given twice, or one that cannot be a label
 */
export function createTask({ name, labels, exclusive }: Task): Task {
  if (typeof name !== "string" || name.trim() === "") {
    throw new Error(`createTask: name must be a text that is not empty, got ${String(name)}`);
  }
  if (typeof exclusive !== "boolean") {
    throw new Error(`createTask: exclusive must be true or false, got ${String(exclusive)}`);
  }
  const count = Array.isArray(labels) ? labels.length : String(labels);
  if (!Array.isArray(labels) || labels.length < 2 || labels.length > MOST_LABELS) {
    throw new Error(`createTask: labels must be 2 to ${MOST_LABELS} names, got ${count}`);
  }
  labels.forEach((label: unknown, k) => {
    const fault = faultOf(label);
    if (fault !== null) throw new Error(`createTask: labels[${k}] must be ${fault}`);
    const first = labels.indexOf(label);
    if (first < k) {
      throw new Error(`createTask: labels must differ, got ${label} at ${first} and at ${k}`);
    }
  });
  return Object.freeze({ name, labels: Object.freeze([...labels]), exclusive });
}

function faultOf(label: unknown): string | null {
  if (typeof label !== "string") return `a text, got ${String(label)}`;
  if (label === NEUTRAL) return `another name than ${NEUTRAL}, which is the face at rest`;
  const isPlain = label !== "" && label === label.trim() && !/[./]/.test(label);
  if (isPlain && label !== "__proto__") return null;
  return `a name without ".", "/" and outer white space, got ${JSON.stringify(label)}`;
}

/** Whether two tasks answer the same: name, labels in order, and kind. */
export const isSameTask = (a: Task, b: Task): boolean =>
  a.name === b.name &&
  a.exclusive === b.exclusive &&
  a.labels.length === b.labels.length &&
  a.labels.every((label, k) => label === b.labels[k]);
