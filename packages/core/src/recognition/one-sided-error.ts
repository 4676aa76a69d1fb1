/** A head whose training recordings show its label never, or always: what came of the data's split, not a fault. */
export class OneSidedError extends Error {
  override readonly name = "OneSidedError";
}
