/**
 * The network file: safetensors that any of its readers can open, with the network's spec and a checksum of every byte.
 *
 * `__metadata__` holds `format` ("mien-network"), `version` ("1"), `spec` (JSON of the complete `NetworkSpec`), `sha256`
 * (of the whole file, with the 64 digits of this value itself read as zeros), and whatever else its writer noted.
 */
import { checkParameters, type Parameters } from "./parameters.ts";
import { openSealedFile, type SealedFormat, sealFile } from "./sealed-file.ts";
import { type NetworkOptions, type NetworkSpec, resolveNetworkSpec } from "./spec.ts";

/** What a network file holds. */
export interface NetworkFile {
  readonly spec: NetworkSpec;
  readonly parameters: Parameters;
  /** The writer's notes. */
  readonly metadata: Readonly<Record<string, string>>;
}

const FORMAT: SealedFormat = { where: "loadNetwork", format: "mien-network", version: 1 };
const RESERVED = ["format", "version", "spec", "sha256"] as const;

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
  return sealFile(FORMAT, parameters, { ...metadata, spec: JSON.stringify(whole) });
}

/**
 * Reads a network file of any version so far.
 *
 * @throws when the file is no network file, is of a newer version, was truncated or altered in any byte, or holds
 *   parameters that do not fit its spec; saying what was expected and what came
 */
export function loadNetwork(bytes: Uint8Array): NetworkFile {
  const { tensors, metadata } = openSealedFile(FORMAT, bytes);
  const spec = readSpec(Object.hasOwn(metadata, "spec") ? metadata.spec : undefined);
  checkParameters(spec, tensors);
  const notes = Object.entries(metadata).filter(
    ([key]) => !(RESERVED as readonly string[]).includes(key),
  );
  return { spec, parameters: tensors, metadata: Object.fromEntries(notes) };
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
