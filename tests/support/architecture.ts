/**
 * What docs and design say about who may import whom, checked on the text of the sources.
 *
 * A package has rooms: the folders under its `src`, each with an `index.ts` that is its whole public face. A room
 * imports rooms of lower levels, through that file. `src/index.ts` stands above all rooms.
 */
import ts from "typescript";

export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface PackageRules {
  /** Such as "packages/core". */
  readonly folder: string;
  /** Level of each room; null for a package that is not divided into rooms. */
  readonly levels: Readonly<Record<string, number>> | null;
  /** Portable code needs neither Node nor a page, and does nothing when imported. */
  readonly portable: boolean;
  /**
   * Packages that it may import: all of them where it is portable, otherwise those of mien's own; none
   * where it is left out.
   */
  readonly imports?: readonly string[];
}

export const MAX_LINES = 400;

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file that a relative specifier names; null for a bare one. */
  readonly to: string | null;
}

/** One line for each violation, sorted by path; an empty list where the sources keep the rules. */
export function checkArchitecture(
  files: readonly SourceFile[],
  packages: readonly PackageRules[],
): string[] {
  const violations = packages.flatMap((rules) => {
    const sources = files.filter(
      ({ path }) => path.startsWith(`${rules.folder}/src/`) && /\.(ts|js)$/.test(path),
    );
    const imports = sources.flatMap(readImports);
    const known = new Set(sources.map(({ path }) => path));
    return [
      ...sources.flatMap((file) => checkPlace(file, rules)),
      ...imports.flatMap((arrow) => checkImport(arrow, rules, known)),
      ...(rules.portable ? sources.flatMap(checkModuleState) : []),
      ...checkCycles(imports, known),
    ];
  });
  return [...violations, ...files.flatMap(checkLength)].sort();
}

/** Static and dynamic imports, re-exports and types alike, as TypeScript's own scanner finds them. */
function readImports({ path, text }: SourceFile): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
    from: path,
    specifier: fileName,
    to: fileName.startsWith(".") ? resolvePath(path, fileName) : null,
  }));
}

function resolvePath(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** The room that a file of a package lies in; "" for the files directly in `src`. */
function roomOf(path: string, rules: PackageRules): string {
  const [first, ...rest] = path.slice(`${rules.folder}/src/`.length).split("/");
  return rest.length === 0 ? "" : first!;
}

function checkPlace({ path }: SourceFile, rules: PackageRules): string[] {
  if (rules.levels === null) return [];
  const room = roomOf(path, rules);
  if (room === "" || Object.hasOwn(rules.levels, room)) return [];
  return [`${path}: ${room} is not a room of ${rules.folder}`];
}

const isUnder = (packages: readonly string[], specifier: string): boolean =>
  packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));

const expectedOf = (packages: readonly string[]): string =>
  packages.length === 0
    ? "a portable package imports nothing"
    : `this package imports ${packages.join(", ")} alone`;

/** A package of this house. */
const isOwn = (specifier: string): boolean => specifier.startsWith("@mien/");

function checkImport(arrow: Import, rules: PackageRules, known: ReadonlySet<string>): string[] {
  const { from, specifier, to } = arrow;
  if (to === null) {
    const isFree = !rules.portable && !isOwn(specifier);
    const allowed = isFree || isUnder(rules.imports ?? [], specifier);
    return allowed ? [] : [`${from}: imports ${specifier}; ${expectedOf(rules.imports ?? [])}`];
  }
  if (!to.startsWith(`${rules.folder}/src/`)) return [`${from}: imports ${to}, not its package's`];
  if (!known.has(to)) return [`${from}: imports ${to}, which is no file`];
  if (rules.levels === null) return [];
  const [room, other] = [roomOf(from, rules), roomOf(to, rules)];
  if (room === other) return [];
  if (other === "") return [`${from}: imports ${to}, which stands above the rooms`];
  if (to !== `${rules.folder}/src/${other}/index.ts`) {
    return [`${from}: imports ${to}, past the room's index.ts`];
  }
  const level = room === "" ? Number.POSITIVE_INFINITY : (rules.levels[room] ?? -1);
  const below = rules.levels[other] ?? Number.POSITIVE_INFINITY;
  if (below < level) return [];
  return [`${from}: ${room} (level ${level}) imports ${other} (level ${below})`];
}

/** Variables at module level, and statements that do something when the module loads. */
function checkModuleState({ path, text }: SourceFile): string[] {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest).statements.flatMap((statement) => {
    const line = text.slice(0, statement.end).split("\n").length;
    if (ts.isVariableStatement(statement)) {
      const constant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
      return constant ? [] : [`${path}:${line}: a variable that belongs to the module`];
    }
    const silent =
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement);
    return silent ? [] : [`${path}:${line}: does something when it is imported`];
  });
}

/** Literals that are spread: an object or an array whose keys or items could stand where it is spread. */
export function checkLiteralSpreads(files: readonly SourceFile[]): string[] {
  const found: string[] = [];
  for (const { path, text } of files) {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      const isSpread = ts.isSpreadElement(node) || ts.isSpreadAssignment(node);
      if (isSpread && isLiteral(node.expression)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        found.push(`${path}:${line + 1}: spreads a literal; write its parts where they go`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found.sort();
}

function isLiteral(node: ts.Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isLiteral(node.expression);
  return ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);
}

/** Each cycle once, from its first file found. Types count: a cycle of types is two files that are one. */
function checkCycles(imports: readonly Import[], known: ReadonlySet<string>): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`${[...trail.slice(start), path].join(" -> ")}: a cycle`);
    if (start >= 0 || done.has(path)) return;
    for (const { from, to } of imports) {
      if (from === path && to !== null && known.has(to)) visit(to, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of known) visit(path, []);
  return found;
}

function checkLength({ path, text }: SourceFile): string[] {
  const lines = text.trimEnd().split("\n").length;
  return lines > MAX_LINES ? [`${path}: ${lines} lines, at most ${MAX_LINES}`] : [];
}

/**
 * Fixtures that no test reads. A test reads a fixture whose file name it writes; or, of a folder that it writes, each
 * file where it lists the folder, and those whose name up to the first dot is a string of its own where it does not.
 */
export function checkFixtures(
  fixtures: readonly string[],
  readers: readonly SourceFile[],
): string[] {
  const isRead = (path: string) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const folder = path.slice(path.lastIndexOf("fixtures/"), -name.length);
    const stem = `"${name.replace(/\..*$/, "")}"`;
    return readers.some(({ text }) => {
      if (text.includes(name)) return true;
      const itsFolder = [`${folder}"`, `${folder}$\{`].some((end) => text.includes(end));
      return itsFolder && (text.includes("readdirSync(") || text.includes(stem));
    });
  };
  return fixtures
    .filter((path) => !isRead(path))
    .map((path) => `${path}: a fixture that no test names`)
    .sort();
}
