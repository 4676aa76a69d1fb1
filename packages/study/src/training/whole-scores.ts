import { createHeadScores, EARLY_SHARES, type FitResult } from "@mien/core";

/** What a fit says of one testing recording after the whole sequence. */
export interface WholeScores {
  /** Raw [C], a view of the result. */
  readonly logits: Float64Array;
  /** Log-odds with each head's loss undone [C]. */
  readonly scores: Float64Array;
}

/** A fit's answers, one for each of its testing recordings, in their order. */
export function wholeScores({ losses, logits }: FitResult): WholeScores[] {
  const [E, C] = [EARLY_SHARES.length, losses.length];
  const write = createHeadScores(losses.map(({ loss }) => loss));
  return Array.from({ length: logits.length / (E * C) }, (_, i) => {
    const own = logits.subarray((i * E + E - 1) * C, (i + 1) * E * C);
    const scores = new Float64Array(C);
    write(own, scores);
    return { logits: own, scores };
  });
}
