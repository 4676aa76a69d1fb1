import type { StudyConfig } from "./config-schema.ts";
import { presetConfig, STUDY_PRESETS, type StudyPreset } from "./presets.ts";

/**
 * The command that repeats a study. It follows from the configuration alone, so that a report made again has the same
 * bytes; what no flag can say is in config.json beside the report.
 */
export function studyCommand(config: StudyConfig): string {
  for (const preset of STUDY_PRESETS) {
    const flags = flagsFrom(preset, config);
    if (flags !== null) return ["mien study", `--preset ${preset}`, ...flags].join(" ");
  }
  return "mien study --config config.json";
}

/** Flags that make a configuration of a preset; null where none do. */
function flagsFrom(preset: StudyPreset, config: StudyConfig): string[] | null {
  const base = presetConfig(preset);
  const seeds = config.seeds.map((_, i) => i + 1);
  const reached: StudyConfig = {
    ...base,
    data: config.data,
    contempt: config.contempt,
    seeds,
    folds: { ...base.folds, folds: config.folds.folds },
    tuning: { ...base.tuning, trials: config.tuning.trials },
  };
  if (!isSame(reached, config)) return null;
  const flag = (name: string, value: unknown, was: unknown) =>
    isSame(value, was) ? [] : [`--${name} ${value}`];
  return [
    ...(isSame(config.data, base.data) ? [] : config.data.map((name) => `--data ${quote(name)}`)),
    ...flag("folds", config.folds.folds, base.folds.folds),
    ...flag("seeds", seeds.length, base.seeds.length),
    ...flag("trials", config.tuning.trials, base.tuning.trials),
    ...flag("contempt", config.contempt, base.contempt),
  ];
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** As a shell takes it for one word. */
const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
