import { checkFinite } from "./checks.ts";
import { fisherF } from "./distributions/fisher-f.ts";
import { mean, median, square, squaredDeviations } from "./samples.ts";

/** The result of `brownForsythe`. */
export interface BrownForsythe {
  readonly f: number;
  readonly dfBetween: number;
  readonly dfWithin: number;
  readonly p: number;
  /** Values in all. */
  readonly n: number;
}

/**
 * Brown and Forsythe's test of equal variances (1974): a one-way analysis of variance of |x -
 * median of its group|, that is Levene's about the median. NaN where no deviation varies within a
 * group, or there are no more values than groups.
 *
 * @param groups [K] samples
 * @throws on fewer than 2 groups, an empty group, or a value that is not finite
 */
export function brownForsythe(groups: readonly ArrayLike<number>[]): BrownForsythe {
  if (groups.length < 2) {
    throw new Error(`brownForsythe: expected at least 2 groups, got ${groups.length}`);
  }
  const deviations = groups.map((group, i) => {
    if (group.length === 0) throw new Error(`brownForsythe: groups[${i}] must not be empty`);
    checkFinite("brownForsythe", `groups[${i}]`, group);
    const centre = median(group);
    return Array.from(group, (value) => Math.abs(value - centre));
  });
  const all = mean(deviations.flat());
  const n = deviations.flat().length;
  const between = deviations.reduce((sum, d) => sum + d.length * square(mean(d) - all), 0);
  const within = deviations.reduce((sum, d) => sum + squaredDeviations(d), 0);
  const [dfBetween, dfWithin] = [groups.length - 1, n - groups.length];
  const defined = dfWithin > 0 && within > 0;
  const f = defined ? between / dfBetween / (within / dfWithin) : Number.NaN;
  const p = defined ? fisherF(dfBetween, dfWithin).upper(f) : Number.NaN;
  return { f, dfBetween, dfWithin, p, n };
}
