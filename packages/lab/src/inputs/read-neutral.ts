import { calmFace, type NeutralFace } from "@mien/core";
import { type Observed, type ObserveOptions, observeInputs } from "./observe-inputs.ts";
import { planInputs } from "./plan-inputs.ts";

/**
 * A person's neutral face out of a photo, a video, a folder of frames or a recordings file of one recording: the calm
 * median of its frames.
 *
 * @throws where the file cannot be read, holds more than one recording, or shows no face; the message begins with its path
 */
export async function readNeutral(path: string, options: ObserveOptions): Promise<NeutralFace> {
  const plan = await planInputs([path]);
  const [problem] = plan.problems;
  if (problem !== undefined) throw new Error(`${problem.path}: ${problem.message}`);
  const count = plan.stored.length + plan.sources.length;
  if (count !== 1) {
    throw new Error(`${path}: a neutral face is one photo, video or recording, got ${count}`);
  }
  const seen: Observed[] = [];
  for await (const one of observeInputs(plan, options)) {
    if ("message" in one) throw new Error(`${one.path}: ${one.message}`);
    seen.push(one);
  }
  const recording = seen[0]?.recording;
  if (recording?.detected.includes(1) !== true) {
    throw new Error(`${path}: a neutral face is needed, and no face was found in it`);
  }
  return calmFace(recording);
}
