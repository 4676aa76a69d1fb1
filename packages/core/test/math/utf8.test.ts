import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8, encodeUtf8 } from "../../src/math/index.ts";

test("any text gives the bytes of TextEncoder, and comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const bytes = encodeUtf8(text);
      expect(bytes).toEqual(new TextEncoder().encode(text));
      expect(decodeUtf8(bytes)).toBe(text);
    }),
  );
});

test("any bytes give what TextDecoder gives, or an error where it gives one", () => {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const attempt = (decode: () => string) => {
    try {
      return decode();
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      return null;
    }
  };
  // Mostly bytes that begin or continue a character, and the edges of what they may say.
  const byte = fc.oneof(
    fc.constantFrom(0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0),
    fc.constantFrom(0xe1, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff),
    fc.nat(255),
  );
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 8 }), (list) => {
      const bytes = Uint8Array.from(list);
      expect(attempt(() => decodeUtf8(bytes))).toBe(attempt(() => strict.decode(bytes)));
    }),
    { numRuns: 5000 },
  );
});

test("errors name the byte and the surrogate", () => {
  expect(() => decodeUtf8(Uint8Array.of(0x61, 0xc3, 0x28))).toThrow(
    "decodeUtf8: byte 1 must begin a UTF-8 character, got 0xc3",
  );
  expect(() => encodeUtf8("a\ud800b")).toThrow(
    "encodeUtf8: expected whole surrogate pairs, got a lone 0xd800",
  );
});
