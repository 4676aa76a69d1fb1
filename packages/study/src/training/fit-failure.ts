/** Errors of a fit that its recipe and its data bring about: each repetition ends so, wherever it runs. */
const FAILURES: readonly string[] = ["DivergedError", "OneSidedError"];

/**
 * Whether an error is a fit's result, as a loss that diverges or a head without a positive is; everything else, such as a
 * lost worker or no memory, is a fault that another attempt may not meet. The name tells, for it is what comes over from a
 * thread or another machine.
 */
export const isFitFailure = (error: unknown): error is Error =>
  error instanceof Error && FAILURES.includes(error.name);

/** The same error with another text. */
export function renamedError(error: Error, message: string): Error {
  const renamed = new Error(message, { cause: error });
  renamed.name = error.name;
  return renamed;
}
