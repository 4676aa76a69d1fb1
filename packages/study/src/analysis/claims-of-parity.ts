import { type Evidence, mainEffect } from "./evidence.ts";
import { figure } from "./figure.ts";
import {
  type Claim,
  type ClaimVerdict,
  type Comparison,
  EFFECT_METRICS,
  type EffectMetric,
} from "./types.ts";

/**
 * What a difference says of equivalence: its 1 - 2 alpha interval inside the margins, wholly outside them, or neither.
 */
export function equivalenceVerdict({ tost }: Comparison): ClaimVerdict {
  if (tost.equivalent) return "holds";
  const { low, high, margin } = tost;
  if (low === null || high === null) return "undecided";
  return low > margin || high < -margin ? "does not hold" : "undecided";
}

const NO_FACTOR = (factor: string) => `not tested: the study does not vary ${factor}`;

/** (1) */
export function claimGruEquivalent(evidence: Evidence): Claim {
  const found = mainEffect(evidence, "architecture", "accuracy");
  const claim = {
    id: "gru-lstm-equivalent",
    statement: "GRU and LSTM are equivalent in accuracy",
    paper: "equivalent by TOST",
  };
  if (found === undefined) return untested(claim, NO_FACTOR("architecture"));
  const { margin, alpha } = evidence.view.config.analysis;
  return {
    ...claim,
    value: found.estimate,
    interval: [found.tost.low, found.tost.high],
    verdict: equivalenceVerdict(found),
    numbers: {
      difference: `${found.to} minus ${found.from}`,
      margin,
      intervalConfidence: 1 - 2 * alpha,
      pOfEquivalence: found.tost.p,
      pOfDifference: found.t.p,
      probabilityWithinMargin: found.bayes.within,
      replicates: found.n,
      powerOfEquivalence: found.power.ofEquivalence,
    },
    note: parityNote(found),
  };
}

function parityNote(found: Comparison): string {
  if (found.tost.p === null) {
    return "the differences do not vary, or there are fewer than two: no test can be made of them";
  }
  if (found.verdict === "equivalent") return "the whole interval lies within the margin";
  const power = found.power.ofEquivalence;
  return power !== null && power < 0.8
    ? `with this many replicates TOST would find two conditions that do not differ equivalent in ${percent(power)} of studies`
    : "the interval reaches beyond the margin";
}

const percent = (share: number) =>
  share < 0.01 ? "fewer than 1 %" : `${Math.round(100 * share)} %`;

/** (2) Arithmetic: the same on any data. */
export function claimThreeQuarters({ complexity }: Evidence): Claim {
  const { multiplyAdds, parameters, asTrained } = complexity.gruToLstm;
  const [low, high] = multiplyAdds;
  const isExact = Math.max(Math.abs(low - 0.75), Math.abs(high - 0.75)) < 1e-12;
  return {
    id: "gru-three-quarters-complexity",
    statement: "A GRU takes 0.75 of the multiply-adds of an LSTM of the same size",
    paper: "0.75",
    value: low,
    interval: multiplyAdds,
    verdict: isExact ? "holds" : "does not hold",
    numbers: {
      parametersLow: parameters[0],
      parametersHigh: parameters[1],
      multiplyAddsAsTrained: asTrained,
    },
    note: "by arithmetic, for the recurrent layers at equal input and hidden size; no statement on time, which is measured apart. Searches may choose sizes that differ.",
  };
}

/** The paper's share. Of five metrics 1 lies nearest to it. */
const QUARTER = 0.25;

/** (5) */
export function claimOptimization(evidence: Evidence): Claim {
  const claim = {
    id: "optimization-equivalent-quarter",
    statement: "Predefined and Bayesian hyperparameters are equivalent on a quarter of the metrics",
    paper: "25 % of metrics",
  };
  const found = EFFECT_METRICS.map((metric) => mainEffect(evidence, "optimization", metric));
  const known = found.filter((effect) => effect !== undefined);
  if (known.length < found.length) return untested(claim, NO_FACTOR("optimization"));
  const verdicts = known.map(equivalenceVerdict);
  const share = (...names: ClaimVerdict[]) =>
    verdicts.filter((verdict) => names.includes(verdict)).length / verdicts.length;
  const [low, high] = [share("holds"), share("holds", "undecided")];
  const half = 1 / (2 * verdicts.length);
  return {
    ...claim,
    value: low,
    interval: [low, high],
    verdict: quarterVerdict(low, high, half),
    numbers: Object.fromEntries(
      known.flatMap(({ metric, estimate }, i) => [
        [`${metric}Difference`, estimate],
        [metric as EffectMetric, WORDS[verdicts[i]!]],
      ]),
    ),
    note: "the interval runs from the share shown equivalent to that share and the undecided ones; the paper's quarter counts as met where the whole lies within half a metric of it",
  };
}

const WORDS: Readonly<Record<ClaimVerdict, string>> = {
  holds: "equivalent",
  "does not hold": "not equivalent",
  undecided: "undecided",
};

function quarterVerdict(low: number, high: number, half: number): ClaimVerdict {
  if (low - QUARTER > half || QUARTER - high > half) return "does not hold";
  return Math.abs(low - QUARTER) <= half && Math.abs(high - QUARTER) <= half
    ? "holds"
    : "undecided";
}

/** A claim on which the study has nothing to say. */
export function untested(claim: Pick<Claim, "id" | "statement" | "paper">, note: string): Claim {
  return {
    ...claim,
    value: figure(Number.NaN),
    interval: null,
    verdict: "undecided",
    numbers: {},
    note,
  };
}
