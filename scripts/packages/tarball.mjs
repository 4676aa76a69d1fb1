/** What is in a tarball, and what publint and are-the-types-wrong say of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { PACKAGES } from "./list.mjs";
import { neededBy, pack } from "./pack.mjs";

/** Where nobody asks: a package that is ESM alone answers neither old resolution nor require. */
const NOT_ASKED = ["node10", "node16-cjs"];

export async function checkTarball(name, stage, check) {
  await check(name, "packs", () => {
    pack(stage, name);
  });
  if (!stage.packed.has(name)) return;
  const tarball = pack(stage, name);
  await check(name, "has what belongs in it, and nothing else", () => contents(name, tarball));
  await check(name, "needs no package of ours but those that it names", () => needs(name, tarball));
  await check(name, "publint --strict", () => lint(tarball));
  await check(name, "are the types wrong?", () => types(tarball));
}

const read = ({ folder }, file) => readFileSync(join(folder, file), "utf8");

function contents(name, tarball) {
  const { files } = tarball;
  const missing = ["README.md", "LICENSE", "CHANGELOG.md", "package.json"].filter(
    (file) => !files.includes(file),
  );
  // Native kernels are built where they are installed.
  const built = name === "native" ? "src/index.js" : "dist/index.js";
  for (const file of [built, built.replace(/js$/, "d.ts")]) {
    if (!files.includes(file)) missing.push(file);
  }
  const stray = files.filter((file) =>
    /(^|\/)(test|tests|fixtures)\/|\.test\.|tsbuildinfo/.test(file),
  );
  const wrong = [];
  if (missing.length > 0) wrong.push(`lacks ${missing.join(", ")}`);
  if (stray.length > 0) wrong.push(`carries ${stray.slice(0, 5).join(", ")}`);
  if (!missing.includes("LICENSE")) {
    const license = read(tarball, "LICENSE");
    for (const notice of ["MIT License", ...PACKAGES[name].notices]) {
      if (!license.includes(notice)) wrong.push(`LICENSE does not name ${notice}`);
    }
  }
  if (!missing.includes("README.md") && !/\bESM only\b/i.test(read(tarball, "README.md"))) {
    wrong.push("README.md does not say that it is ESM only");
  }
  return wrong.length > 0 ? wrong.join("; ") : null;
}

/** Every import of ours is a dependency; a package that stands alone has neither. */
function needs(name, tarball) {
  const allowed = neededBy(name);
  if (PACKAGES[name].alone && allowed.length > 0) return `expected no dependency, got ${allowed}`;
  for (const file of tarball.files) {
    if (!/\.(js|mjs|d\.ts)$/.test(file)) continue;
    for (const [, own] of read(tarball, file).matchAll(
      /(?:\bfrom|\bimport)\s*\(?\s*["'](@mien\/[a-z]+)/g,
    )) {
      if (!allowed.includes(own) && own !== `@mien/${name}`) return `${file} imports ${own}`;
    }
  }
  return null;
}

async function lint({ path }) {
  const bytes = readFileSync(path);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  const bad = messages.filter(({ type }) => type !== "suggestion");
  return bad.length === 0
    ? null
    : bad.map((one) => formatMessage(one, pkg, { color: false })).join("; ");
}

async function types({ path }) {
  const { problems = [] } = await checkPackage(createPackageFromTarballData(readFileSync(path)));
  const asked = problems.filter(({ resolutionKind }) => !NOT_ASKED.includes(resolutionKind));
  const describe = ({ kind, entrypoint = "", resolutionKind = "" }) =>
    [kind, entrypoint, resolutionKind].filter(Boolean).join(" ");
  return asked.length === 0 ? null : asked.map(describe).join("; ");
}
