import { ONNX_TYPE } from '../onnx-message.js'
import { axesOf, type KernelRun, type Operator } from '../operator.js'

function axes({ inputs, attributes }: KernelRun): readonly number[] {
  const { shape } = Object.values(inputs)[0]!
  return axesOf(attributes['axis'] ?? attributes['reductionIndices'], shape.length)
}

function source({ inputs }: KernelRun): string {
  return Object.values(inputs)[0]!.graphName
}

function kept({ attributes }: KernelRun): number {
  return Number(attributes['keepDims'] ?? false)
}

/** In opset 17 the axes are an attribute of all of these but the sum. */
function over(type: string): Operator {
  return (run, graph) => [graph.add(type, [source(run)], { axes: axes(run), keepdims: kept(run) })]
}

function placeOf(type: string): Operator {
  return (run, graph) => {
    const places = graph.add(type, [source(run)], { axis: axes(run)[0]!, keepdims: 0 })
    return [graph.add('Cast', [places], { to: ONNX_TYPE.int32 })]
  }
}

/** Kernels that go over an axis. */
export const REDUCTIONS: Readonly<Record<string, Operator>> = {
  Sum: (run, graph) => [graph.add('ReduceSum', [source(run), graph.integers(axes(run))], { keepdims: kept(run) })],
  Mean: over('ReduceMean'),
  Max: over('ReduceMax'),
  Min: over('ReduceMin'),
  Prod: over('ReduceProd'),
  ArgMax: placeOf('ArgMax'),
  ArgMin: placeOf('ArgMin'),
  Softmax: ({ inputs, attributes }, graph) => [
    graph.add('Softmax', [inputs['logits']!.graphName], { axis: (attributes['dim'] as number) ?? -1 }),
  ],
  Cumsum: (run, graph) => {
    const flags = {
      exclusive: Number(run.attributes['exclusive'] ?? 0),
      reverse: Number(run.attributes['reverse'] ?? 0),
    }
    return [graph.add('CumSum', [source(run), graph.integers(axes(run))], flags)]
  },
  TopK: ({ inputs, attributes }, graph) => {
    const k = graph.integers([attributes['k'] as number])
    const [values, places] = graph.addMany('TopK', 2, [inputs['x']!.graphName, k]) as [string, string]
    return [values, graph.add('Cast', [places], { to: ONNX_TYPE.int32 })]
  },
}
