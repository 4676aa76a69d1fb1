import { createRandom } from "@mien/core/math";
import type { StudyEfficiency } from "../../src/analysis/index.ts";
import { conditions, REPLICATES, uniform } from "./sample-study.ts";

export function sampleEfficiency(seed = 1): StudyEfficiency {
  const random = createRandom(seed);
  const times = (median: number) => ({
    median,
    low: 0.9 * median,
    high: 1.2 * median,
    count: REPLICATES,
  });
  return {
    version: 1,
    name: "full",
    configHash: "ab".repeat(32),
    conditions: conditions.map(({ id, architecture }) => {
      const pace = (architecture === "gru" ? 0.85 : 1) * uniform(random, 0.95, 1.05);
      return {
        id,
        fitSeconds: times(4 * pace),
        runSeconds: times(90 * pace),
        fits: 1500,
        measurement: {
          conditionId: id,
          streamMicrosecondsPerFrame: times(24 * pace),
          trainStepMilliseconds: times(6 * pace),
          modelBytes: 190_000 * pace,
          peakHeapBytes: 81e6,
        },
      };
    }),
    backends: ["wasm"],
    nodes: ["20.20.0"],
    versions: ["0.1.0"],
  };
}
