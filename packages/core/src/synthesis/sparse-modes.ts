import type { FaceKit } from "./face-kit.ts";

/** Gap of zeros that costs less to add than to skip. */
const BRIDGE = 24;

/** A kit's expression modes without what they leave still: most move a small part of the face. */
export interface SparseModes {
  /** Adds `weight` times mode `mode` to `positions` [V, 3]: the same numbers as `addMode`. */
  add(mode: number, weight: number, positions: Float32Array): void;
}

export function createSparseModes({
  modes,
  modeScale,
  expressions,
  vertices,
}: FaceKit): SparseModes {
  const length = vertices * 3;
  const runs = expressions.map((_, m) => findRuns(modes.subarray(m * length, (m + 1) * length)));
  return {
    add(mode, weight, positions) {
      if (weight === 0) return;
      const factor = weight * modeScale[mode]!;
      const offset = mode * length;
      const own = runs[mode]!;
      for (let r = 0; r < own.length; r += 2) {
        const end = own[r + 1]!;
        for (let i = own[r]!; i < end; i++) positions[i]! += factor * modes[offset + i]!;
      }
    },
  };
}

/** [start, end, start, end ..] of the stretches that hold all non-zero entries. */
function findRuns(values: Int16Array): Int32Array {
  const runs: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0) continue;
    const last = runs.length - 1;
    if (last > 0 && i - runs[last]! < BRIDGE) runs[last] = i + 1;
    else runs.push(i, i + 1);
  }
  return Int32Array.from(runs);
}
