import type { Claim } from "../analysis/index.ts";
import { type Estimate, formatEstimate, isDefined } from "./numbers.ts";

/** A claim's own figure with its interval. */
export const claimEstimate = ({ value, interval }: Claim): Estimate => ({
  value,
  low: interval?.[0] ?? null,
  high: interval?.[1] ?? null,
});

/** Large figures need no decimals. */
export function formatClaim(claim: Claim): string {
  const estimate = claimEstimate(claim);
  const large = isDefined(estimate.value) && Math.abs(estimate.value) >= 100;
  return formatEstimate(estimate, large ? 0 : 3);
}
