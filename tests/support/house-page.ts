/** The tables of docs/architecture.md as rules: the page is what the sources are held to. */
import type { PackageRules } from "./architecture.ts";

/** Cells of the rows of the first table after a heading; without the head and its line. @throws where there is none */
function tableUnder(page: string, heading: string): string[][] {
  const lines = page.split("\n");
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`architecture.md: expected the heading "${heading}"`);
  const first = lines.findIndex((line, i) => i > start && line.startsWith("|"));
  const end = lines.findIndex((line, i) => i > first && !line.startsWith("|"));
  const rows = first < 0 ? [] : lines.slice(first + 2, end < 0 ? undefined : end);
  if (rows.length === 0) throw new Error(`architecture.md: expected a table under "${heading}"`);
  return rows.map((row) =>
    row
      .slice(1, row.lastIndexOf("|"))
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** What a cell has in code's quotes. */
const quotedIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((m) => m[1]!);

const WHERE: Readonly<Record<string, boolean>> = { anywhere: true, Node: false };

/**
 * Rules of every package: columns package, runs, may import, holds; and of each that the page divides into
 * rooms, under "## Rooms of NAME", columns level, room, holds.
 *
 * @throws on a page that lacks a table, or a cell that says nothing known
 */
export function readHouse(page: string): PackageRules[] {
  return tableUnder(page, "## Packages").map(([name = "", runs = "", imports = ""]) => {
    const [quoted] = quotedIn(name);
    const portable = WHERE[runs];
    if (quoted === undefined || portable === undefined) {
      throw new Error(`architecture.md: expected a package and "anywhere" or "Node", got ${name}`);
    }
    const short = quoted.replace("@mien/", "");
    return {
      folder: `packages/${short}`,
      levels: levelsOf(page, `## Rooms of \`${short}\``),
      portable,
      imports: quotedIn(imports),
    };
  });
}

function levelsOf(page: string, heading: string): Readonly<Record<string, number>> | null {
  if (!page.split("\n").includes(heading)) return null;
  const rows = tableUnder(page, heading).map(([level = "", room = ""]) => {
    const [name] = quotedIn(room);
    if (name === undefined || !/^\d+$/.test(level)) {
      throw new Error(`architecture.md: expected a level and a room, got ${level} and ${room}`);
    }
    return [name, Number(level)] as const;
  });
  return Object.fromEntries(rows);
}
