/**
 * The assignment of rows to columns with the least sum of costs: Kuhn 1955 in Jonker's and Volgenant's form, shortest
 * augmenting paths with potentials.
 *
 * @param costs [n][m] with n <= m, finite
 * @returns the column of each row [n]; of several assignments with the same sum always the same one
 * @throws where there are more rows than columns. Cost: O(n² m)
 */
export function assign(costs: readonly Float64Array[]): Int32Array {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows > columns) throw new Error(`assign: expected rows <= columns, got ${rows} x ${columns}`);
  const search = {
    costs,
    rowPotential: new Float64Array(rows),
    columnPotential: new Float64Array(columns),
    rowOf: new Int32Array(columns).fill(-1),
  };
  for (let row = 0; row < rows; row++) addRow(search, row);
  const columnOf = new Int32Array(rows);
  search.rowOf.forEach((row, column) => {
    if (row >= 0) columnOf[row] = column;
  });
  return columnOf;
}

interface Search {
  readonly costs: readonly Float64Array[];
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  /** [m], -1 where a column is free. */
  readonly rowOf: Int32Array;
}

/** Finds the cheapest way from a row to a free column, and turns it around. */
function addRow({ costs, rowPotential, columnPotential, rowOf }: Search, start: number): void {
  const columns = rowOf.length;
  const best = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(columns).fill(-1);
  const isDone = new Uint8Array(columns);
  let [row, last] = [start, -1];
  const seen: number[] = [];
  do {
    let [next, step] = [-1, Number.POSITIVE_INFINITY];
    for (let column = 0; column < columns; column++) {
      if (isDone[column] === 1) continue;
      const cost = costs[row]![column]! - rowPotential[row]! - columnPotential[column]!;
      if (cost < best[column]!) {
        best[column] = cost;
        before[column] = last;
      }
      if (best[column]! < step) [next, step] = [column, best[column]!];
    }
    rowPotential[start]! += step;
    for (const column of seen) {
      rowPotential[rowOf[column]!]! += step;
      columnPotential[column]! -= step;
    }
    for (let column = 0; column < columns; column++) {
      if (isDone[column] === 0) best[column]! -= step;
    }
    isDone[next] = 1;
    seen.push(next);
    last = next;
    row = rowOf[next]!;
  } while (row >= 0);
  for (let column = last; column >= 0; column = before[column]!) {
    const from = before[column]!;
    rowOf[column] = from < 0 ? start : rowOf[from]!;
  }
}
