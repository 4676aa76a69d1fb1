/** A training whose loss is no number any more: what came of its hyperparameters, not a fault of the machine. */
export class DivergedError extends Error {
  override readonly name = "DivergedError";
}
