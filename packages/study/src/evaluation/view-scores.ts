/** Six ways, on recordings of subjects that the fit had not seen, met in one way. */
export interface ViewScores {
  /** How the recordings were met: whole or as a photo, with which neutral face. */
  readonly view: string;
  readonly recordings: number;
  readonly accuracy: number;
  readonly macroF1: number;
  /** Of a linear model on the frame farthest from the neutral. */
  readonly linearAccuracy: number;
  readonly linearMacroF1: number;
}
