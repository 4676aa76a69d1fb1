// Builds the addon when a C++ compiler is there. Its absence is one quiet line: mien then runs on WASM.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const kernels = findKernels();
const build = join(here, "build");
const target = join(build, `mien-${process.platform}-${process.arch}.node`);
// Node ships its headers beside its binary; npm's copies of Node may not.
const headers = [
  join(dirname(process.execPath), "../include/node"),
  "/usr/include/node",
  "/usr/include/nodejs/src",
].find((folder) => existsSync(join(folder, "node_api.h")));

const ISAS =
  process.arch === "x64"
    ? [
        { name: "avx2", flags: ["-mavx2", "-DVL=8"] },
        {
          name: "avx512",
          flags: ["-mavx2", "-mavx512f", "-mavx512vl", "-mavx512dq", "-mavx512bw", "-DVL=16"],
        },
      ]
    : [];
const COMMON = [
  "-std=c++17",
  "-O3",
  "-ffp-contract=off",
  "-fno-exceptions",
  "-fno-rtti",
  "-fPIC",
  "-Wall",
  "-Wextra",
];

/** The sources that the WASM is compiled from, in @mien/core: beside this package, or wherever it is resolved to. */
function findKernels() {
  const beside = join(here, "../core/src/kernel/cpp");
  if (existsSync(beside)) return beside;
  const resolved = fileURLToPath(new URL("../src/kernel/cpp", import.meta.resolve("@mien/core")));
  return existsSync(resolved) ? resolved : fail("no sources in @mien/core");
}

function fail(reason) {
  console.log(`mien: no native kernels (${reason}); WASM is used`);
  process.exit(0);
}

function compile(compiler, args) {
  const done = spawnSync(compiler, [...COMMON, "-Wno-unused-function", ...args], {
    encoding: "utf8",
  });
  if (done.status !== 0) fail(done.error?.message ?? done.stderr.trim().split("\n")[0]);
}

const sources = [here, join(here, "src"), kernels]
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((file) => /\.(cc|h|mjs)$/.test(file))
  .sort();
const hash = createHash("sha256").update(process.arch);
for (const file of sources) hash.update(readFileSync(file));
const digest = hash.digest("hex");
const stamp = join(build, "stamp");
if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, "utf8") === digest)
  process.exit(0);

const compiler = [process.env.CXX, "c++", "g++", "clang++"].find(
  (name) => name && spawnSync(name, ["--version"]).status === 0,
);
if (process.platform === "win32" || compiler === undefined) fail("no C++ compiler");
if (headers === undefined) fail("Node's headers are missing");
mkdirSync(build, { recursive: true });
const objects = ISAS.map(({ name, flags }) => {
  const object = join(build, `${name}.o`);
  compile(compiler, [
    ...flags,
    `-DMIEN_TABLE=mien_${name}`,
    `-I${kernels}`,
    "-c",
    join(here, "src/isa.cc"),
    "-o",
    object,
  ]);
  return object;
});
compile(compiler, [
  `-I${headers}`,
  `-I${kernels}`,
  "-DVL=4",
  ...ISAS.map(({ name }) => `-DMIEN_${name.toUpperCase()}`),
  "-shared",
  ...(process.platform === "darwin" ? ["-undefined", "dynamic_lookup"] : []),
  join(here, "src/addon.cc"),
  ...objects,
  "-o",
  target,
]);
writeFileSync(stamp, digest);
console.log(`mien: native kernels built with ${compiler}`);
