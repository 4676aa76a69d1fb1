/** ONNX's messages (onnx.proto3), as far as a recogniser needs them: field numbers are theirs. */
import {
  bytesField,
  type Field,
  integerField,
  joinFields,
  messageField,
  textField,
} from "./wire.ts";

/** TensorProto.DataType of the arrays that stand for them. */
const ELEMENT = { float32: 1, int32: 6, int64: 7, float64: 11 } as const;
/** AttributeProto.AttributeType. */
const ATTRIBUTE = { integer: 2, text: 3, integers: 7 } as const;
/** Opset 17 with IR 8: ONNX 1.12 of 2022, which every runtime in use reads. */
const OPSET = 17;
const IR_VERSION = 8;

export type ElementType = keyof typeof ELEMENT;

/** A number is a size, a text names one that the caller decides. */
export type Shape = readonly (number | string)[];

export type Attribute = number | string | readonly number[];

/** A graph while it is written: nodes in the order in which they compute. */
export interface Graph {
  input(name: string, type: ElementType, shape: Shape): string;
  output(name: string, type: ElementType, shape: Shape): void;
  /** A constant; int64 where it is an array of plain numbers. Left out of the file if no node reads it. */
  constant(name: string, shape: readonly number[], values: ConstantValues): string;
  /** Adds a node with one output and returns that output's name: `name`, or one made up. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
    name?: string,
  ): string;
  /** Adds a node with several outputs; an empty name leaves one out. */
  nodeWith(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
  ): void;
  /** Converts, and returns the result's name. */
  cast(input: string, type: ElementType, name?: string): string;
  /** The model's bytes. */
  encode(about: ModelNotes): Field;
}

export type ConstantValues = Float32Array | Float64Array | readonly number[];

export interface ModelNotes {
  readonly name: string;
  readonly producerVersion: string;
  /** metadata_props */
  readonly metadata: Readonly<Record<string, string>>;
}

export function createGraph(): Graph {
  const nodes: Field[] = [];
  const constants = new Map<string, Field>();
  const read = new Set<string>();
  const inputs: Field[] = [];
  const outputs: Field[] = [];
  const graph: Graph = {
    input(name, type, shape) {
      inputs.push(valueInfo(11, name, type, shape));
      return name;
    },
    output(name, type, shape) {
      outputs.push(valueInfo(12, name, type, shape));
    },
    constant(name, shape, values) {
      constants.set(name, tensor(name, shape, values));
      return name;
    },
    node(operator, from, attributes = {}, name = `t${nodes.length}`) {
      graph.nodeWith(operator, from, [name], attributes);
      return name;
    },
    nodeWith(operator, from, to, attributes = {}) {
      for (const name of from) read.add(name);
      nodes.push(
        messageField(1, [
          ...from.map((name) => textField(1, name)),
          ...to.map((name) => textField(2, name)),
          textField(3, `n${nodes.length}`),
          textField(4, operator),
          ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
        ]),
      );
    },
    cast(input, type, name) {
      return graph.node("Cast", [input], { to: ELEMENT[type] }, name);
    },
    encode({ name, producerVersion, metadata }) {
      const kept = [...constants].filter(([key]) => read.has(key)).map(([, field]) => field);
      return joinFields([
        integerField(1, IR_VERSION),
        textField(2, "mien"),
        textField(3, producerVersion),
        messageField(7, [...nodes, textField(2, name), ...kept, ...inputs, ...outputs]),
        messageField(8, [textField(1, ""), integerField(2, OPSET)]),
        ...Object.entries(metadata).map(([key, value]) =>
          messageField(14, [textField(1, key), textField(2, value)]),
        ),
      ]);
    },
  };
  return graph;
}

function attribute(name: string, value: Attribute): Field {
  if (typeof value === "number") {
    return messageField(5, [
      textField(1, name),
      integerField(3, value),
      integerField(20, ATTRIBUTE.integer),
    ]);
  }
  if (typeof value === "string") {
    return messageField(5, [
      textField(1, name),
      textField(4, value),
      integerField(20, ATTRIBUTE.text),
    ]);
  }
  return messageField(5, [
    textField(1, name),
    ...value.map((item) => integerField(8, item)),
    integerField(20, ATTRIBUTE.integers),
  ]);
}

function tensor(name: string, shape: readonly number[], values: ConstantValues): Field {
  const type =
    values instanceof Float32Array
      ? "float32"
      : values instanceof Float64Array
        ? "float64"
        : "int64";
  const raw =
    values instanceof Float32Array || values instanceof Float64Array
      ? values
      : BigInt64Array.from(values, BigInt);
  return messageField(5, [
    ...shape.map((size) => integerField(1, size)),
    integerField(2, ELEMENT[type]),
    textField(8, name),
    // Every engine this runs on is little-endian, as ONNX's raw data is.
    bytesField(9, new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength)),
  ]);
}

function valueInfo(field: number, name: string, type: ElementType, shape: Shape): Field {
  const sizes = shape.map((size) =>
    messageField(1, [typeof size === "number" ? integerField(1, size) : textField(2, size)]),
  );
  const tensorType = messageField(1, [integerField(1, ELEMENT[type]), messageField(2, sizes)]);
  return messageField(field, [textField(1, name), messageField(2, [tensorType])]);
}
