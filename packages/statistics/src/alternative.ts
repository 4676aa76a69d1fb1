import { checkOneOf } from "./checks.ts";

/** What the test is for: any difference, one above 0, or one below. */
export type Alternative = "two-sided" | "greater" | "less";

export function checkAlternative(where: string, alternative: Alternative): void {
  checkOneOf(where, "alternative", alternative, ["two-sided", "greater", "less"]);
}

/** The p value of a continuous symmetric statistic from its tails. */
export function pOfTails(alternative: Alternative, lower: number, upper: number): number {
  if (alternative === "greater") return upper;
  if (alternative === "less") return lower;
  return 2 * Math.min(lower, upper);
}
