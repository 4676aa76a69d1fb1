import { describe, expect, test } from "vitest";
import { checkArchitecture, checkLiteralSpreads } from "./support/architecture.ts";
import { checkNames, readDoor } from "./support/front-doors.ts";
import { readHouse } from "./support/house-page.ts";

describe("checkLiteralSpreads finds", () => {
  const spreads = (text: string) => checkLiteralSpreads([{ path: "a.ts", text }]);

  test("an object or an array that is spread where its parts could stand", () => {
    const found = (line: number) =>
      `a.ts:${line}: spreads a literal; write its parts where they go`;
    expect(spreads("const a = {\n  ...{ b, c },\n};")).toEqual([found(2)]);
    expect(spreads("const a = [...[1, 2]];\nf(...([x, y]));")).toEqual([found(1), found(2)]);
  });

  test("nothing where what is spread has to be computed", () => {
    expect(spreads("const a = { ...b, ...(c ? { d } : {}), ...(e && { f }) };")).toEqual([]);
    expect(spreads("const a = [...[1, 2].map(f), ...g()];")).toEqual([]);
  });
});

describe("checkNames", () => {
  const files = new Map([
    ["packages/a/src/index.ts", 'export * from "./x.ts";\nexport { y as z } from "./y.ts";'],
    ["packages/a/src/x.ts", "export interface Outcome {}\nexport const one = 1;"],
    ["packages/a/src/y.ts", "export function y() {}"],
    ["packages/b/src/index.ts", 'export { one } from "@mien/a";\nexport * from "./v.ts";'],
    [
      "packages/b/src/v.ts",
      'import { z } from "@mien/a";\nexport { z };\nexport type Outcome = 1;',
    ],
  ]);
  const door = (name: string) => readDoor(`packages/${name}/src/index.ts`, files);

  test("reads a door through its re-exports", () => {
    expect([...door("a")]).toEqual([
      ["Outcome", "packages/a/src/x.ts"],
      ["one", "packages/a/src/x.ts"],
      ["z", "packages/a/src/y.ts"],
    ]);
    expect(() => readDoor("packages/c/src/index.ts", files)).toThrow(
      "packages/c/src/index.ts: expected a file that is exported, got none",
    );
  });

  test("names what two packages make, and not what one passes on", () => {
    const doors = new Map([
      ["a", door("a")],
      ["b", door("b")],
    ]);
    expect(checkNames(doors)).toEqual([
      "Outcome: is made in packages/a/src/x.ts and packages/b/src/v.ts",
    ]);
  });
});

describe("readHouse", () => {
  const page = (runs: string) =>
    [
      "## Packages",
      "",
      "| package | runs | may import | holds |",
      "| --- | --- | --- | --- |",
      `| \`@mien/a\` | ${runs} | nothing | a |`,
      "| `@mien/b` | Node | `@mien/a` | b |",
      "",
      "## Rooms of `a`",
      "| level | room | holds |",
      "| --- | --- | --- |",
      "| 0 | `x` | x |",
      "| 1 | `y` | y |",
    ].join("\n");

  test("reads packages, what each may import, and the levels of rooms", () => {
    expect(readHouse(page("anywhere"))).toEqual([
      { folder: "packages/a", portable: true, imports: [], levels: { x: 0, y: 1 } },
      { folder: "packages/b", portable: false, imports: ["@mien/a"], levels: null },
    ]);
  });

  test("says what is wrong with the page", () => {
    expect(() => readHouse("# no table")).toThrow('expected the heading "## Packages"');
    expect(() => readHouse("## Packages\n")).toThrow('expected a table under "## Packages"');
    expect(() => readHouse(page("somewhere"))).toThrow(
      'expected a package and "anywhere" or "Node", got `@mien/a`',
    );
  });

  test("holds a package of Node to its row, and leaves it what is not mien's", () => {
    const text = 'import "node:fs";\nimport "left-pad";\nimport "@mien/c";\nimport "@mien/a/x";';
    const files = [{ path: "packages/b/src/index.ts", text }];
    expect(checkArchitecture(files, readHouse(page("anywhere")))).toEqual([
      "packages/b/src/index.ts: imports @mien/c; this package imports @mien/a alone",
    ]);
  });
});
