import type { Command } from "commander";
import { reportStudyFolder } from "../../studies/index.ts";
import { printStudy } from "../study-text.ts";

export function register(command: Command): void {
  command
    .argument("<dir>", "a study's folder")
    .option("--json", "print where everything is, and the claims")
    .action((dir: string, { json }: { json?: true }) =>
      printStudy(dir, reportStudyFolder(dir), json === true),
    );
}
