import type { Figure, StudyAnalysis, StudyEfficiency } from "../analysis/index.ts";
import { architectureRatios } from "./efficiency-ratios.ts";
import { type Cell, estimate, number, type ReportTable, text } from "./report-table.ts";

/** Arithmetic and clock, condition by condition. */
export function efficiencyTable(
  { complexity }: StudyAnalysis,
  { conditions }: StudyEfficiency,
): ReportTable {
  const clock = new Map(conditions.map((one) => [one.id, one]));
  return {
    name: "efficiency",
    caption:
      "Parameters and multiply-adds by arithmetic; times and memory as measured here: median [range]",
    columns: [
      text("condition", "condition"),
      estimate("parameters", "parameters", 0),
      estimate("macs", "multiply-adds a frame", 0),
      estimate("fit_s", "training, s", 2),
      estimate("run_s", "whole run, s", 1),
      number("fits", "trainings", 0),
      estimate("step_ms", "training step, ms", 2),
      estimate("stream_us", "a frame, µs", 1),
      number("model_bytes", "model, kB", 1),
      number("heap_mb", "peak heap, MB", 1),
    ],
    rows: complexity.conditions.map(({ id, parameters, multiplyAddsPerFrame }) => {
      const one = clock.get(id);
      const measured = one?.measurement ?? null;
      return [
        id,
        ofMedian(parameters),
        ofMedian(multiplyAddsPerFrame),
        ofMedian(one?.fitSeconds),
        ofMedian(one?.runSeconds),
        one?.fits ?? null,
        ofMedian(measured?.trainStepMilliseconds),
        ofMedian(measured?.streamMicrosecondsPerFrame ?? undefined),
        measured === null ? null : measured.modelBytes / 1e3,
        measured === null ? null : measured.peakHeapBytes / 1e6,
      ];
    }),
  };
}

interface Middle {
  readonly median: Figure;
  readonly low: Figure;
  readonly high: Figure;
}

const ofMedian = (spread: Middle | undefined): Cell =>
  spread === undefined ? null : { value: spread.median, low: spread.low, high: spread.high };

/** GRU over LSTM: what arithmetic says beside what the clock says. */
export const ratioTable = (analysis: StudyAnalysis, efficiency: StudyEfficiency): ReportTable => ({
  name: "gru-to-lstm",
  caption: "GRU over LSTM, other factors alike: by arithmetic and as measured",
  columns: [
    text("pair", "pair"),
    number("macs", "multiply-adds"),
    number("parameters", "parameters"),
    number("fit", "training time"),
    number("stream", "time a frame"),
  ],
  rows: architectureRatios(analysis, efficiency).map((one) => [
    one.label,
    one.multiplyAdds,
    one.parameters,
    one.fitSeconds,
    one.streamMicroseconds,
  ]),
});
