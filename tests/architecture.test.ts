import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  checkArchitecture,
  checkFixtures,
  checkLiteralSpreads,
  type PackageRules,
} from "./support/architecture.ts";
import { checkNames, readDoor, sourcesByPath } from "./support/front-doors.ts";
import { readHouse } from "./support/house-page.ts";
import { listFiles, readSources, root } from "./support/sources.ts";

const HOUSE = readHouse(readFileSync(join(root, "docs/architecture.md"), "utf8"));
const rulesOf = (name: string): PackageRules => {
  const found = HOUSE.find(({ folder }) => folder === `packages/${name}`);
  if (found === undefined) throw new Error(`docs/architecture.md has no row for ${name}`);
  return found;
};
const CORE = rulesOf("core");

function readJson(path: string) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

describe("this repository", () => {
  const paths = listFiles(["packages", "tests", "scripts", "bench", "examples", "reference"]);
  const code = /\.(ts|mts|js|mjs|cc|h|py)$/;

  test("keeps to its rooms", () => {
    const files = readSources(paths.filter((path) => code.test(path)));
    expect(files.length).toBeGreaterThan(30);
    expect(checkArchitecture(files, HOUSE)).toEqual([]);
  });

  test("has a row in docs/architecture.md for each of its packages and their rooms", () => {
    const { workspaces } = readJson("package.json");
    expect(HOUSE.map(({ folder }) => folder)).toEqual(workspaces);
    for (const { folder, levels } of HOUSE) {
      const rooms = readdirSync(join(root, folder, "src"), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
      if (levels !== null) expect(rooms.sort()).toEqual(Object.keys(levels).sort());
    }
  });

  test("names in a package's package.json what its row in docs/architecture.md names", () => {
    for (const { folder, imports = [] } of HOUSE) {
      const manifest = readJson(`${folder}/package.json`);
      const kinds = ["dependencies", "optionalDependencies", "devDependencies"];
      const needed = kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}));
      const packages = imports.map((name) => name.split("/").slice(0, 2).join("/"));
      const own = needed.filter((name) => name.startsWith("@mien/") && !packages.includes(name));
      expect({ folder, own }).toEqual({ folder, own: [] });
    }
  });

  test("spreads no literal", () => {
    const sources = paths.filter(
      (path) => /\.(ts|mjs)$/.test(path) && !path.includes("/fixtures/"),
    );
    expect(checkLiteralSpreads(readSources(sources))).toEqual([]);
  });

  test("exports one name for one thing, from all doors together", () => {
    const files = sourcesByPath(readSources(paths.filter((path) => /\/src\/.*\.ts$/.test(path))));
    const doors = HOUSE.flatMap(({ folder }) => {
      const targets: { default: string }[] = Object.values(
        readJson(`${folder}/package.json`).exports,
      );
      return targets
        .filter((target) => target.default.startsWith("./dist/"))
        .map((target) => target.default.replace("./dist/", `${folder}/src/`).replace(".js", ".ts"));
    });
    expect(doors.length).toBeGreaterThan(8);
    expect(checkNames(new Map(doors.map((door) => [door, readDoor(door, files)])))).toEqual([]);
  });

  test("has no fixture that no test reads", () => {
    const isFixture = (path: string) => path.includes("/fixtures/");
    const readers = paths.filter(
      (path) => /^(tests|packages\/[^/]+\/test)\//.test(path) && path.endsWith(".ts"),
    );
    expect(checkFixtures(paths.filter(isFixture), readSources(readers))).toEqual([]);
  });

  test("@mien/core needs no other package, and its compiler knows neither Node nor the DOM", () => {
    const manifest = readJson("packages/core/package.json");
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies"]) {
      expect(manifest[kind]).toBeUndefined();
    }
    const { compilerOptions } = readJson("tsconfig.base.json");
    expect(compilerOptions).toMatchObject({ lib: ["ES2022"], types: [] });
    const own = readJson("packages/core/tsconfig.json").compilerOptions;
    expect(own.lib ?? own.types).toBeUndefined();
  });
});

describe("the checker finds", () => {
  const core = (files: Record<string, string>) =>
    checkArchitecture(
      Object.entries(files).map(([path, text]) => ({ path: `packages/core/src/${path}`, text })),
      [CORE],
    ).map((line) => line.replaceAll("packages/core/src/", ""));
  const kernel = { "kernel/index.ts": 'export { a } from "./a.ts";', "kernel/a.ts": "" };

  test("nothing in a sound package", () => {
    const sound = {
      ...kernel,
      "nn/index.ts": 'import type { A } from "../kernel/index.ts";\nexport const b = 1;',
      "index.ts": 'export * from "./kernel/index.ts";\nexport * from "./nn/index.ts";',
    };
    expect(core(sound)).toEqual([]);
  });

  test("an import past a room's index.ts", () => {
    expect(core({ ...kernel, "nn/b.ts": 'import { a } from "../kernel/a.ts";' })).toEqual([
      "nn/b.ts: imports kernel/a.ts, past the room's index.ts",
    ]);
    expect(core({ ...kernel, "index.ts": 'export * from "./kernel/a.ts";' })).toEqual([
      "index.ts: imports kernel/a.ts, past the room's index.ts",
    ]);
  });

  test("an import of a room on the same or a higher level", () => {
    expect(
      core({ "synthesis/index.ts": "", "nn/b.ts": 'import "../synthesis/index.ts";' }),
    ).toEqual(["nn/b.ts: nn (level 2) imports synthesis (level 2)"]);
    expect(core({ "nn/index.ts": "", "face/b.ts": 'export * from "../nn/index.ts";' })).toEqual([
      "face/b.ts: face (level 0) imports nn (level 2)",
    ]);
    expect(core({ "index.ts": "", "nn/b.ts": 'import {} from "../index.ts";' })).toEqual([
      "nn/b.ts: imports index.ts, which stands above the rooms",
    ]);
  });

  test("a room that the plan lacks", () => {
    expect(core({ "misc/a.ts": "" })).toEqual(["misc/a.ts: misc is not a room of packages/core"]);
  });

  test("a Node module or a package in portable code, however it is imported", () => {
    const sources = [
      'import { readFileSync } from "node:fs";',
      'import type { A } from "fs";',
      'export * from "left-pad";',
      'export const a = () => import("left-pad");',
    ];
    for (const text of sources) {
      expect(core({ "nn/a.ts": text })).toEqual([
        expect.stringMatching(/^nn\/a\.ts: imports (node:fs|fs|left-pad); a portable package/),
      ]);
    }
  });

  test("an import that leaves its package, or leads nowhere", () => {
    expect(core({ "nn/a.ts": 'import "../../../lab/src/cli/index.ts";' })).toEqual([
      "nn/a.ts: imports packages/lab/src/cli/index.ts, not its package's",
    ]);
    expect(core({ "nn/a.ts": 'import "./b.js";' })).toEqual([
      "nn/a.ts: imports nn/b.js, which is no file",
    ]);
  });

  test("a cycle between files, of types too", () => {
    const cycle = {
      "nn/a.ts": 'import type { B } from "./b.ts";',
      "nn/b.ts": 'import { c } from "./c.ts";',
      "nn/c.ts": 'import { a } from "./a.ts";',
    };
    expect(core(cycle)).toEqual(["nn/a.ts -> nn/b.ts -> nn/c.ts -> nn/a.ts: a cycle"]);
  });

  test("state of a module, and work done on import", () => {
    expect(core({ "nn/a.ts": "export const a = 1;\nlet last = 0;" })).toEqual([
      "nn/a.ts:2: a variable that belongs to the module",
    ]);
    expect(core({ "nn/a.ts": 'console.log("hello");' })).toEqual([
      "nn/a.ts:1: does something when it is imported",
    ]);
  });

  test("a file that has grown too long", () => {
    expect(core({ "nn/a.ts": "// line\n".repeat(400) })).toEqual([]);
    expect(core({ "nn/a.ts": "// line\n".repeat(401) })).toEqual([
      "nn/a.ts: 401 lines, at most 400",
    ]);
  });

  test("a fixture that no test names", () => {
    const readers = [
      { path: "a.test.ts", text: 'read("gru.json");' },
      { path: "b.ts", text: 'for (const n of readdirSync(new URL("../fixtures/all/", here))) {}' },
      { path: "c.ts", text: 'for (const n of ["x", "y"]) read("../fixtures/some/" + n);' },
    ];
    const names = ["gru.json", "lstm.json", "all/a.json", "some/x.a.json", "some/z.json", "x.json"];
    const fixtures = names.map((name) => `t/fixtures/${name}`);
    const expected = ["lstm.json", "some/z.json", "x.json"].map(
      (name) => `t/fixtures/${name}: a fixture that no test names`,
    );
    expect(checkFixtures(fixtures, readers)).toEqual(expected);
  });
});
