// @mien/statistics without a face in sight: are two ways of doing something different, equal, or is it too early to say?
//     node examples/05-statistics-alone.mjs
import {
  differences,
  hedgesGz,
  pairedT,
  powerTost,
  sampleSizeT,
  tostPaired,
  wilcoxon,
} from "@mien/statistics";

// Accuracy of two classifiers on the same ten folds, in per cent.
const a = [91.2, 89.8, 92.4, 90.1, 93.0, 88.7, 91.9, 90.6, 92.2, 89.9];
const b = [91.0, 90.3, 92.1, 90.4, 92.6, 89.1, 91.7, 90.2, 92.5, 90.1];
const d = differences(a, b);

const { estimate, low, high, t, df, p } = pairedT(d);
console.log(
  `a - b: ${estimate.toFixed(3)} points, 95 % from ${low.toFixed(3)} to ${high.toFixed(3)}`,
);
console.log(
  `paired t(${df}) = ${t.toFixed(3)}, p = ${p.toFixed(3)}; Wilcoxon p = ${wilcoxon(d).p.toFixed(3)}`,
);
console.log(`in standard deviations: g = ${hedgesGz(d).value.toFixed(3)}`);
console.log("No difference was found. That is not yet a reason to say that there is none.\n");

// Equivalence is a claim of its own, with a margin that was fixed before anyone saw the data.
const margin = 0.5;
const tost = tostPaired(d, margin);
const verdict = tost.equivalent ? "they are equivalent" : "it is too early to say";
console.log(`within ${margin} points of one another? TOST p = ${tost.p.toFixed(4)}: ${verdict}\n`);

// And before the next experiment: how many folds does it take?
console.log(
  `to see half a standard deviation four times in five: ${sampleSizeT("paired", 0.5, 0.8)} pairs`,
);
console.log(
  `ten pairs show equivalence within one deviation with power ${powerTost(10, 1).toFixed(2)}`,
);
