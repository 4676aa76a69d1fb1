import { checkKeys } from "./check-keys.ts";
import { expectThat } from "./expect-that.ts";
import { TOPOLOGIES } from "./topology.ts";

/**
 * Where landmarks come from: a scheme that is known, in a picture that has a size.
 *
 * @param where begins the error, such as `Recognizer.stream`
 * @throws on an unknown topology, a missing image size, or a side that is not above 0
 */
export function checkFaceSource(
  where: string,
  { topology, imageSize }: { readonly topology?: unknown; readonly imageSize?: unknown },
): void {
  const isKnown = typeof topology === "string" && Object.hasOwn(TOPOLOGIES, topology);
  expectThat(isKnown, where, "topology", Object.keys(TOPOLOGIES).join(" or "), topology);
  const isObject = typeof imageSize === "object" && imageSize !== null;
  const shape = "an object { widthPx, heightPx }, the size of the picture";
  expectThat(isObject, where, "imageSize", shape, imageSize);
  checkKeys(`${where}: imageSize:`, imageSize as object, ["widthPx", "heightPx"]);
  for (const key of ["widthPx", "heightPx"] as const) {
    const value = (imageSize as Readonly<Record<string, unknown>>)[key];
    const isPositive = Number.isFinite(value) && (value as number) > 0;
    expectThat(isPositive, where, `imageSize.${key}`, "a finite number > 0", value);
  }
}
