import { type Backend, createReferenceBackend, createWasmBackend } from "../../src/kernel/index.ts";

export interface TestBackend {
  readonly name: string;
  readonly backend: Backend;
}

/** A backend that this machine lacks, and why: a suite shows it as a skip of that reason. */
export interface MissingBackend {
  readonly name: string;
  readonly reason: string;
}

export interface TestBackends {
  readonly present: readonly TestBackend[];
  readonly missing: readonly MissingBackend[];
}

/** What `@mien/native` exports; stated here, since the package is optional and so are its types. */
interface NativeModule {
  createNativeBackend(): Backend | null;
}

async function native(): Promise<Backend | MissingBackend> {
  const missing = (reason: string) => ({ name: "native", reason });
  const specifier: string = "@mien/native"; // a string: the compiler must not look the package up
  try {
    const { createNativeBackend } = (await import(/* @vite-ignore */ specifier)) as NativeModule;
    return createNativeBackend() ?? missing("the addon is not built on this machine");
  } catch (error) {
    return missing(error instanceof Error ? error.message : String(error));
  }
}

/** Every backend that can run here, in one list, so that a suite is written once; and those that cannot. */
export async function testBackends(): Promise<TestBackends> {
  const backends = [
    createReferenceBackend("float64"),
    createReferenceBackend("float32"),
    await createWasmBackend(),
    await createWasmBackend({ wideTiles: true }),
  ];
  const addon = await native();
  const present = "reason" in addon ? backends : [...backends, addon];
  return {
    present: present.map((backend) => ({ name: backend.name, backend })),
    missing: "reason" in addon ? [addon] : [],
  };
}
