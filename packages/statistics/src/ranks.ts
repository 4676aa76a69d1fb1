/** Ranks of values, and how far they tie. */
export interface Ranks {
  /** [N] from 1, the mean rank where values tie. */
  readonly ranks: Float64Array;
  /** Sum of t^3 - t over groups of t tied values: 0 without ties. */
  readonly tieSum: number;
}

/** Ranks of values in ascending order. */
export function midRanks(values: ArrayLike<number>): Ranks {
  const order = Array.from({ length: values.length }, (_, i) => i);
  order.sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  let tieSum = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let place = from; place < to; place++) ranks[order[place]!] = (from + 1 + to) / 2;
    const tied = to - from;
    tieSum += tied * (tied * tied - 1);
    from = to;
  }
  return { ranks, tieSum };
}
