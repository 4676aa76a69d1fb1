import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const bundle = async (name: string, define: Record<string, string> = {}): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`page/${name}.ts`, import.meta.url))],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "error",
    define,
  });
  return outputFiles[0]!.text;
};

/** The module of `page/page.ts` with everything that it imports, and its workers inside it. */
export async function bundlePage(): Promise<string> {
  const [worker, dying] = [await bundle("worker"), await bundle("dying-worker")];
  return bundle("page", {
    WORKER_SOURCE: JSON.stringify(worker),
    DYING_WORKER_SOURCE: JSON.stringify(dying),
  });
}
