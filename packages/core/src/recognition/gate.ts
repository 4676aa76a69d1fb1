/** When a face is called neutral. Magnitudes are displacements from the neutral that is subtracted. */
export interface NeutralGate {
  /** A face that moved less than this is neutral, whatever the heads say. */
  readonly threshold: number;
  /**
   * By label [C]: a face whose likeliest label has a lower probability than this shows none of them. A face at
   * rest looks more often a little angry or sad than happy, so that each has its own. Missing in older files: 0.
   */
  readonly quietBelow?: readonly number[];
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

/** One recording: its largest displacement, and its calibrated probabilities [C]. */
export interface GateItem {
  readonly peak: number;
  readonly probabilities: readonly number[];
}

/** How many faces at rest may pass the gate, and how many others it may stop. */
export interface GateOptions {
  /** Share of the recordings of faces at rest whose probabilities may pass; also the share of them above `calmBelow`. */
  readonly falseAlarms: number;
  /** Share of expressive recordings that the threshold on displacement may cut off. */
  readonly misses: number;
  /** No expression is named that is less likely than this, however seldom faces at rest seem to show it. */
  readonly least: number;
}

/**
 * Sets the gate.
 *
 * @returns null where no displacement is finite
 */
export function fitGate(
  atRest: readonly GateItem[],
  expressive: readonly GateItem[],
  { falseAlarms, misses, least }: GateOptions,
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
  const quietBelow = quietThresholds(
    calm.map(({ probabilities }) => probabilities),
    falseAlarms,
    least,
  );
  return {
    threshold,
    quietBelow,
    calmBelow,
    setOn: "neutral",
    rate: falseAlarms,
    count: calm.length,
  };
}

/**
 * For each expression its m-th largest probability over the faces at rest, with the largest m at which no more than `share`
 * of these faces have a probability at or above its threshold: each expression is given as many false alarms as another.
 */
function quietThresholds(
  calm: readonly (readonly number[])[],
  share: number,
  least: number,
): number[] {
  const C = calm[0]!.length;
  const sorted = Array.from({ length: C }, (_, k) => calm.map((p) => p[k]!).sort((a, b) => b - a));
  const at = (m: number) => sorted.map((values) => values[m - 1]!);
  const alarms = (thresholds: readonly number[]) =>
    calm.filter((p) => p.some((value, k) => value >= thresholds[k]!)).length;
  let m = 0;
  while (m < calm.length && alarms(at(m + 1)) <= share * calm.length) m++;
  // Between the last that may pass and the next; where none may, just above all.
  const passing = m === 0 ? sorted.map(([most]) => Math.min(1, most! + 1e-6)) : at(m);
  return passing.map((value) => Math.max(least, value));
}

/** The least value that at least `share` of the values lie below. */
function valueAt(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
