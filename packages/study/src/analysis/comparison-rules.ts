/** How comparisons are judged; the same for all of a study. */
export interface ComparisonRules {
  readonly margin: number;
  readonly alpha: number;
  readonly confidence: number;
  readonly testTrainRatio: number;
  readonly rho: number;
  /** The least d_z that n pairs find. */
  readonly detectableDz: (n: number) => number;
}
