/** A package as somebody else has it: installed from its tarball in an empty project, where its README's first block runs. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { PACKAGES } from "./list.mjs";
import { ownDependencies, pack, root, run } from "./pack.mjs";
import { runInPage } from "./page.mjs";
import { firstBlock, saidOutput } from "./readme.mjs";

const OFFLINE = /ENOTCACHED|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/;
/** A block may load a model and take pictures. */
const LONGEST_MS = 120_000;

export async function checkInstalled(name, stage, check) {
  if (!stage.packed.has(name)) return;
  const project = join(stage.folder, "projects", name);
  let installed = false;
  await check(name, "installs in an empty project", () => {
    const missing = install(name, stage, project);
    installed = missing === null;
    return installed ? null : { skip: missing };
  });
  if (!installed) return;
  const readme = join(project, "node_modules/@mien", name, "README.md");
  if (!existsSync(readme)) return;
  const block = firstBlock(readFileSync(readme, "utf8"));
  await check(name, "its README has a block of lines to run", () =>
    block === null ? "expected a block ```js or ```ts" : null,
  );
  if (block === null) return;
  writeFileSync(join(project, "readme.mjs"), asJavaScript(block));
  for (const [file, from] of Object.entries(PACKAGES[name].files ?? {})) {
    copyFileSync(join(root, from), join(project, file));
  }
  const env = { ...process.env, MIEN_FACE_LANDMARKER: modelPath() };
  for (const [version, binary] of nodes()) {
    await check(name, `its README runs in Node ${version}`, () => {
      if (PACKAGES[name].model && !existsSync(env.MIEN_FACE_LANDMARKER)) {
        return { skip: "no MediaPipe model in MIEN_FACE_LANDMARKER or MIEN_TEST_DATA" };
      }
      if (binary === null) return { skip: `no Node ${version}: run scripts/other-nodes.mjs` };
      const said = run(binary, ["readme.mjs"], {
        cwd: project,
        env,
        timeout: LONGEST_MS,
        shell: false,
      });
      return compare(said.trimEnd().split("\n"), block);
    });
  }
  if (!PACKAGES[name].portable) return;
  await check(name, "its README type-checks with skipLibCheck off", () =>
    typeErrors(project, name, block),
  );
  await check(name, "its README runs in a page that Vite built", async () => {
    const { lines, missing } = await runInPage(project, asJavaScript(block));
    return missing === null ? compare(lines, block) : { skip: missing };
  });
}

/** Where MediaPipe's model lies, or would: as tests/support/test-data.ts has it. */
const modelPath = () =>
  process.env.MIEN_FACE_LANDMARKER ??
  join(process.env.MIEN_TEST_DATA ?? join(root, "../shared/data"), "models/face_landmarker.task");

/** Null, or why npm could not fetch what others publish. */
function install(name, stage, project) {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
  const tarballs = [name, ...ownDependencies(name)].map((one) => pack(stage, one).path);
  const npm = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  try {
    run("npm", [...npm, ...tarballs], { cwd: project });
  } catch (error) {
    if (PACKAGES[name].alone || !OFFLINE.test(error.message)) throw error;
    return `npm could not fetch its dependencies: ${error.message.split("\n")[0]}`;
  }
  const others = readdirSync(join(project, "node_modules")).filter((one) => !one.startsWith("."));
  if (PACKAGES[name].alone && others.join() !== "@mien") {
    throw new Error(`expected nothing but itself in node_modules, got ${others}`);
  }
  return null;
}

/** This Node and the others that mien supports, [major, binary]. */
function nodes() {
  const [running] = process.versions.node.split(".");
  const file = process.platform === "win32" ? "node.exe" : "node";
  return ["20", "22", "24"].map((major) => {
    if (major === running) return [major, process.execPath];
    const binary = join(root, ".cache/nodes", major, "bin", file);
    return [major, existsSync(binary) ? binary : null];
  });
}

function asJavaScript({ language, code }) {
  if (language === "js") return code;
  const { ESNext } = ts.ModuleKind;
  const options = { target: ts.ScriptTarget.ES2022, module: ESNext, verbatimModuleSyntax: true };
  return ts.transpileModule(code, { compilerOptions: options }).outputText;
}

/** What it printed beside what it says that it prints, where it says so. */
function compare(lines, block) {
  const said = saidOutput(block.code);
  if (lines.every((line) => line === "")) return "expected it to print something, got nothing";
  if (said.length === 0 || lines.join("\n") === said.join("\n")) return null;
  return `expected the lines ${JSON.stringify(said)}, got ${JSON.stringify(lines)}`;
}

/** The package's types and the block under `strict`, as a new project has it. */
function typeErrors(project, name, { language, code }) {
  const all = join(project, "types.ts");
  writeFileSync(all, `import * as all from "@mien/${name}";\nexport default all;\n`);
  const own = join(project, `readme-types.${language}`);
  writeFileSync(own, code);
  const program = ts.createProgram([all, own], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ["lib.es2022.d.ts", "lib.dom.d.ts"],
    types: [],
    noEmit: true,
    strict: true,
    skipLibCheck: false,
    // Of TypeScript's own files: no user mends those.
    skipDefaultLibCheck: true,
    allowJs: true,
    checkJs: true,
  });
  const errors = ts.getPreEmitDiagnostics(program);
  const text = ({ file, start, messageText }) => {
    const line = file === undefined ? "" : `${file.fileName.slice(project.length + 1)}:`;
    const at = file === undefined ? "" : file.getLineAndCharacterOfPosition(start).line + 1;
    return `${line}${at} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  };
  return errors.length === 0 ? null : errors.slice(0, 5).map(text).join("; ");
}
