// What is timed. B sequences of T frames, I inputs, H hidden units, G gates (GRU 3, LSTM 4), K heads.

const GATES = { gru: 3, lstm: 4 };

const train = (cell, inputs, hidden = 64, batch = 32) => ({
  name: `train ${cell} ${inputs}/${hidden}/${batch}`,
  kind: "train",
  cell,
  inputs,
  hidden,
  batch,
  steps: 24,
  heads: 1,
});

const infer = (kind, name, inputs, heads) => ({
  name,
  kind,
  cell: "gru",
  inputs,
  hidden: 64,
  batch: 1,
  steps: 24,
  heads,
});

/**
 * train: one training step (forward, backward, Adam), one layer, last state, binary cross-entropy from one logit; named
 * cell I/H/B. frame: one frame in, one logit a head out, state carried. sequence: T frames in, one logit out.
 */
export const cases = [
  ...[60, 136, 1434].flatMap((inputs) => [train("gru", inputs), train("lstm", inputs)]),
  train("gru", 64, 32, 16),
  train("lstm", 64, 32, 16),
  ...[136, 1434].flatMap((inputs) => [
    infer("frame", `frame gru ${inputs}/64, one head`, inputs, 1),
    infer("frame", `frame gru ${inputs}/64, six heads`, inputs, 6),
  ]),
  infer("sequence", "sequence gru 1434/64, 24 frames", 1434, 1),
];

// The widest comes last: the one to go without when time is short.
const QUICK = [
  "train gru 136/64/32",
  "frame gru 136/64, six heads",
  "train gru 64/32/16",
  "train lstm 136/64/32",
  "train gru 1434/64/32",
];
export const quickCases = QUICK.map((name) => cases.find((c) => c.name === name));

export const gates = (c) => GATES[c.cell];

/**
 * Floating-point operations of a step. Training: 2 G H (2 I + 3 H) B T, for the two products forward, their two weight
 * gradients, and the gradient of the state; none for the inputs. Inference: 2 G H (I + H) a frame and head.
 */
export function operations(c) {
  const { inputs: I, hidden: H, batch: B, steps: T, heads: K } = c;
  if (c.kind === "train") return 2 * gates(c) * H * (2 * I + 3 * H) * B * T;
  return 2 * gates(c) * H * (I + H) * K * (c.kind === "sequence" ? T : 1);
}
