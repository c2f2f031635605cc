import { cast, exp, greater, matMul, type Tensor, tensor2d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { decidedValues } from './decided-values.js'
import { plainProducts } from './plain-products.js'
import { distance, drawn, numbersFrom, operationsOf, resultsOf, rewriting, traceOf } from './rewriting.fixture.js'

type X = Tensor

describe.skipIf(nativeUnusableReason() !== undefined)('plainProducts', () => {
  beforeAll(async () => {
    await createNodeEngine()
  })

  const next = numbersFrom(1)
  const rewritten = rewriting((editor) => plainProducts(editor, decidedValues(editor)))

  const SIZES = [
    [1, 1, 1],
    [1, 300, 1],
    [300, 1, 300],
    [1, 300, 17],
    [17, 300, 1],
    [37, 64, 20],
    [128, 784, 300],
    [3, 0, 4],
    [0, 3, 4],
  ] as const
  describe.each(SIZES)('%i × %i × %i', (n, m, k) => {
    it.each([
      [false, false],
      [true, false],
      [false, true],
      [true, true],
    ])('transposed or not: %s, %s: the same product', (transposeA, transposeB) => {
      const inputs = [drawn(next, transposeA ? [m, n] : [n, m]), drawn(next, transposeB ? [k, m] : [m, k])]
      const trace = traceOf((a: X, b: X) => matMul(a, b, transposeA, transposeB), inputs)
      expect(operationsOf(trace)).toEqual({ BatchMatMulV2: 1 })
      expect(operationsOf(rewritten(trace))).toEqual({ MatMul: 1 })
      const [[expected], [found]] = [resultsOf(trace, inputs), resultsOf(rewritten(trace), inputs)]
      expect(distance(expected!, found!)).toBeLessThan(1e-5)
    })
  })

  it('of integers too', () => {
    const inputs = [tensor2d([1, -2, 3, 4], [2, 2], 'int32'), tensor2d([5, 6, -7, 8], [2, 2], 'int32')]
    const trace = traceOf((a: X, b: X) => matMul(a, b), inputs)
    expect(resultsOf(rewritten(trace), inputs)).toEqual([Int32Array.of(19, -10, -13, 50)])
  })

  it('leaves what a decision depends on, for it does round otherwise', () => {
    const inputs = [drawn(next, [128, 784]), drawn(next, [784, 300])]
    const step = (a: X, b: X) => {
      const product = matMul(a, b)
      return [exp(product), cast(greater(product, 0), 'float32')]
    }
    expect(operationsOf(rewritten(traceOf(step, inputs)))['BatchMatMulV2']).toBe(1)
  })

  it('leaves a batch of products, and a matrix that is one for each of a batch', () => {
    const inputs = [drawn(next, [2, 3, 4]), drawn(next, [2, 4, 5]), drawn(next, [1, 4, 5])]
    const trace = traceOf((a: X, b: X, c: X) => [matMul(a, b), matMul(a, c)], inputs)
    expect(operationsOf(rewritten(trace))).toEqual({ BatchMatMulV2: 2 })
  })
})
