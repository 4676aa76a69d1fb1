/**
 * A versioned safetensors file with a checksum of every byte: `__metadata__` holds `format`, `version` (an integer) and
 * `sha256` (of the whole file, with the 64 digits of this value itself read as zeros), and what else its writer noted.
 */
import { encodeUtf8, sha256 } from "../math/index.ts";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.ts";

/** Which sealed format is read or written. */
export interface SealedFormat {
  /** The function that the errors name. */
  readonly where: string;
  readonly format: string;
  /** The newest version that this release reads and the one that it writes; older ones stay readable. */
  readonly version: number;
}

const ZEROS = "0".repeat(64);

/** The file of these tensors and notes; the same content gives the same bytes. */
export function sealFile(
  { format, version }: SealedFormat,
  tensors: Safetensors["tensors"],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const bytes = encodeSafetensors(tensors, {
    ...metadata,
    format,
    version: String(version),
    sha256: ZEROS,
  });
  bytes.set(encodeUtf8(sha256(bytes)), digestPlace("sealFile", bytes, ZEROS));
  return bytes;
}

/**
 * Reads such a file of any version so far.
 *
 * @throws when it is of another format, of a newer version, truncated, or altered in any byte
 */
export function openSealedFile(
  { where, format, version }: SealedFormat,
  bytes: Uint8Array,
): Safetensors & { readonly version: number } {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const field = (key: string) => (Object.hasOwn(metadata, key) ? metadata[key] : undefined);
  if (field("format") !== format) {
    throw new Error(`${where}: format must be ${format}, got ${field("format") ?? "none"}`);
  }
  const found = field("version");
  const isKnown = /^[1-9][0-9]{0,5}$/.test(found ?? "") && Number(found) <= version;
  if (!isKnown) {
    throw new Error(
      `${where}: version must be ${version}, the newest that this release reads, ` +
        `${version > 1 ? "or older, " : ""}got ${found ?? "none"}`,
    );
  }
  checkDigest(where, bytes, field("sha256"));
  return { tensors, metadata, version: Number(found) };
}

function checkDigest(where: string, bytes: Uint8Array, digest: string | undefined): void {
  if (digest === undefined || !/^[0-9a-f]{64}$/.test(digest)) {
    throw new Error(`${where}: sha256 must be 64 hexadecimal digits, got ${digest ?? "none"}`);
  }
  const place = digestPlace(where, bytes, digest);
  const blank = new Uint8Array(bytes).fill(0x30, place, place + digest.length);
  const actual = sha256(blank);
  if (actual !== digest) {
    throw new Error(`${where}: the file was altered: expected sha256 ${digest}, got ${actual}`);
  }
}

/**
 * First byte of the digest. Its key is unique in a header: inside a text the opening quote would be escaped and so follow
 * a backslash, a tensor's name is followed by a brace, and writers reserve the key.
 */
function digestPlace(where: string, bytes: Uint8Array, digest: string): number {
  const pattern = encodeUtf8(`"sha256":"${digest}"`);
  const last = bytes.length - pattern.length;
  for (let i = 9; i <= last; i++) {
    if (bytes[i - 1] !== 0x2c && bytes[i - 1] !== 0x7b) continue; // , and {
    let k = 0;
    while (k < pattern.length && bytes[i + k] === pattern[k]) k++;
    if (k === pattern.length) return i + pattern.length - 65;
  }
  throw new Error(`${where}: the header must hold "sha256":"<64 digits>", got another spelling`);
}
