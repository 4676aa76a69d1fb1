/** The six basic expressions in the one order that targets, logits and reports use. */
export const EXPRESSIONS = [
  "anger",
  "disgust",
  "fear",
  "happiness",
  "sadness",
  "surprise",
] as const;

export type Expression = (typeof EXPRESSIONS)[number];

/** What a recording may be labelled with: an expression to recognise, or one that data sets hold besides. */
export type Label = Expression | "contempt" | "neutral";

export const LABELS: readonly Label[] = [...EXPRESSIONS, "contempt", "neutral"];

export function isExpression(label: string): label is Expression {
  return (EXPRESSIONS as readonly string[]).includes(label);
}

export function isLabel(label: string): label is Label {
  return (LABELS as readonly string[]).includes(label);
}
