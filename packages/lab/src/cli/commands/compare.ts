import { compareAnalyses } from "@mien/study";
import type { Command } from "commander";
import { readAnalysis } from "../../studies/index.ts";
import { comparisonText } from "../comparison-text.ts";

export function register(command: Command): void {
  command
    .argument("<dir>", "a study's folder")
    .argument("<other>", "another's")
    .option("--json", "print JSON")
    .action((dir: string, other: string, { json }: { json?: true }) => {
      const compared = compareAnalyses(readAnalysis(dir), readAnalysis(other));
      console.log(json ? JSON.stringify(compared, null, 1) : comparisonText(compared));
    });
}
