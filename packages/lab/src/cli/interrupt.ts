/** Ctrl-C, or a request to end, stopped a command: `mien` says so, and exits with 130. */
export class Interrupted extends Error {
  /** @param goesOn what is kept, and how to go on from there; "" where there is nothing to say */
  constructor(goesOn: string) {
    super(goesOn === "" ? "interrupted" : `interrupted: ${goesOn}`);
    this.name = "Interrupted";
  }
}

/**
 * Runs with Ctrl-C bound to a signal; a second Ctrl-C ends at once.
 *
 * @param goesOn what is kept, said after an interruption; of the result where there is one
 * @throws Interrupted once the signal has ended the work, however the work ended
 */
export async function withInterrupt<T>(
  run: (signal: AbortSignal) => Promise<T>,
  goesOn: (result: T | null) => string = () => "",
): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort(new Error("stopped"));
  process.once("SIGINT", stop).once("SIGTERM", stop);
  let result: T | null = null;
  try {
    result = await run(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
  if (controller.signal.aborted) throw new Interrupted(goesOn(result));
  return result as T;
}

/** Ends at once where nothing else listens: of a command that has nothing to bring to an end. */
export function endAtOnce(signal: "SIGINT" | "SIGTERM"): void {
  if (process.listenerCount(signal) > 1) return;
  console.error("interrupted");
  process.exit(130);
}
