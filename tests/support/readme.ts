/** Code blocks of a package's README, run as they stand there. A comment `// -> text` says what a line prints. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "./sources.ts";

/** The blocks of a language, in order. */
export function codeBlocks(markdown: string, language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...markdown.matchAll(fence)].map(([, code]) => code!);
}

/** What a block says that it prints, line by line. */
export const saidOutput = (code: string): string[] =>
  [...code.matchAll(/\/\/ -> (.*)$/gm)].map(([, text]) => text!);

export const readReadme = (folder: string): string =>
  readFileSync(join(root, folder, "README.md"), "utf8");

/** What a block prints in Node, line by line, with a package's folder as its place. */
export function runBlock(folder: string, code: string): string[] {
  const cwd = join(root, folder);
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const script = ts.transpileModule(code, { compilerOptions }).outputText;
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`${folder}/README.md: ${done.stderr}`);
  return done.stdout.trimEnd().split("\n");
}
