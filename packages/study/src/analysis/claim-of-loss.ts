import { EXPRESSIONS } from "@mien/core";
import { pairedT } from "@mien/statistics";
import { untested } from "./claims-of-parity.ts";
import { contrastOf } from "./contrasts.ts";
import type { Evidence } from "./evidence.ts";
import { pooledContrast } from "./expression-effects.ts";
import { defined, figure, meanDefined } from "./figure.ts";
import { intervalOf } from "./score-table.ts";
import type { Claim, ClaimVerdict } from "./types.ts";

const CLAIM = {
  id: "adaptive-loss-helps",
  statement: "The adaptive loss raises the F1 of the imbalanced expressions",
  paper: "said of the imbalanced expressions, fear first",
};

/** (6) Imbalanced: those for which the rule, on all of a data set, leaves plain cross-entropy. */
export function claimAdaptiveLoss(evidence: Evidence): Claim {
  const { view, tables, contrasts, rule } = evidence;
  const contrast = contrasts.find(({ name }) => name === "loss");
  if (contrast === undefined) return untested(CLAIM, "not tested: the study does not vary loss");
  const imbalanced = EXPRESSIONS.flatMap((expression, k) => {
    const own = rule.expressions.filter((of) => of.expression === expression);
    return own.some(({ wholeChoice }) => wholeChoice !== "binary-cross-entropy") ? [k] : [];
  });
  if (imbalanced.length === 0) {
    return untested(
      CLAIM,
      "not tested: on these data the rule chooses plain cross-entropy for all",
    );
  }
  const { margin, confidence } = view.config.analysis;
  const each = imbalanced.map((k) => {
    return { k, ...pooledContrast(contrast.weights, tables, tables[0]!.at.of("f1", k)) };
  });
  const value = meanDefined(each.map((own) => own.value));
  const samples = each[0]!.samples.map((_, b) => meanDefined(each.map((own) => own.samples[b]!)));
  const { low, high } = intervalOf(samples, confidence);
  return {
    ...CLAIM,
    value: figure(value),
    interval: [low, high],
    verdict: riseVerdict(low, high, margin),
    numbers: {
      expressions: imbalanced.map((k) => EXPRESSIONS[k]!).join(", "),
      margin,
      ...Object.fromEntries(each.map((own) => [`${EXPRESSIONS[own.k]} F1`, figure(own.value)])),
      ...acrossReplicates(evidence, contrast.weights, imbalanced),
    },
    note: "advanced minus standard, predictions pooled over folds; the interval is over subjects drawn alike for all conditions. It does not hold where any rise is below the margin",
  };
}

function riseVerdict(low: number | null, high: number | null, margin: number): ClaimVerdict {
  if (low === null || high === null) return "undecided";
  if (low > 0) return "holds";
  return high < margin ? "does not hold" : "undecided";
}

/** The same difference fold by fold, by the corrected t test: a second look that counts the training's own chance too. */
function acrossReplicates(
  { view, labelTable }: Evidence,
  weights: readonly number[],
  imbalanced: readonly number[],
) {
  const values = view.replicates.map((_, r) =>
    contrastOf(weights, (c) => meanDefined(imbalanced.map((k) => labelTable[c]![r]![k]!.f1))),
  );
  const known = defined(values);
  const { confidence } = view.config.analysis;
  const t = pairedT(known, { confidence, testTrainRatio: view.testTrainRatio });
  return {
    byReplicate: figure(t.estimate),
    byReplicateLow: figure(t.low),
    byReplicateHigh: figure(t.high),
    byReplicateP: figure(t.p),
    replicates: known.length,
  };
}
