/** Written by scripts/embed-model.mjs. */
export const pretrainedBase64 = "";
