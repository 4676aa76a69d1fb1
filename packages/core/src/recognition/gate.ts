/** Below `threshold` of displacement from the neutral a face is called neutral. */
export interface NeutralGate {
  readonly threshold: number;
  /**
   * `neutral`: set so that at most `rate` of the neutral recordings reach it: false alarms.
   * `expressions`: no neutral recording was there; at most `rate` of the expressive recordings stay below it: misses.
   */
  readonly setOn: "neutral" | "expressions";
  readonly rate: number;
  /** Recordings that it was set on. */
  readonly count: number;
}

/**
 * Sets the gate on recordings' peak magnitudes.
 *
 * @param falseAlarms share of neutral recordings that may pass, where there are any
 * @param misses share of expressive recordings that may be called neutral, where there are no neutral ones
 * @returns null where no magnitude is finite
 */
export function fitGate(
  neutralPeaks: readonly number[],
  expressivePeaks: readonly number[],
  { falseAlarms, misses }: { readonly falseAlarms: number; readonly misses: number },
): NeutralGate | null {
  const rank = (peaks: readonly number[], share: number) => {
    const sorted = [...peaks].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  };
  const calm = neutralPeaks.filter(Number.isFinite);
  if (calm.length > 0) {
    const threshold = rank(calm, 1 - falseAlarms);
    return { threshold, setOn: "neutral", rate: falseAlarms, count: calm.length };
  }
  const shown = expressivePeaks.filter(Number.isFinite);
  if (shown.length === 0) return null;
  return {
    threshold: rank(shown, misses),
    setOn: "expressions",
    rate: misses,
    count: shown.length,
  };
}
