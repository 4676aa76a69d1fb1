/** Numbers of the command line: each parser returns the value, or says what was expected. */
import { InvalidArgumentError } from "commander";

export function integer(from: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= from) return value;
    throw new InvalidArgumentError(`expected an integer >= ${from}, got ${text}`);
  };
}

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("expected an integer above 0.");
}

export function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("expected a number above 0.");
}
