import type { DisplayVariant } from "./display.ts";

/**
 * What faces do that is no expression: each a single movement or two that an expression also has, without the rest of it.
 * The last is a still face; the eyes and the head move more instead.
 */
export const DISTRACTIONS: readonly DisplayVariant[] = [
  // Lips pressed or sucked in, as in thought.
  { weight: 0.16, parts: { AU24: [1, 0.3, 0.9], AU28: [0.4, 0.2, 0.6], AU17: [0.2, 0.1, 0.4] } },
  // A yawn: the jaw wide open, the eyes narrow.
  { weight: 0.12, parts: { AU27: [1, 0.5, 1], AU43: [0.7, 0.3, 1], AU7: [0.4, 0.2, 0.6] } },
  // The mouth hangs open.
  { weight: 0.12, parts: { AU26: [1, 0.2, 0.8], AU25: [0.5, 0.1, 0.4] } },
  // A brow flash, weaker than surprise and with nothing else.
  { weight: 0.14, parts: { AU1: [1, 0.15, 0.5], AU2: [1, 0.15, 0.5] } },
  // A glance that strains: brows a little down, lids a little tight.
  { weight: 0.14, parts: { AU4: [0.8, 0.1, 0.35], AU7: [0.7, 0.1, 0.5] } },
  // Blinding light: the lids close half.
  { weight: 0.06, parts: { AU7: [1, 0.3, 0.9], AU43: [0.6, 0.1, 0.5] } },
  // Lips forward.
  { weight: 0.1, parts: { AU18: [1, 0.3, 1], AU22: [0.25, 0.1, 0.4] } },
  { weight: 0.16, parts: {} },
];
