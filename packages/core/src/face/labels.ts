/** The six basic expressions in the one order that targets, logits and reports use. */
export const EXPRESSIONS = [
  "anger",
  "disgust",
  "fear",
  "happiness",
  "sadness",
  "surprise",
] as const;

/** One of the six basic expressions. */
export type Expression = (typeof EXPRESSIONS)[number];

/** What a recording may be labelled with: an expression to recognise, or one that data sets hold besides. */
export type Label = Expression | "contempt" | "neutral";

/** The six, contempt and neutral: every label of the six's data sets. */
export const LABELS: readonly Label[] = [...EXPRESSIONS, "contempt", "neutral"];

/** Whether a label is one of the six. */
export function isExpression(label: string): label is Expression {
  return (EXPRESSIONS as readonly string[]).includes(label);
}

/** Whether a word is a label of the six's data sets. */
export function isLabel(label: string): label is Label {
  return (LABELS as readonly string[]).includes(label);
}
