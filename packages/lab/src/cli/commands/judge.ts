import type { Command } from "commander";
import { loadRecognizer } from "../../inputs/index.ts";
import {
  blendshapeUnits,
  compareOnStrangers,
  judgeStrangers,
  judgeUnits,
  readStrangers,
  STRANGERS,
} from "../../release/index.ts";
import { positiveInteger } from "../numbers.ts";
import { comparisonOnStrangersText, strangersText, unitsText } from "../strangers-text.ts";

interface Flags {
  readonly model?: string;
  readonly against?: string;
  readonly actors: number;
  readonly seed: number;
  readonly json?: true;
}

async function run(path: string, { model, against, actors, seed, json }: Flags): Promise<void> {
  const strangers = await readStrangers(path, { actors, seed });
  const recognizer = await loadRecognizer(model);
  const judgement = judgeStrangers(recognizer, strangers);
  const [own, generic] = (["own", "generic"] as const).map((baseline) =>
    judgeUnits(blendshapeUnits, strangers, { baseline }),
  );
  const comparison =
    against === undefined
      ? null
      : compareOnStrangers(recognizer, await loadRecognizer(against), strangers);
  if (json) {
    const result = { ...judgement, comparison, blendshapeUnits: { own, generic } };
    console.log(JSON.stringify(result));
    return;
  }
  const title = "action units of random combinations, by MediaPipe's blendshapes alone";
  console.log(`${strangersText(judgement)}\n\n${unitsText(title, own!, generic!)}`);
  if (comparison !== null) console.log(`\n${comparisonOnStrangersText(comparison)}`);
}

export function register(command: Command): void {
  command
    .argument("<cast>", "what `mien cast --preset strangers` has filmed")
    .option("--model <file>", "a model file; default: the one that ships")
    .option("--against <file>", "another model file, compared on the same recordings")
    .option("--actors <n>", "of the strangers' plan", positiveInteger, STRANGERS.actors)
    .option("--seed <n>", "of the strangers' plan", positiveInteger, STRANGERS.seed)
    .option("--json", "print everything as JSON")
    .action(run);
}
