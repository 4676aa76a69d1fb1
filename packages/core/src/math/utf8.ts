/** Bytes of a text (RFC 3629). Portable: `TextEncoder` is in no ECMAScript library. @throws on half a surrogate pair */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(3 * text.length);
  let at = 0;
  for (const letter of text) {
    const point = letter.codePointAt(0)!;
    if (point >= 0xd800 && point <= 0xdfff) {
      throw new Error(
        `encodeUtf8: expected whole surrogate pairs, got a lone 0x${point.toString(16)}`,
      );
    }
    const tail = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    bytes[at++] = tail === 0 ? point : ((0xf00 >> (tail + 1)) & 0xff) | (point >> (6 * tail));
    for (let k = tail - 1; k >= 0; k--) bytes[at++] = 0x80 | ((point >> (6 * k)) & 0x3f);
  }
  return bytes.slice(0, at);
}

/** The smallest code point that needs so many bytes after the first. */
const SMALLEST = [0, 0x80, 0x800, 0x10000];

/** Text of the bytes; a byte order mark stays. @throws on bytes that RFC 3629 forbids, naming the first of them */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; ) {
    const first = bytes[i]!;
    const tail = first < 0x80 ? 0 : first < 0xc0 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    let point = tail <= 0 ? first : first & (0x3f >> tail);
    let valid = tail >= 0 && first < 0xf8;
    for (let k = 1; k <= tail; k++) {
      const next = bytes[i + k] ?? 0;
      valid &&= next >> 6 === 2;
      point = (point << 6) | (next & 0x3f);
    }
    valid &&= point >= SMALLEST[tail]! && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000);
    if (!valid) {
      throw new Error(
        `decodeUtf8: byte ${i} must begin a UTF-8 character, got 0x${first.toString(16)}`,
      );
    }
    text += String.fromCodePoint(point);
    i += tail + 1;
  }
  return text;
}
