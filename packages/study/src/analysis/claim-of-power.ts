import { detectableEffectT, leastWilcoxonP } from "@mien/statistics";
import type { Evidence } from "./evidence.ts";
import { POWER } from "./power.ts";
import type { Claim } from "./types.ts";

/** Of the paper: replicates a condition. */
const PUBLISHED = 6;

/** (7) Arithmetic on the published design, beside this study's. */
export function claimPower({ view }: Evidence): Claim {
  const { testTrainRatio, config, replicates } = view;
  const { alpha } = config.analysis;
  const [n, published] = [replicates.length, { alpha: 0.05 }];
  const independent = detectableEffectT("independent", PUBLISHED, POWER, published);
  const paired = detectableEffectT("paired", PUBLISHED, POWER, published);
  const own = n < 2 ? null : detectableEffectT("paired", n, POWER, { alpha, testTrainRatio });
  const isAsSaid = independent.toFixed(2) === "1.80" && paired.toFixed(2) === "1.43";
  return {
    id: "power",
    statement:
      "With n = 6 a condition, 80 % power needs d >= 1.80 (independent) or d_z >= 1.43 (paired)",
    paper: "n = 6 a condition",
    value: paired,
    interval: null,
    verdict: isAsSaid ? "holds" : "does not hold",
    numbers: {
      power: POWER,
      independentD: independent,
      pairedDz: paired,
      leastWilcoxonP: leastWilcoxonP(PUBLISHED),
      thisStudyN: n,
      thisStudyDz: own,
      thisStudyDzUncorrected: n < 2 ? null : detectableEffectT("paired", n, POWER, { alpha }),
      testTrainRatio,
    },
    note: "by arithmetic from the noncentral t. This study's d_z counts the overlap of its training folds (Nadeau and Bengio); without that correction a smaller one would seem within reach",
  };
}
