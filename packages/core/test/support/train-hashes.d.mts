import type * as kernel from "../../src/kernel/index.ts";
import type * as math from "../../src/math/index.ts";
import type * as nn from "../../src/nn/index.ts";

export function trainHashes(
  doors: { readonly math: typeof math; readonly nn: typeof nn },
  backend: kernel.Backend,
  together?: boolean,
): string[];
