const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Decodes standard base64 (RFC 4648, padded). Portable: neither `atob` nor `Buffer` is in every runtime's types. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 4 !== 0) {
    throw new Error(`decodeBase64: expected a length divisible by 4, got ${text.length}`);
  }
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    let word = 0;
    for (let j = 0; j < 4; j++) {
      const letter = text.charAt(i + j);
      const value = letter === "=" && i + j >= text.length - padding ? 0 : ALPHABET.indexOf(letter);
      if (value < 0) throw new Error(`decodeBase64: character ${i + j} is not base64: ${letter}`);
      word = (word << 6) | value;
    }
    for (let j = 16; j >= 0 && at < bytes.length; j -= 8) bytes[at++] = (word >> j) & 255;
  }
  return bytes;
}
