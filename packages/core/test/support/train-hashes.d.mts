import type * as Core from "../../src/index.ts";

export function trainHashes(core: typeof Core, backend: Core.Backend, together?: boolean): string[];
