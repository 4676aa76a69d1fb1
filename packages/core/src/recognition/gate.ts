/** When a face is called neutral. Magnitudes are displacements from the neutral that is subtracted. */
export interface NeutralGate {
  /** A face that moved less than this is neutral, whatever the heads say. */
  readonly threshold: number;
  /** One whose likeliest expression has a lower probability shows none of the six. Missing in older files: 0. */
  readonly quietBelow?: number;
  /** Such a face is neutral if it moved less than this, and otherwise nothing is said of it. Missing: `threshold`. */
  readonly calmBelow?: number;
  /**
   * `neutral`: `rate` of the recordings of faces at rest get an expression: false alarms. `expressions`: no face at rest was
   * there; `rate` of the expressive recordings stay below the threshold: misses.
   */
  readonly setOn: "neutral" | "expressions";
  readonly rate: number;
  /** Recordings that it was set on. */
  readonly count: number;
}

/** One recording: its largest displacement, and the largest of its six calibrated probabilities. */
export interface GateItem {
  readonly peak: number;
  readonly best: number;
}

/**
 * Sets the gate.
 *
 * @param falseAlarms share of the recordings of faces at rest whose probability may pass; 95 % of faces at rest, by
 *   1 - falseAlarms, also bound `calmBelow`
 * @param misses share of expressive recordings that the threshold on displacement may cut off
 * @returns null where no displacement is finite
 */
export function fitGate(
  atRest: readonly GateItem[],
  expressive: readonly GateItem[],
  { falseAlarms, misses }: { readonly falseAlarms: number; readonly misses: number },
): NeutralGate | null {
  const calm = atRest.filter(({ peak }) => Number.isFinite(peak));
  const shown = expressive.filter(({ peak }) => Number.isFinite(peak));
  const peaks = (items: readonly GateItem[]) => items.map(({ peak }) => peak);
  if (calm.length === 0) {
    if (shown.length === 0) return null;
    const threshold = valueAt(peaks(shown), misses);
    return { threshold, setOn: "expressions", rate: misses, count: shown.length };
  }
  const calmBelow = valueAt(peaks(calm), 1 - falseAlarms);
  const threshold =
    shown.length === 0 ? calmBelow : Math.min(calmBelow, valueAt(peaks(shown), misses));
  const quietBelow = valueAt(
    calm.map(({ best }) => best),
    1 - falseAlarms,
  );
  return {
    ...{ threshold, quietBelow, calmBelow },
    ...{ setOn: "neutral", rate: falseAlarms, count: calm.length },
  };
}

/** The least value that at least `share` of the values lie below. */
function valueAt(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
