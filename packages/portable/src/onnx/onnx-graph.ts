import { HourglassError, type Params } from '@hourglass/core'
import type { DataType, TypedArray } from '@tensorflow/tfjs-core'

import { GraphBuilder } from './graph-builder.js'
import type { JoinedOperation, JoinedTrace, JoinedValue } from './join-traces.js'
import { ONNX_TYPE, type OnnxModel, type OnnxNode, type OnnxPort, type OnnxType } from './onnx-message.js'
import { OPERATORS } from './operators.js'

/** Of the operators; runtimes of 2022 and later have it. */
export const OPSET = 17

/**
 * A trace as an ONNX graph. Its input is called as in the trace, its initializers as the parameters.
 *
 * @throws HourglassError `onnx-unsupported` naming the kernel that has no operator here
 */
export function onnxGraph(trace: JoinedTrace, input: string, params: Params): Omit<OnnxModel, 'metadata'> {
  const graph = new GraphBuilder(input)
  // Names of results are theirs, whatever else is called so.
  for (const [name] of trace.outputs) graph.unique(name)
  const names = new Map<number, string>([[trace.values.findIndex(({ name }) => name === input), input]])
  const nameOf = (place: number): string => {
    const name = names.get(place) ?? initializer(graph, trace, place, params)
    names.set(place, name)
    return name
  }
  for (const operation of needed(trace)) {
    const inputs = Object.entries(operation.inputs).map(
      ([name, place]) => [name, { ...trace.values[place]!, graphName: nameOf(place) }] as const,
    )
    const run = {
      inputs: Object.fromEntries(inputs),
      attributes: operation.attributes,
      outputs: operation.outputs.map((place) => trace.values[place]!),
    }
    const made = OPERATORS[operation.kernel]?.(run, graph) ?? refuse(trace, operation)
    for (const [at, place] of operation.outputs.entries()) names.set(place, made[at]!)
  }
  // Last, so that one value may be two results, or an input be one.
  for (const [name, place] of trace.outputs)
    graph.nodes.push({ type: 'Identity', inputs: [nameOf(place)], outputs: [name], attributes: {} })
  const inputPlace = trace.values.findIndex(({ name }) => name === input)
  return {
    name: trace.title,
    opset: OPSET,
    nodes: used(graph.nodes, new Set(trace.outputs.map(([name]) => name))),
    initializers: graph.initializers,
    inputs: [port(input, trace.values[inputPlace]!)],
    outputs: trace.outputs.map(([name, place]) => port(name, trace.values[place]!)),
  }
}

/** The operations that results depend on. */
function needed({ operations, outputs }: JoinedTrace): readonly JoinedOperation[] {
  const wanted = new Set(outputs.map(([, place]) => place))
  const kept = operations.toReversed().filter((operation) => {
    if (!operation.outputs.some((place) => wanted.has(place))) return false
    for (const place of Object.values(operation.inputs)) wanted.add(place)
    return true
  })
  return kept.toReversed()
}

/** Without what no result depends on, as the places that a kernel gives beside its values. */
function used(nodes: readonly OnnxNode[], wanted: Set<string>): readonly OnnxNode[] {
  const kept = nodes.toReversed().filter(({ inputs, outputs }) => {
    if (!outputs.some((name) => wanted.has(name))) return false
    for (const name of inputs) wanted.add(name)
    return true
  })
  return kept.toReversed()
}

/** A parameter, or a constant; one of a size that depends on the number of examples is made in the graph. */
function initializer(graph: GraphBuilder, { values }: JoinedTrace, place: number, params: Params): string {
  const { name, dtype, shape, constant } = values[place]!
  const numbers = constant ?? (params[name!]!.dataSync() as TypedArray)
  const fixed = shape.map((side) => side.fixed)
  const type = typeOf(dtype)
  if (shape.every(({ perExample }) => perExample === 0))
    return graph.tensor(name ?? 'constant', type, fixed, bytesOf(numbers, type))
  const one = graph.tensor('constant', type, [], bytesOf(numbers, type))
  return graph.add('Expand', [one, graph.dimensions(shape)])
}

function bytesOf(numbers: ArrayLike<number>, type: OnnxType): Uint8Array {
  if (type === 'bool') return Uint8Array.from(numbers)
  return new Uint8Array((type === 'int32' ? Int32Array.from(numbers) : Float32Array.from(numbers)).buffer)
}

function typeOf(dtype: DataType): OnnxType {
  if (dtype in ONNX_TYPE) return dtype as OnnxType
  throw new HourglassError('onnx-unsupported', `a tensor of ${dtype} has no place in ONNX here`)
}

function port(name: string, { dtype, shape }: JoinedValue): OnnxPort {
  const sides = shape.map(({ perExample, fixed }) =>
    perExample === 0 ? fixed : perExample === 1 && fixed === 0 ? 'batch' : `batch*${perExample}+${fixed}`,
  )
  return { name, type: typeOf(dtype), shape: sides }
}

function refuse({ title }: JoinedTrace, { kernel, attributes }: JoinedOperation): never {
  const how = Object.keys(attributes).length === 0 ? '' : ` with ${JSON.stringify(attributes)}`
  throw new HourglassError(
    'onnx-unsupported',
    `the ${title} runs the kernel ${kernel}${how}, which is not written in ONNX here`,
    {
      expected: `one of: ${Object.keys(OPERATORS).toSorted().join(', ')}`,
      remedy: 'export without --onnx; the weights and config.json need no operators',
    },
  )
}
