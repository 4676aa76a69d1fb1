import type { Compressors } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/** No writer makes pages near this; a header that asks for more is damaged, and must not be given the memory. */
const MAX_PAGE_BYTES = 2 ** 28;

/**
 * Every codec of Parquet, each page's length checked before anything is allocated for it.
 *
 * @throws inside hyparquet, on a page that claims more than 256 MiB
 */
export const BOUNDED_CODECS: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, decompress]) => [
    codec,
    (input: Uint8Array, outputLength: number) => {
      const bytes = Math.max(outputLength, codec === "ZSTD" ? zstdContentSize(input) : 0);
      if (!(outputLength >= 0 && bytes <= MAX_PAGE_BYTES)) {
        const expected = `a ${codec} page must have at most ${MAX_PAGE_BYTES} bytes`;
        throw new Error(`${expected}, got ${bytes}`);
      }
      // Columns without any value have empty pages, which the LZ4 of hyparquet-compressors 1.1.2 refuses.
      return outputLength === 0 ? new Uint8Array(0) : decompress(input, outputLength);
    },
  ]),
);

/** What a frame of Zstandard says of its content's size (RFC 8878, 3.1.1.1), 0 where it does not: the decoder trusts it. */
function zstdContentSize(input: Uint8Array): number {
  const descriptor = input[4] ?? 0;
  const isSingle = (descriptor >> 5) & 1;
  const sizeBytes = [isSingle, 2, 4, 8][descriptor >> 6]!;
  const from = 5 + (1 - isSingle) + [0, 1, 2, 4][descriptor & 3]!;
  let size = 0;
  for (let i = sizeBytes - 1; i >= 0; i--) size = 256 * size + (input[from + i] ?? 0);
  return sizeBytes === 2 ? size + 256 : size;
}
