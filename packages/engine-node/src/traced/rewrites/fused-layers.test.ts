import {
  add,
  cast,
  exp,
  expandDims,
  greater,
  matMul,
  ones,
  relu,
  reshape,
  round,
  sigmoid,
  slice,
  softplus,
  sum,
  tanh,
  type Tensor,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { decidedValues } from './decided-values.js'
import { fusedLayers } from './fused-layers.js'
import { plainProducts } from './plain-products.js'
import { checking, drawn, numbersFrom, resultsOf, rewriting, traceOf } from './rewriting.fixture.js'

type X = Tensor

describe.skipIf(nativeUnusableReason() !== undefined)('fusedLayers', () => {
  beforeAll(async () => {
    await createNodeEngine()
  })

  const next = numbersFrom(1)
  const rewritten = rewriting((editor) => {
    plainProducts(editor, () => false)
    fusedLayers(editor, decidedValues(editor))
  })
  const check = checking(rewritten, 1e-6)
  const layer = (n: number, m: number, k: number): X[] => [drawn(next, [n, m]), drawn(next, [m, k]), drawn(next, [k])]
  const FUSED = { _FusedMatMul: 1 }

  it.each(Object.entries({ sigmoid, tanh, relu }))('fuses %s(A·B + b)', (_, s) => {
    for (let draw = 0; draw < 30; draw++) {
      const [n, m, k] = [1, 2, 3].map(() => 1 + Math.floor(40 * next())) as [number, number, number]
      check((A: X, B: X, b: X) => s(add(matMul(A, B), b)), layer(n, m, k), FUSED)
      check(
        (A: X, B: X, b: X) => s(add(b, matMul(A, B, true, true))),
        [drawn(next, [m, n]), drawn(next, [k, m]), drawn(next, [k])],
        FUSED,
      )
    }
  })

  it('fuses A·B + b alone, and before what it knows no fusing with', () => {
    check((A: X, B: X, b: X) => add(matMul(A, B), b), layer(5, 4, 3), FUSED)
    check((A: X, B: X, b: X) => softplus(add(matMul(A, B), b)), layer(5, 4, 3), { ...FUSED, Softplus: 1 })
  })

  it('where A·B + b itself is a result or used again, squashes by itself', () => {
    const step = (A: X, B: X, b: X) => {
      const a = add(matMul(A, B), b)
      return [a, sigmoid(a), exp(a)]
    }
    check(step, layer(5, 4, 3), { ...FUSED, Sigmoid: 1, Exp: 1 })
  })

  it('of a square layer takes only a bias, no column', () => {
    check((A: X, B: X, b: X) => add(matMul(A, B), b), layer(4, 4, 4), FUSED)
    check((A: X, B: X, b: X) => add(matMul(A, B), reshape(b, [4, 1])), layer(4, 4, 4), {
      MatMul: 1,
      Reshape: 1,
      Add: 1,
    })
  })

  it('takes a bias that is a part of the product too', () => {
    const step = (A: X, B: X) => sigmoid(add(matMul(A, B), reshape(slice(A, [0, 0], [1, 4]), [4])))
    check(step, [drawn(next, [4, 4]), drawn(next, [4, 4])], { Slice: 1, Reshape: 1, _FusedMatMul: 1 })
  })

  const matrices = (): X[] => [drawn(next, [5, 4]), drawn(next, [4, 3]), drawn(next, [3])]
  it.each<[string, (A: X, B: X, b: X) => X | X[], Record<string, number>]>([
    [
      'a product that is used again',
      (A, B, b) => {
        const product = matMul(A, B)
        return [sigmoid(add(product, b)), exp(product)]
      },
      { MatMul: 1, Add: 1, Sigmoid: 1, Exp: 1 },
    ],
    [
      'a product that is a result',
      (A, B, b) => {
        const product = matMul(A, B)
        return [product, add(product, b)]
      },
      { MatMul: 1, Add: 1 },
    ],
    ['a bias of one row', (A, B, b) => add(matMul(A, B), reshape(b, [1, 3])), { MatMul: 1, Reshape: 1, Add: 1 }],
    ['one number as a bias', (A, B, b) => add(matMul(A, B), sum(b)), { MatMul: 1, Sum: 1, Add: 1 }],
    ['a product added to another', (A, B) => add(matMul(A, B), matMul(A, B)), { MatMul: 2, Add: 1 }],
    [
      'a batch',
      (A, B, b) => add(matMul(expandDims(A, 0), expandDims(B, 0)), b),
      { ExpandDims: 2, BatchMatMulV2: 1, Add: 1 },
    ],
    ['a result that grows by its bias', (A, B, b) => add(matMul(A, sum(B, 1, true)), b), { Sum: 1, MatMul: 1, Add: 1 }],
    [
      'what a drawn code is decided by',
      (A, B, b) => {
        const h = sigmoid(add(matMul(A, B), b))
        return [h, cast(greater(h, 0.5), 'float32')]
      },
      { MatMul: 1, Add: 1, Sigmoid: 1, Greater: 1, Cast: 1 },
    ],
    ['what is rounded', (A, B, b) => round(add(matMul(A, B), b)), { MatMul: 1, Add: 1, Round: 1 }],
  ])('leaves %s', (_, step, operations) => check(step, matrices(), operations))

  it('leaves integers', () => {
    const whole = (...shape: number[]): X => ones(shape, 'int32')
    check((A: X, B: X, b: X) => add(matMul(A, B), b), [whole(5, 4), whole(4, 3), whole(3)], { MatMul: 1, Add: 1 })
  })

  it('of empty factors, adds the bias to zeros', () => {
    const inputs = [drawn(next, [5, 0]), drawn(next, [0, 3]), drawn(next, [3])]
    const trace = traceOf((A: X, B: X, b: X) => add(matMul(A, B), b), inputs)
    expect(resultsOf(rewritten(trace), inputs)).toEqual(resultsOf(trace, inputs))
  })
})
