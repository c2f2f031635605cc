import type { OperationAttribute } from '../tensorflow-backend.js'
import { ProtobufWriter } from './protobuf-writer.js'
import type { Trace, TracedConstant, ValueSource } from './trace.js'

/** TensorFlow's TF_AttrType. */
const ATTRIBUTE = { string: 0, int: 1, float: 2, bool: 3, type: 4, shape: 5 } as const
/** The graph format as TensorFlow 2.9 wrote it; later libraries read it. */
const PRODUCER = 1087
export const TAG = 'step'
/**
 * On a node, keeps the library from rewriting it: its optimizer changes bits (x / 3 to x · ⅓, x³ to x·x·x) and takes
 * ¬(a < b) for a ≥ b, which is another thing where there are NaNs.
 */
const KEPT = '_grappler_do_not_remove'

export const inputName = (place: number): string => `input_${place}`
export const outputName = (place: number): string => `output_${place}`

/**
 * A trace as a SavedModel with one graph: a Placeholder for each input, a Const for each constant, a node for each
 * operation, an Identity for each output.
 *
 * Source: tensorflow/core/protobuf/saved_model.proto, meta_graph.proto; tensorflow/core/framework/graph.proto.
 */
export function savedModel(trace: Trace): Uint8Array {
  return new ProtobufWriter()
    .integer(1, 1)
    .message(2, (metaGraph) =>
      metaGraph.message(1, (info) => info.text(4, TAG)).message(2, (graph) => writeGraph(graph, trace)),
    )
    .finish()
}

function writeGraph(graph: ProtobufWriter, trace: Trace): void {
  for (const [place, { dtype, shape }] of trace.inputs.entries())
    writeNode(graph, inputName(place), 'Placeholder', [], (attribute) => {
      attribute('dtype', (value) => value.integer(6, dtype))
      attribute('shape', (value) => value.message(7, (inner) => writeShape(inner, shape)))
    })
  for (const [place, constant] of trace.constants.entries()) {
    writeNode(graph, `value_${place}`, 'Const', [], (attribute) => {
      attribute('dtype', (value) => value.integer(6, constant.dtype))
      attribute('value', (value) => value.message(8, (tensor) => writeTensor(tensor, constant)))
    })
    // Behind this one a division does not see that it is by a constant.
    writeNode(graph, `constant_${place}`, 'Identity', [`value_${place}`], (attribute) =>
      attribute('T', (value) => value.integer(6, constant.dtype)),
    )
  }
  for (const [place, { name, attributes, inputs, after = [] }] of trace.operations.entries()) {
    const sources = [...inputs.map(reference), ...after.map((before) => `^operation_${before}`)]
    writeNode(graph, `operation_${place}`, name, sources, (attribute) => {
      for (const each of attributes) attribute(each.name, (value) => writeAttribute(value, each))
    })
  }
  for (const [place, source] of trace.outputs.entries())
    writeNode(graph, outputName(place), 'Identity', [reference(source)], (attribute) =>
      attribute('T', (value) => value.integer(6, dtypeOf(source, trace))),
    )
  graph.message(4, (versions) => versions.integer(1, PRODUCER))
}

function reference(source: ValueSource): string {
  if (source.kind === 'input') return inputName(source.place)
  return source.kind === 'constant' ? `constant_${source.place}` : `operation_${source.place}:${source.output}`
}

function dtypeOf(source: ValueSource, trace: Trace): number {
  if (source.kind === 'input') return trace.inputs[source.place]!.dtype
  if (source.kind === 'constant') return trace.constants[source.place]!.dtype
  return trace.operations[source.place]!.outputs[source.output]!.dtype
}

type WriteAttribute = (name: string, write: (value: ProtobufWriter) => void) => void

function writeNode(
  graph: ProtobufWriter,
  name: string,
  operation: string,
  inputs: readonly string[],
  attributes: (attribute: WriteAttribute) => void,
): void {
  graph.message(1, (node) => {
    node.text(1, name).text(2, operation)
    for (const input of inputs) node.text(3, input)
    const attribute: WriteAttribute = (key, write) => node.message(5, (entry) => entry.text(1, key).message(2, write))
    attribute(KEPT, (value) => value.integer(5, true))
    attributes(attribute)
  })
}

function writeAttribute(value: ProtobufWriter, { type, value: given }: OperationAttribute): void {
  if (type === ATTRIBUTE.shape) value.message(7, (inner) => writeShape(inner, given as number[]))
  else if (Array.isArray(given)) value.message(1, (list) => given.forEach((item) => writeScalar(list, type, item)))
  else writeScalar(value, type, given)
}

/** One value, in the field that it has in an AttrValue and in its list alike. */
function writeScalar(value: ProtobufWriter, type: number, given: unknown): void {
  if (type === ATTRIBUTE.string) value.text(2, given as string)
  else if (type === ATTRIBUTE.int) value.integer(3, given as number)
  else if (type === ATTRIBUTE.float) value.float(4, given as number)
  else if (type === ATTRIBUTE.bool) value.integer(5, given as boolean)
  else if (type === ATTRIBUTE.type) value.integer(6, given as number)
  else throw new TypeError(`an attribute of type ${type} cannot be written`)
}

function writeShape(value: ProtobufWriter, shape: readonly number[]): void {
  for (const side of shape) value.message(2, (dimension) => dimension.integer(1, side))
}

function writeTensor(tensor: ProtobufWriter, { dtype, shape, bytes }: TracedConstant): void {
  tensor
    .integer(1, dtype)
    .message(2, (inner) => writeShape(inner, shape))
    .bytes(4, bytes)
}
