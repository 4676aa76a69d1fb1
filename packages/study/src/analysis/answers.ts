import type { RunRecord, StudyConfig } from "../design/index.ts";

type Decision = StudyConfig["analysis"]["decision"];

/**
 * Which log-odds [6] a run's answers are read from: yes where one is >= 0, that is where its sigmoid is >= 0.5. The logits of one
 * trunk mean something only beside each other, so its heads are always read from the softmax.
 */
export function readingOf(run: RunRecord, decision: Decision): "logits" | "scores" {
  const isTrunk = run.losses[0]?.loss.kind === "softmax-cross-entropy";
  return decision === "raw" && !isTrunk ? "logits" : "scores";
}

/** The decision in words. */
export const DECISIONS: Readonly<Record<Decision, string>> = {
  undistorted:
    "yes where the probability, with what the loss does to it undone, is at least 0.5; the six-way answer is the likeliest",
  raw: "yes where the sigmoid of the raw logit is at least 0.5, as in the paper; the six-way answer is the largest logit (one trunk: its softmax)",
};
