/** Names that packages export, and where each is made. */
import ts from "typescript";
import type { SourceFile } from "./architecture.ts";

/** What a door exports: the file that makes each name, or the package that it comes from. */
export type Door = ReadonlyMap<string, string>;

/**
 * What a file exports, through its re-exports of files of the same package.
 *
 * @param path the door, such as packages/core/src/index.ts
 * @throws where a re-export leads to no file
 */
export function readDoor(path: string, files: ReadonlyMap<string, string>): Door {
  const text = files.get(path);
  if (text === undefined) throw new Error(`${path}: expected a file that is exported, got none`);
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const imported = new Map(statements.flatMap(importsOf));
  const found = statements.flatMap((statement) => exportsOf(statement, path, files));
  return new Map(found.map(([name, origin]) => [name, makerOf(origin, name)]));

  /** What a file imports from another package and passes on, it does not make. */
  function makerOf(origin: string, name: string): string {
    const from = origin === path ? imported.get(name) : undefined;
    return from === undefined || from.startsWith(".") ? origin : from;
  }
}

function importsOf(statement: ts.Statement): (readonly [name: string, from: string])[] {
  if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) {
    return [];
  }
  const bindings = statement.importClause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
  const from = statement.moduleSpecifier.text;
  return bindings.elements.map(({ name }) => [name.text, from] as const);
}

function exportsOf(
  statement: ts.Statement,
  path: string,
  files: ReadonlyMap<string, string>,
): (readonly [name: string, origin: string])[] {
  if (ts.isExportDeclaration(statement)) return reExportsOf(statement, path, files);
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [[name.text, path] as const] : [],
    );
  }
  const { name } = statement as ts.DeclarationStatement;
  return name !== undefined && ts.isIdentifier(name) ? [[name.text, path]] : [];
}

function reExportsOf(
  { exportClause, moduleSpecifier }: ts.ExportDeclaration,
  path: string,
  files: ReadonlyMap<string, string>,
): (readonly [name: string, origin: string])[] {
  const from =
    moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier)
      ? moduleSpecifier.text
      : null;
  const isFile = from?.startsWith(".") === true;
  const other = isFile ? readDoor(new URL(from, `file:///${path}`).pathname.slice(1), files) : null;
  if (exportClause === undefined) return [...(other ?? [])];
  if (!ts.isNamedExports(exportClause)) return [[exportClause.name.text, from ?? path]];
  return exportClause.elements.map(({ name, propertyName }) => {
    const origin = other?.get((propertyName ?? name).text) ?? from ?? path;
    return [name.text, origin] as const;
  });
}

/** Names that doors of different packages export and make in different places; one line a name. */
export function checkNames(doors: ReadonlyMap<string, Door>): string[] {
  const makers = new Map<string, Set<string>>();
  for (const door of doors.values()) {
    for (const [name, origin] of door) {
      if (!origin.startsWith("packages/")) continue;
      makers.set(name, (makers.get(name) ?? new Set()).add(origin));
    }
  }
  const packageOf = (path: string) => path.split("/")[1]!;
  return [...makers]
    .filter(([, origins]) => new Set([...origins].map(packageOf)).size > 1)
    .map(([name, origins]) => `${name}: is made in ${[...origins].sort().join(" and ")}`)
    .sort();
}

export const sourcesByPath = (files: readonly SourceFile[]): ReadonlyMap<string, string> =>
  new Map(files.map(({ path, text }) => [path, text]));
