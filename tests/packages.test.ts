/** Each package is what somebody else would install: scripts/check-packages.mjs, which says how. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { root } from "./support/sources.ts";

interface Check {
  readonly package: string;
  readonly check: string;
  /** What is missing on this machine; null where the check was made. */
  readonly skip: string | null;
  /** What is wrong; null where nothing is. */
  readonly wrong: string | null;
}

const PACKAGES = ["core", "statistics", "optimization", "study", "landmarker", "native", "lab"];
// Whoever installs a package begins at its README: one without is not for others yet.
const written = PACKAGES.filter((name) => existsSync(join(root, "packages", name, "README.md")));
const unwritten = PACKAGES.filter((name) => !written.includes(name));

function checkPackages(): Promise<Check[]> {
  const script = join(root, "scripts/check-packages.mjs");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, "--json", ...written], { cwd: root });
    let [said, complaint] = ["", ""];
    child.stdout.on("data", (text) => {
      said += text;
    });
    child.stderr.on("data", (text) => {
      complaint += text;
    });
    child.on("error", reject);
    child.on("close", () => {
      const last = said.trimEnd().split("\n").at(-1) ?? "";
      if (last.startsWith("[")) resolve(JSON.parse(last));
      else reject(new Error(`check-packages: expected JSON, got ${said}\n${complaint}`));
    });
  });
}

describe("as packed by npm and installed in an empty project", () => {
  let checks: readonly Check[];
  beforeAll(async () => {
    checks = await checkPackages();
  }, 600_000);

  test.for(written)("@mien/%s", (name, { skip }) => {
    const own = checks.filter((check) => check.package === name);
    expect(own.length).toBeGreaterThan(4);
    expect(own.filter(({ wrong }) => wrong !== null)).toEqual([]);
    const missing = own.filter((check) => check.skip !== null);
    if (process.env.MIEN_REQUIRE_ALL === "1") expect(missing).toEqual([]);
    else if (missing.length > 0) skip(missing.map((check) => check.skip).join("; "));
  });

  for (const name of unwritten) test.skip(`@mien/${name} (it has no README yet)`);
});
