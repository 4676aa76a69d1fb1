import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";

/**
 * Refuses a file that could not be written, before any work is done.
 *
 * @param option such as "--out", for the message
 * @throws where its folder is missing or closed, or it is a folder itself or closed
 */
export function checkWritable(option: string, path: string): void {
  const folder = dirname(resolve(path));
  if (!existsSync(folder)) throw new Error(`${option} ${path}: its folder does not exist`);
  if (!statSync(folder).isDirectory()) {
    throw new Error(`${option} ${path}: ${folder} is no folder`);
  }
  if (existsSync(path) && statSync(path).isDirectory()) {
    throw new Error(`${option} ${path}: is a folder, expected a file to write`);
  }
  try {
    accessSync(existsSync(path) ? path : folder, constants.W_OK);
  } catch {
    throw new Error(`${option} ${path}: cannot be written (no permission)`);
  }
}

/** Whether a file that is there may be written over. */
export interface OutFlags {
  readonly out: string;
  readonly resume?: boolean;
  readonly force?: boolean;
}

/** @throws where --out cannot be written, or is there already and no flag says what to do */
export function checkOut({ out, resume, force }: OutFlags, canResume = false): void {
  checkWritable("--out", out);
  if (existsSync(out) && !resume && !force) {
    const or = canResume ? ", --resume goes on" : "";
    throw new Error(`--out ${out}: is there already; --force writes over it${or}`);
  }
}
