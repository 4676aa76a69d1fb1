import type { Label } from "@mien/core";

const WORDS: Readonly<Record<Label, readonly string[]>> = {
  anger: ["anger", "angry", "an"],
  disgust: ["disgust", "disgusted", "di"],
  fear: ["fear", "fearful", "afraid", "scared", "fe"],
  happiness: ["happiness", "happy", "joy", "smile", "smiling", "ha"],
  sadness: ["sadness", "sad", "sa"],
  surprise: ["surprise", "surprised", "su"],
  contempt: ["contempt", "contemptuous", "co"],
  neutral: ["neutral", "ne"],
};
const LABEL_OF: ReadonlyMap<string, Label> = new Map(
  Object.entries(WORDS).flatMap(([label, words]) => words.map((word) => [word, label as Label])),
);

/** The label that a folder or a column names, in any case; null for another word. */
export function labelOfWord(word: string): Label | null {
  return LABEL_OF.get(word.trim().toLowerCase()) ?? null;
}

/** Labels that whole words of an id name, two-letter codes not among them: "s1/happy/clip2" says happiness. */
export function labelsInId(id: string): Label[] {
  const words = id.split(/[^A-Za-z]+/).filter((word) => word.length > 2);
  const labels = words.map(labelOfWord).filter((label) => label !== null);
  return [...new Set(labels)];
}

/** The words that a folder may have, for errors. */
export const LABEL_WORDS = Object.keys(WORDS).join(", ");
