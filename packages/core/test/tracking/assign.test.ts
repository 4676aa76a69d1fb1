import { describe, expect, test } from "vitest";
import { createRandom } from "../../src/math/index.ts";
import { assign } from "../../src/tracking/assign.ts";

/** The least sum, by trying every way. */
function leastSum(costs: readonly Float64Array[], row = 0, taken: readonly number[] = []): number {
  if (row === costs.length) return 0;
  let least = Number.POSITIVE_INFINITY;
  costs[row]!.forEach((cost, column) => {
    if (taken.includes(column)) return;
    least = Math.min(least, cost + leastSum(costs, row + 1, [...taken, column]));
  });
  return least;
}

describe("assign", () => {
  test("finds the least sum that trying every way finds, each column once", () => {
    const random = createRandom(11);
    for (let trial = 0; trial < 200; trial++) {
      const rows = 1 + Math.floor(random.uniform() * 4);
      const columns = rows + Math.floor(random.uniform() * 3);
      // Of few values, so that there are ties.
      const costs = Array.from({ length: rows }, () =>
        Float64Array.from({ length: columns }, () => Math.floor(random.uniform() * 6) - 1),
      );
      const chosen = assign(costs);
      expect(new Set(chosen).size).toBe(rows);
      const sum = chosen.reduce((total, column, row) => total + costs[row]![column]!, 0);
      expect(sum).toBe(leastSum(costs));
    }
  });

  test("of nothing is nothing; of more rows than columns an error", () => {
    expect(assign([])).toEqual(new Int32Array(0));
    expect(() => assign([Float64Array.of(1), Float64Array.of(2)])).toThrow(
      "assign: expected rows <= columns, got 2 x 1",
    );
  });
});
