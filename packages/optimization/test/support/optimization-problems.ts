import { cos, exp, log } from "@mien/core/math";
import {
  askTrial,
  bestTrial,
  type History,
  type Params,
  type Sampler,
  tellTrial,
} from "../../src/index.ts";

export interface Problem {
  readonly space: Readonly<Record<string, object>>;
  evaluate(params: Params): number;
}

const ALPHA = [1, 1.2, 3, 3.2];
const A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];

const square = (x: number) => x * x;
const number = (params: Params, name: string) => Number(params[name]);

/** The functions of reference/optimization_progress.py, in operations that give the same bits on every engine. */
export const PROBLEMS: Readonly<Record<"branin" | "hartmann6" | "mixed", Problem>> = {
  branin: {
    space: { x: { type: "float", low: -5, high: 10 }, y: { type: "float", low: 0, high: 15 } },
    evaluate(params) {
      const [x, y] = [number(params, "x"), number(params, "y")];
      const valley = y - (5.1 / (4 * square(Math.PI))) * x * x + (5 / Math.PI) * x - 6;
      return square(valley) + 10 * (1 - 1 / (8 * Math.PI)) * cos(x) + 10;
    },
  },
  hartmann6: {
    space: Object.fromEntries(
      Array.from({ length: 6 }, (_, i) => [`x${i}`, { type: "float", low: 0, high: 1 }]),
    ),
    evaluate(params) {
      const hill = (row: number[], k: number) =>
        row.reduce((sum, a, i) => sum + a * square(number(params, `x${i}`) - 1e-4 * P[k]![i]!), 0);
      return -A.reduce((sum, row, k) => sum + ALPHA[k]! * exp(-hill(row, k)), 0);
    },
  },
  mixed: {
    space: {
      learningRate: { type: "float", low: 1e-5, high: 1, log: true },
      units: { type: "integer", low: 4, high: 256, log: true },
      layers: { type: "integer", low: 1, high: 6 },
      dropout: { type: "float", low: 0, high: 0.6, step: 0.05 },
      cell: { type: "categorical", choices: ["rnn", "lstm", "gru"] },
    },
    evaluate(params) {
      const rate = log(number(params, "learningRate")) / Math.LN10 + 2.5;
      const units = log(number(params, "units") / 48) / Math.LN2;
      const cell = { gru: 0, lstm: 0.25, rnn: 0.7 }[String(params.cell)]!;
      const turn = params.cell === "lstm" ? 0.4 * rate : 0;
      const depth = 0.15 * square(number(params, "layers") - 2);
      const dropout = 4 * square(number(params, "dropout") - 0.2);
      return square(rate + turn) + 0.2 * square(units) + depth + dropout + cell;
    },
  },
};

/** The history of a study whose batches end in order, the last trial of a batch first. */
export function runStudy(problem: Problem, sampler: Sampler, trials: number): History {
  let history: History = [];
  while (history.length < trials) {
    const first = history.length;
    for (let i = 0; i < sampler.batchSize && history.length < trials; i++) {
      history = [...history, askTrial(sampler, history)!];
    }
    for (let i = history.length - 1; i >= first; i--) {
      const value = problem.evaluate(history[i]!.params);
      history = tellTrial(history, i, { state: "complete", value });
    }
  }
  return history;
}

export function bestValue(problem: Problem, sampler: Sampler, trials: number): number {
  return bestTrial(runStudy(problem, sampler, trials), sampler.direction)!.value!;
}
