/**
 * The network file: safetensors that any of its readers can open, with the network's spec and a checksum of every byte.
 *
 * `__metadata__` holds `format` ("mien-network"), `version` ("1"), `spec` (JSON of the complete `NetworkSpec`), `sha256`
 * (of the whole file, with the 64 digits of this value itself read as zeros), and whatever else its writer noted.
 */
import { encodeUtf8, sha256 } from "../kernel/index.ts";
import { checkParameters, type Parameters } from "./parameters.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import { type NetworkOptions, type NetworkSpec, resolveNetworkSpec } from "./spec.ts";

export interface NetworkFile {
  readonly spec: NetworkSpec;
  readonly parameters: Parameters;
  /** The writer's notes. */
  readonly metadata: Readonly<Record<string, string>>;
}

const FORMAT = "mien-network";
const VERSION = "1";
const RESERVED = ["format", "version", "spec", "sha256"] as const;
const ZEROS = "0".repeat(64);

/**
 * A network as a file; the same network and notes give the same bytes.
 *
 * @param metadata text by key; `format`, `version`, `spec` and `sha256` are the file's own
 * @throws when parameters do not fit the spec, or a key is reserved
 */
export function saveNetwork(
  spec: NetworkSpec,
  parameters: Parameters,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const whole = resolveNetworkSpec(spec);
  checkParameters(whole, parameters);
  for (const key of RESERVED) {
    if (Object.hasOwn(metadata, key)) throw new Error(`saveNetwork: metadata ${key} is reserved`);
  }
  const bytes = encodeSafetensors(parameters, {
    ...metadata,
    format: FORMAT,
    version: VERSION,
    spec: JSON.stringify(whole),
    sha256: ZEROS,
  });
  bytes.set(encodeUtf8(sha256(bytes)), digestPlace(bytes, ZEROS));
  return bytes;
}

/**
 * Reads a network file of any version so far.
 *
 * @throws when the file is no network file, is of a newer version, was truncated or altered in any byte, or holds
 *   parameters that do not fit its spec; saying what was expected and what came
 */
export function loadNetwork(bytes: Uint8Array): NetworkFile {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const field = (key: (typeof RESERVED)[number]) =>
    Object.hasOwn(metadata, key) ? metadata[key] : undefined;
  if (field("format") !== FORMAT) {
    throw new Error(`loadNetwork: format must be ${FORMAT}, got ${field("format") ?? "none"}`);
  }
  if (field("version") !== VERSION) {
    throw new Error(
      `loadNetwork: version must be ${VERSION}, the newest that this release reads, got ${field("version") ?? "none"}`,
    );
  }
  checkDigest(bytes, field("sha256"));
  const spec = readSpec(field("spec"));
  checkParameters(spec, tensors);
  const notes = Object.entries(metadata).filter(
    ([key]) => !(RESERVED as readonly string[]).includes(key),
  );
  return { spec, parameters: tensors, metadata: Object.fromEntries(notes) };
}

function checkDigest(bytes: Uint8Array, digest: string | undefined): void {
  if (digest === undefined || !/^[0-9a-f]{64}$/.test(digest)) {
    throw new Error(`loadNetwork: sha256 must be 64 hexadecimal digits, got ${digest ?? "none"}`);
  }
  const place = digestPlace(bytes, digest);
  const blank = new Uint8Array(bytes).fill(0x30, place, place + digest.length);
  const actual = sha256(blank);
  if (actual !== digest) {
    throw new Error(`loadNetwork: the file was altered: expected sha256 ${digest}, got ${actual}`);
  }
}

/**
 * First byte of the digest. Its key is unique in a header: inside a text the opening quote would be escaped and so follow
 * a backslash, a tensor's name is followed by a brace, and `saveNetwork` reserves the key.
 */
function digestPlace(bytes: Uint8Array, digest: string): number {
  const pattern = encodeUtf8(`"sha256":"${digest}"`);
  const last = bytes.length - pattern.length;
  for (let i = 9; i <= last; i++) {
    if (bytes[i - 1] !== 0x2c && bytes[i - 1] !== 0x7b) continue; // , and {
    let k = 0;
    while (k < pattern.length && bytes[i + k] === pattern[k]) k++;
    if (k === pattern.length) return i + pattern.length - 65;
  }
  throw new Error('loadNetwork: the header must hold "sha256":"<64 digits>", got another spelling');
}

function readSpec(text: string | undefined): NetworkSpec {
  try {
    return resolveNetworkSpec(JSON.parse(text ?? "null") as NetworkOptions);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`loadNetwork: spec must be a network spec in JSON: ${reason}`, {
      cause: error,
    });
  }
}
