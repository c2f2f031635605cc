import { sameDimension } from '../dimension.js'
import type { GraphBuilder } from '../graph-builder.js'
import { axesOf, dimensionOf, type KernelRun, type Operator } from '../operator.js'

/** Larger than any dimension: to the end of it. */
const END = 2 ** 31 - 1

/** Kernels that move numbers and change none. */
export const SHAPES: Readonly<Record<string, Operator>> = {
  Reshape: toShapeOfOutput,
  ExpandDims: toShapeOfOutput,
  Transpose: ({ inputs, attributes }, graph) => [
    graph.add('Transpose', [inputs['x']!.graphName], { perm: attributes['perm'] as number[] }),
  ],
  Concat: (run, graph) => [graph.add('Concat', listed(run), { axis: axisOf(run) })],
  Pack: (run, graph) => {
    const axis = axesOf(run.attributes['axis'], run.outputs[0]!.shape.length)[0]!
    const parts = listed(run).map((name) => graph.add('Unsqueeze', [name, graph.integers([axis])]))
    return [graph.add('Concat', parts, { axis })]
  },
  SplitV: (run, graph) => {
    const axis = axisOf(run)
    const sizes = graph.dimensions(run.outputs.map(({ shape }) => shape[axis]!))
    return graph.addMany('Split', run.outputs.length, [run.inputs['x']!.graphName, sizes], { axis })
  },
  Slice: ({ inputs, attributes, outputs }, graph) => {
    const { graphName, shape } = inputs['x']!
    const begin = [attributes['begin']].flat().map(dimensionOf)
    const cut = outputs[0]!.shape
      .map((size, axis) => ({
        axis,
        size,
        whole: sameDimension(size, shape[axis]!),
        from: begin[axis] ?? dimensionOf(0),
      }))
      .filter(({ whole }) => !whole)
    if (cut.length === 0) return [graph.add('Identity', [graphName])]
    const ends = cut.map(({ from, size }) => ({
      perExample: from.perExample + size.perExample,
      fixed: from.fixed + size.fixed,
    }))
    const axes = graph.integers(cut.map(({ axis }) => axis))
    return [
      graph.add('Slice', [graphName, graph.dimensions(cut.map(({ from }) => from)), graph.dimensions(ends), axes]),
    ]
  },
  Tile: ({ inputs, attributes }, graph) => {
    const times = graph.dimensions((attributes['reps'] as unknown[]).map(dimensionOf))
    return [graph.add('Tile', [inputs['x']!.graphName, times])]
  },
  GatherV2: ({ inputs, attributes }, graph) => {
    if (attributes['batchDims']) return undefined
    const [x, indices] = [inputs['x']!, inputs['indices']!]
    return [graph.add('Gather', [x.graphName, indices.graphName], { axis: attributes['axis'] as number })]
  },
  Reverse: ({ inputs, attributes }, graph) => {
    const { graphName, shape } = inputs['x']!
    const axes = axesOf(attributes['dims'], shape.length)
    const all = (value: number) => graph.integers(axes.map(() => value))
    return [graph.add('Slice', [graphName, all(-1), all(-END), graph.integers(axes), all(-1)])]
  },
}

function toShapeOfOutput({ inputs, outputs }: KernelRun, graph: GraphBuilder): readonly string[] {
  const { graphName } = Object.values(inputs)[0]!
  const { shape } = outputs[0]!
  const free = shape.filter(({ perExample }) => perExample > 0)
  // One dimension can be left for the runtime to find.
  const target =
    free.length === 1
      ? graph.integers(shape.map(({ perExample, fixed }) => (perExample > 0 ? -1 : fixed)))
      : graph.dimensions(shape)
  return [graph.add('Reshape', [graphName, target])]
}

/** A list of tensors comes as inputs `0`, `1`, …. */
function listed({ inputs }: KernelRun): string[] {
  return Object.values(inputs).map(({ graphName }) => graphName)
}

function axisOf({ inputs, attributes }: KernelRun): number {
  return axesOf(attributes['axis'], Object.values(inputs)[0]!.shape.length)[0]!
}
