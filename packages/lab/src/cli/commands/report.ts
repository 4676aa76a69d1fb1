import type { Command } from "commander";
import { repairFolder, reportStudyFolder } from "../../studies/index.ts";
import { repairText } from "../repair-text.ts";
import { printStudy } from "../study-text.ts";

interface Flags {
  readonly json?: true;
  readonly repair?: true;
}

export function register(command: Command): void {
  command
    .argument("<dir>", "a study's folder")
    .option("--repair", "first keep what is whole of a damaged journal, and move the rest aside")
    .option("--json", "print where everything is, and the claims")
    .action((dir: string, { json, repair }: Flags) => {
      if (repair) console.error(repairText(repairFolder(dir)));
      printStudy(dir, reportStudyFolder(dir), json === true);
    });
}
