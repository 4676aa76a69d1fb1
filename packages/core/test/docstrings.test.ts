import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";

const manifest: { readonly exports: Readonly<Record<string, { readonly default: string }>> } =
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
/** The actors' door has undocumented exports still: ActorOptions and some more. */
const LATER = ["./synthesis"];
const covered = Object.entries(manifest.exports).filter(([name]) => !LATER.includes(name));
const doors = covered.map(([, door]) =>
  fileURLToPath(
    new URL(door.default.replace("./dist/", "../src/").replace(/\.js$/, ".ts"), import.meta.url),
  ),
);

/** Names that a door exports and whose declaration has neither words nor a tag. */
function undocumented(checker: ts.TypeChecker, file: ts.SourceFile): string[] {
  return checker.getExportsOfModule(checker.getSymbolAtLocation(file)!).flatMap((exported) => {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
    const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
    const words =
      symbol.getDocumentationComment(checker).length + symbol.getJsDocTags(checker).length;
    return words > 0 ? [] : [symbol.name];
  });
}

test("every export of every door but the actors' has a docstring", () => {
  const program = ts.createProgram(doors, {
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
  });
  const checker = program.getTypeChecker();
  expect(doors.length).toBeGreaterThan(5);
  expect(doors.flatMap((door) => undocumented(checker, program.getSourceFile(door)!))).toEqual([]);
});
