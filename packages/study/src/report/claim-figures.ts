import type { Claim } from "../analysis/index.ts";
import { type Estimate, formatEstimate, formatNumber, isDefined } from "./numbers.ts";
import { typeset } from "./words.ts";

/** A claim's own figure with its interval. */
export const claimEstimate = ({ value, interval }: Claim): Estimate => ({
  value,
  low: interval?.[0] ?? null,
  high: interval?.[1] ?? null,
});

/**
 * The paper's figure as it gives it; of ends the range too, since ours is the range: like stands beside
 * like.
 */
export function formatPaper({ paper, numbers: { paperRange } }: Claim): string {
  const range = typeof paperRange === "number" ? `, ${formatNumber(paperRange, 3)} apart` : "";
  return `${typeset(paper)}${range}`;
}

/** Large figures need no decimals; what is a range between ends says so. */
export function formatClaim(claim: Claim): string {
  const estimate = claimEstimate(claim);
  const large = isDefined(estimate.value) && Math.abs(estimate.value) >= 100;
  const text = formatEstimate(estimate, large ? 0 : 3);
  const isRange = isDefined(estimate.value) && typeof claim.numbers.paperRange === "number";
  return isRange ? `${endsOf(claim)}${text} apart` : text;
}

function endsOf({ numbers }: Claim): string {
  const ends = [numbers.lowest, numbers.highest].map((name) => ({
    name,
    f1: numbers[`f1 ${name}`],
  }));
  const words = ends.map(({ name, f1 }) =>
    typeof f1 === "number" ? `${formatNumber(f1, 3)} (${name})` : null,
  );
  return words.includes(null) ? "" : `${words.join(" to ")}, `;
}
