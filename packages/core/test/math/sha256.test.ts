import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeUtf8, sha256 } from "../../src/math/index.ts";

// FIPS 180-2, appendix B, and NIST's example of the empty message.
const VECTORS: readonly (readonly [string, string])[] = [
  ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  [
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  ],
  [
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
  ],
  ["a".repeat(1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"],
];

for (const [text, digest] of VECTORS) {
  test(`NIST: ${text.length} characters of ${text.slice(0, 12)}`, () => {
    expect(sha256(encodeUtf8(text))).toBe(digest);
  });
}

test("every length around a block's end, against Node's own", () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    expect(sha256(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
  }
});

test("any bytes, from any place in a buffer, left as they were", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(7), (bytes, offset) => {
      const room = new Uint8Array(bytes.length + 16).fill(9);
      room.set(bytes, offset);
      const view = room.subarray(offset, offset + bytes.length);
      expect(sha256(view)).toBe(createHash("sha256").update(bytes).digest("hex"));
      expect(view).toEqual(bytes);
    }),
  );
});
