import type { Claim } from "../../src/analysis/index.ts";

const CLAIMS: readonly (readonly [string, string, string, Claim["verdict"], number | null])[] = [
  ["accuracy", "The best condition reaches 92.7 % accuracy", "92.7 % ± 5.0 %", "holds", 0.9312],
  [
    "gru-equivalent",
    "GRU is equivalent to LSTM",
    "equivalent at 0.75 of the complexity",
    "holds",
    0.0021,
  ],
  ["complexity", "A GRU takes 0.75 of an LSTM's complexity", "0.75", "holds", 0.75],
  [
    "loss",
    "Adaptively chosen losses raise the F1 of the rare expressions",
    "F1 of fear 0.215",
    "undecided",
    0.0132,
  ],
  [
    "spread",
    "F1 ranges from fear, the hardest, to surprise",
    "0.215 to 0.967",
    "does not hold",
    0.42,
  ],
  [
    "strategies",
    "Optimisation strategies are equivalent on a quarter of the metrics",
    "25 %",
    "undecided",
    null,
  ],
];

const ENDS = {
  lowest: "fear",
  highest: "happiness",
  paperRange: 0.752,
  "f1 fear": 0.53,
  "f1 happiness": 0.95,
};

const claimOf = ([id, statement, paper, verdict, value]: (typeof CLAIMS)[number]): Claim => ({
  id,
  statement,
  paper,
  verdict,
  value,
  interval: value === null || id === "complexity" ? null : [value - 0.02, value + 0.02],
  numbers: id === "spread" ? ENDS : { n: 30 },
  note: verdict === "undecided" ? "The interval reaches beyond the margin on one side." : "",
});

export const sampleClaims = (): Claim[] => CLAIMS.map(claimOf);
