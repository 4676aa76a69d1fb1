/** NumPy's .npy, version 1, written independently of the parser under test (NEP 1). */
const WRITERS: Readonly<
  Record<string, readonly [number, (v: DataView, at: number, x: number) => void]>
> = {
  "<f4": [4, (v, at, x) => v.setFloat32(at, x, true)],
  "<f8": [8, (v, at, x) => v.setFloat64(at, x, true)],
  "<i4": [4, (v, at, x) => v.setInt32(at, x, true)],
  "<i8": [8, (v, at, x) => v.setBigInt64(at, BigInt(x), true)],
  "|u1": [1, (v, at, x) => v.setUint8(at, x)],
};

/** @param type such as "<f4" or, for text of at most nine characters, "<U9" */
export function npy(
  type: string,
  shape: readonly number[],
  values: readonly (number | string)[],
  order: "True" | "False" = "False",
): Uint8Array {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const unicode = /^<U(\d+)$/.exec(type);
  const [width, write] = unicode === null ? WRITERS[type]! : [4 * Number(unicode[1]), null];
  const bytes = new Uint8Array(10 + padded.length + width * values.length);
  bytes.set(Buffer.from(`\x93NUMPY\x01\x00`, "latin1"));
  const view = new DataView(bytes.buffer);
  view.setUint16(8, padded.length, true);
  bytes.set(Buffer.from(padded, "latin1"), 10);
  values.forEach((value, i) => {
    const at = 10 + padded.length + i * width;
    if (typeof value === "number") write!(view, at, value);
    else
      for (const [k, c] of [...value].entries())
        view.setUint32(at + 4 * k, c.codePointAt(0)!, true);
  });
  return bytes;
}
