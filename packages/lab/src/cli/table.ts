import Table from "cli-table3";
import pc from "picocolors";

/** Which columns hold numbers, aligned to the right. */
export type Alignment = "left" | "right";

const BLANK = { mid: "", "top-mid": "", "bottom-mid": "", "left-mid": "", "mid-mid": "" };
const NO_LINES = {
  ...BLANK,
  top: "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "right-mid": "",
  right: "",
  middle: "  ",
};

/** Rows under a head, in columns, without lines. */
export function formatTable(
  head: readonly string[],
  align: readonly Alignment[],
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    head: head.map((text) => pc.bold(text)),
    colAligns: [...align],
    chars: NO_LINES,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
