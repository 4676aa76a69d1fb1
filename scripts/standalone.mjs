// A package of this repository as one that needs none of the others: its built modules, and of the packages of ours that
// it imports what it uses, as one module and one file of types. In the repository everything runs from the many small
// files; npm packs the one. In a package's folder, from its manifest:
//
//   prepack   node ../../scripts/standalone.mjs bundle     puts dist aside and writes the one module as dist
//   postpack  node ../../scripts/standalone.mjs restore    puts dist back
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const [task] = process.argv.slice(2);
const folder = process.cwd();
const dist = join(folder, "dist");
const aside = join(folder, ".dist-of-repository");

/** Also after a pack that was cut off: what was put aside is what the repository runs from. */
function restore() {
  if (!existsSync(aside)) return;
  rmSync(dist, { recursive: true, force: true });
  renameSync(aside, dist);
}

async function bundle() {
  restore();
  if (!existsSync(join(dist, "index.js"))) {
    throw new Error(`standalone: ${dist} has no index.js; run npm run build first`);
  }
  renameSync(dist, aside);
  try {
    await writeModule();
    refuseOurImports();
  } catch (error) {
    restore();
    throw error;
  }
}

/** One pass for the code, one for the types; what is imported from elsewhere than `@mien` stays an import. */
async function writeModule() {
  // Only who packs needs a bundler: `restore` runs without.
  const { build } = await import("rolldown");
  const { dts } = await import("rolldown-plugin-dts");
  const external = (id) => !/^(\.|\/|[A-Za-z]:|@mien\/|\0)/.test(id);
  const output = { dir: dist, format: "esm" };
  await build({
    input: join(aside, "index.js"),
    external,
    tsconfig: false,
    output: { ...output, entryFileNames: "index.js" },
    logLevel: "warn",
  });
  await build({
    input: join(aside, "index.d.ts"),
    external,
    tsconfig: false,
    plugins: dts({ dtsInput: true, tsconfig: false }),
    output: { ...output, entryFileNames: "index.ts" },
    logLevel: "warn",
  });
}

/** @throws where a file of `dist` imports a package of ours still */
function refuseOurImports() {
  for (const name of readdirSync(dist)) {
    const found = /(?:from|import)\s*\(?\s*["'](@mien\/[^"']+)/.exec(
      readFileSync(join(dist, name), "utf8"),
    );
    if (found !== null) throw new Error(`standalone: dist/${name} imports ${found[1]} still`);
  }
}

if (task === "bundle") await bundle();
else if (task === "restore") restore();
else throw new Error(`standalone: expected bundle or restore, got ${task}`);
