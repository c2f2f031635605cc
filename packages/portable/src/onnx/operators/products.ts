import type { Operator } from '../operator.js'

/** The last two axes change places. */
const swapLast = (rank: number) =>
  Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis))

/** Matrix products. */
export const PRODUCTS: Readonly<Record<string, Operator>> = {
  BatchMatMul: ({ inputs, attributes }, graph) => {
    const [a, b] = [inputs['a']!, inputs['b']!]
    const [transA, transB] = [Number(attributes['transposeA']), Number(attributes['transposeB'])]
    if (a.shape.length === 2 && b.shape.length === 2)
      return [graph.add('Gemm', [a.graphName, b.graphName], { transA, transB })]
    const factors = [
      [a, transA],
      [b, transB],
    ] as const
    const turned = factors.map(([factor, turn]) =>
      turn ? graph.add('Transpose', [factor.graphName], { perm: swapLast(factor.shape.length) }) : factor.graphName,
    )
    return [graph.add('MatMul', turned)]
  },
}
