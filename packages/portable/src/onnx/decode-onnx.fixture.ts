import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'

import type { OnnxAttribute, OnnxModel, OnnxNode, OnnxPort, OnnxTensor, OnnxType } from './onnx-message.js'
import { ONNX_TYPE } from './onnx-message.js'

type Field = number | Uint8Array
type Message = ReadonlyMap<number, readonly Field[]>

/** The bytes of a `ModelProto` as what they say, by the field numbers of onnx.proto. For tests. */
export function decodeOnnx(bytes: Uint8Array): OnnxModel & { readonly irVersion: number } {
  const model = read(bytes)
  const graph = read(model.get(7)![0] as Uint8Array)
  return {
    irVersion: model.get(1)![0] as number,
    opset: read(model.get(8)![0] as Uint8Array).get(2)![0] as number,
    name: text(graph.get(2)),
    nodes: each(graph.get(1)).map(node),
    initializers: each(graph.get(5)).map(tensor),
    inputs: each(graph.get(11)).map(port),
    outputs: each(graph.get(12)).map(port),
    metadata: Object.fromEntries(each(model.get(14)).map((entry) => [text(entry.get(1)), text(entry.get(2))])),
  }
}

function read(bytes: Uint8Array): Message {
  const reader = new BinaryReader(bytes)
  const fields = new Map<number, Field[]>()
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag()
    const value =
      wireType === WireType.Varint
        ? Number(reader.int64())
        : wireType === WireType.Bit32
          ? reader.float()
          : reader.bytes()
    fields.set(field, [...(fields.get(field) ?? []), value])
  }
  return fields
}

const each = (fields: readonly Field[] = []): Message[] => fields.map((field) => read(field as Uint8Array))
const text = (fields: readonly Field[] = []): string => new TextDecoder().decode(fields[0] as Uint8Array)
const texts = (fields: readonly Field[] = []): string[] => fields.map((field) => text([field]))
const typeOf = (fields: readonly Field[] | undefined): OnnxType => {
  return (Object.keys(ONNX_TYPE) as OnnxType[]).find((name) => ONNX_TYPE[name] === fields?.[0])!
}

function node(message: Message): OnnxNode {
  const attributes = each(message.get(5)).map((attribute): [string, OnnxAttribute] => {
    // `AttributeProto.type`: FLOAT, INT, STRING, INTS.
    const value = {
      1: () => ({ float: attribute.get(2)![0] as number }),
      2: () => attribute.get(3)![0] as number,
      3: () => text(attribute.get(4)),
      7: () => (attribute.get(8) ?? []) as number[],
    }[attribute.get(20)![0] as 1 | 2 | 3 | 7]()
    return [text(attribute.get(1)), value]
  })
  return {
    inputs: texts(message.get(1)),
    outputs: texts(message.get(2)),
    type: text(message.get(4)),
    attributes: Object.fromEntries(attributes),
  }
}

function tensor(message: Message): OnnxTensor {
  const [shape, bytes] = [(message.get(1) ?? []) as number[], message.get(9)![0] as Uint8Array]
  return { name: text(message.get(8)), type: typeOf(message.get(2)), shape, bytes }
}

function port(message: Message): OnnxPort {
  const type = each(each(message.get(2))[0]!.get(1))[0]!
  const shape = each(each(type.get(2))[0]!.get(1)).map((side) => (side.get(1)?.[0] as number) ?? text(side.get(2)))
  return { name: text(message.get(1)), type: typeOf(type.get(1)), shape }
}
