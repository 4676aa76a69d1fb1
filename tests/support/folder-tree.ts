/** Folders that tests write: contents by path, in a temporary folder that is removed after the test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export type Tree = Readonly<Record<string, string | Uint8Array>>;

export function writeTree(root: string, tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Runs `use` on a folder that holds the tree, and removes it. */
export async function inTree<T>(tree: Tree, use: (root: string) => T | Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "mien-tree-"));
  try {
    writeTree(root, tree);
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
