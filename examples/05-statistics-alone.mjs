// @mien/statistics without a face in sight: are two ways of doing something different, equal, or is it too early to say?
//     node examples/05-statistics-alone.mjs
import { hedgesGz, pairedT, powerTost, sampleSizeT, tostPaired, wilcoxon } from "@mien/statistics";

// Accuracy of two classifiers on the same ten folds, in per cent.
const a = [91.2, 89.8, 92.4, 90.1, 93.0, 88.7, 91.9, 90.6, 92.2, 89.9];
const b = [91.0, 90.3, 92.1, 90.4, 92.6, 89.1, 91.7, 90.2, 92.5, 90.1];

const t = pairedT(a, b);
console.log(`difference of the means: ${t.difference.toFixed(3)} points`);
console.log(`paired t(${t.df}) = ${t.t.toFixed(3)}, p = ${t.p.toFixed(3)}: no difference was found,`);
console.log("which is not yet a reason to say that there is none. Wilcoxon's test, which asks less of the");
console.log(`data, says the same: p = ${wilcoxon(a, b).p.toFixed(3)}. In standard deviations: g = ${hedgesGz(a, b).value.toFixed(3)}.\n`);

// Equivalence is a claim of its own, with a margin that was fixed before anyone saw the data.
const margin = 1;
const tost = tostPaired(a, b, { margin });
console.log(`within ${margin} point of one another? TOST: p = ${tost.p.toFixed(5)}, so at 5 % ${tost.p < 0.05 ? "yes" : "it cannot be said"}.`);

// And before the next experiment: how many folds does it take?
const needed = sampleSizeT({ design: "paired", effectSize: 0.5, power: 0.8, alpha: 0.05 });
console.log(`to see half a standard deviation four times in five: ${needed} pairs.`);
const power = powerTost({ n: 10, margin: 1, difference: 0, standardDeviation: 1 });
console.log(`ten pairs show equivalence, where there is one and the spread is a point, with power ${power.toFixed(2)}.`);
