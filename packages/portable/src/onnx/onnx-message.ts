import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'

/** `TensorProto.DataType`. */
export const ONNX_TYPE = { float32: 1, int32: 6, int64: 7, bool: 9 } as const
export type OnnxType = keyof typeof ONNX_TYPE

export type OnnxAttribute = number | string | readonly number[] | { readonly float: number }

export interface OnnxNode {
  readonly type: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** A number or a list is of integers. */
  readonly attributes: Readonly<Record<string, OnnxAttribute>>
}

export interface OnnxTensor {
  readonly name: string
  readonly type: OnnxType
  readonly shape: readonly number[]
  /** Little-endian. */
  readonly bytes: Uint8Array
}

export interface OnnxPort {
  readonly name: string
  readonly type: OnnxType
  /** A text is a dimension without a fixed size. */
  readonly shape: readonly (number | string)[]
}

export interface OnnxModel {
  readonly name: string
  readonly opset: number
  readonly nodes: readonly OnnxNode[]
  readonly initializers: readonly OnnxTensor[]
  readonly inputs: readonly OnnxPort[]
  readonly outputs: readonly OnnxPort[]
  readonly metadata: Readonly<Record<string, string>>
}

/** Of the file format; the one that came with opset 17. */
const IR_VERSION = 8

type Write = (message: BinaryWriter) => void

/**
 * The bytes of a `ModelProto`. Field numbers: onnx/onnx.proto of github.com/onnx/onnx, IR version 8. The same model gives the same
 * bytes.
 */
export function encodeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter()
  integer(writer, 1, IR_VERSION)
  text(writer, 2, 'hourglass')
  message(writer, 7, (graph) => {
    for (const each of model.nodes) message(graph, 1, node(each))
    text(graph, 2, model.name)
    for (const each of model.initializers) message(graph, 5, tensor(each))
    for (const each of model.inputs) message(graph, 11, port(each))
    for (const each of model.outputs) message(graph, 12, port(each))
  })
  message(writer, 8, (opset) => {
    text(opset, 1, '')
    integer(opset, 2, model.opset)
  })
  for (const [key, value] of Object.entries(model.metadata))
    message(writer, 14, (entry) => {
      text(entry, 1, key)
      text(entry, 2, value)
    })
  return writer.finish()
}

function node({ type, inputs, outputs, attributes }: OnnxNode): Write {
  return (writer) => {
    for (const name of inputs) text(writer, 1, name)
    for (const name of outputs) text(writer, 2, name)
    text(writer, 3, outputs[0]!)
    text(writer, 4, type)
    for (const [name, value] of Object.entries(attributes)) message(writer, 5, attribute(name, value))
  }
}

function attribute(name: string, value: OnnxAttribute): Write {
  return (writer) => {
    text(writer, 1, name)
    const write: readonly [type: number, () => void] =
      typeof value === 'number'
        ? [2, () => integer(writer, 3, value)]
        : typeof value === 'string'
          ? [3, () => text(writer, 4, value)]
          : 'float' in value
            ? [1, () => writer.tag(2, WireType.Bit32).float(value.float)]
            : [7, () => value.forEach((each) => integer(writer, 8, each))]
    write[1]()
    integer(writer, 20, write[0])
  }
}

function tensor({ name, type, shape, bytes }: OnnxTensor): Write {
  return (writer) => {
    for (const side of shape) integer(writer, 1, side)
    integer(writer, 2, ONNX_TYPE[type])
    text(writer, 8, name)
    writer.tag(9, WireType.LengthDelimited).bytes(bytes)
  }
}

function port({ name, type, shape }: OnnxPort): Write {
  const dimension = (side: number | string): Write => {
    return (writer) => (typeof side === 'number' ? integer(writer, 1, side) : text(writer, 2, side))
  }
  return (writer) => {
    text(writer, 1, name)
    message(writer, 2, (valueType) =>
      message(valueType, 1, (tensorType) => {
        integer(tensorType, 1, ONNX_TYPE[type])
        message(tensorType, 2, (shapeOf) => shape.forEach((side) => message(shapeOf, 1, dimension(side))))
      }),
    )
  }
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value)
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value)
}

function message(writer: BinaryWriter, field: number, write: Write): void {
  writer.tag(field, WireType.LengthDelimited).fork()
  write(writer)
  writer.join()
}
