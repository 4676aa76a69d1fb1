import type { FolderRepair } from "../studies/index.ts";

/** More lines than a reader wants to see; all of them are in the file. */
const SHOWN = 10;

/** What a repair kept and what it moved aside, for people. */
export function repairText({ kept, aside, asidePath }: FolderRepair): string {
  if (asidePath === null) return `nothing to repair: all ${kept} lines are whole`;
  const shown = aside.slice(0, SHOWN).map(({ line, reason }) => `  line ${line}: ${reason}`);
  const rest = aside.length > SHOWN ? [`  and ${aside.length - SHOWN} more`] : [];
  return [
    `kept ${kept} lines; moved ${aside.length} to ${asidePath}:`,
    ...shown,
    ...rest,
    "the same mien study goes on from what is kept",
  ].join("\n");
}
