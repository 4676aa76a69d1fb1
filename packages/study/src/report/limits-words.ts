/** What any report of such a system has to say; the same in every form of it. */
export const LIMITS: readonly { readonly head: string; readonly text: string }[] = [
  {
    head: "Expressions, not feelings",
    text:
      "What is recognised is a movement of the face that resembles a posed expression. The same movement expresses different states across " +
      "people and situations (Barrett et al. 2019, doi 10.1177/1529100619832930). Say “resembles posed happiness”, never “feels happy”.",
  },
  {
    head: "The law",
    text:
      "The EU AI Act, Art. 5(1)(f), bans inferring emotions at work and in education but for medical or safety reasons, since 2 February 2025; " +
      "Art. 50(3) obliges whoever uses such a system to tell the people it looks at, since 2 August 2026.",
  },
  {
    head: "The data",
    text:
      "Posed expressions, faces toward the camera, few subjects. Nothing here was measured on unposed faces, on talking, on children, on covered " +
      "or strongly turned faces. CK+ is under an agreement: no frame, no landmark and no weights derived from it may be passed on.",
  },
  {
    head: "The statistics",
    text:
      "Folds share training data, so replicates are not independent; the corrected tests allow for that only roughly. Intervals over subjects do " +
      "not hold what training anew would add. “Undecided” means that the data do not tell, not that there is no difference. One data set says " +
      "nothing of the next.",
  },
];

/** Where the claims come from. */
export const PAPER = {
  text: "Winarno et al. 2025, Efficient GRU-based Facial Expression Recognition with Adaptive Loss Selection",
  doi: "10.19139/soic-2310-5070-3043",
};
