import type { Task } from "@mien/core";
import type { RunRecord, StudyConfig } from "../design/index.ts";
import { countWord } from "./task-words.ts";

type Decision = StudyConfig["analysis"]["decision"];

/**
 * Which log-odds [C] a run's answers are read from: yes where one is >= 0, that is where its sigmoid is >= 0.5. The logits of one
 * trunk mean something only beside each other, so its heads are always read from the softmax.
 */
export function readingOf(run: RunRecord, decision: Decision): "logits" | "scores" {
  const isTrunk = run.losses[0]?.loss.kind === "softmax-cross-entropy";
  return decision === "raw" && !isTrunk ? "logits" : "scores";
}

const YES: Readonly<Record<Decision, string>> = {
  undistorted: "yes where the probability, with what the loss does to it undone, is at least 0.5",
  raw: "yes where the sigmoid of the raw logit is at least 0.5, as in the paper",
};

const ONE_ANSWER: Readonly<Record<Decision, string>> = {
  undistorted: "the likeliest",
  raw: "the largest logit (one trunk: its softmax)",
};

/** The decision in words. */
export const decisionWords = (decision: Decision, task: Task): string =>
  task.exclusive
    ? `${YES[decision]}; the ${countWord(task)}-way answer is ${ONE_ANSWER[decision]}`
    : YES[decision];
