/**
 * The threshold on a probability that gives the best F1, 2 TP / (2 TP + FP + FN), answering yes at p >= threshold: halfway
 * to the next lower probability, so that it lies between items. 0.5 where nothing is positive. Ties take the highest.
 *
 * @param probabilities [N]
 * @param truth 0 or 1 [N]
 */
export function bestF1Threshold(
  probabilities: ArrayLike<number>,
  truth: ArrayLike<number>,
): number {
  const order = Array.from(probabilities, (_, i) => i).sort(
    (a, b) => probabilities[b]! - probabilities[a]! || a - b,
  );
  const positives = order.filter((i) => truth[i] === 1).length;
  let best = 0;
  let threshold = 0.5;
  let hits = 0;
  order.forEach((i, rank) => {
    hits += truth[i]!;
    const next = order[rank + 1];
    if (next !== undefined && probabilities[next] === probabilities[i]) return;
    const f1 = (2 * hits) / (rank + 1 + positives);
    if (f1 > best) {
      best = f1;
      const lower = next === undefined ? 0 : probabilities[next]!;
      const middle = (probabilities[i]! + lower) / 2;
      // Between neighbours of float64 there is no middle: it rounds to one of them.
      threshold = middle > lower ? middle : probabilities[i]!;
    }
  });
  return threshold;
}
