import {
  add,
  addN,
  cast,
  exp,
  fill,
  greater,
  matMul,
  mul,
  ones,
  scalar,
  sin,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  transpose,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { decidedValues } from './decided-values.js'
import { descentUpdates } from './descent-updates.js'
import { plainProducts } from './plain-products.js'
import { checking, drawn, numbersFrom, rewriting } from './rewriting.fixture.js'

type X = Tensor

describe.skipIf(nativeUnusableReason() !== undefined)('descentUpdates', () => {
  beforeAll(async () => {
    await createNodeEngine()
  })

  const next = numbersFrom(1)
  const rewritten = rewriting((editor) => {
    plainProducts(editor, () => false)
    descentUpdates(editor, decidedValues(editor))
  })
  const check = checking(rewritten, 2e-6)
  /** Weights, a rate, and A, B, C, D of a batch of 3. */
  const batch = (): X[] => [drawn(next, [9, 8]), scalar(0.1), ...[9, 8, 9, 8].map((size) => drawn(next, [3, size]))]
  const dot = (a: X, b: X): X => matMul(a, b, true)

  it('of W − η·AᵀB, multiplies η into the smaller factor', () => {
    const operations = { MatMul: 1, Neg: 1, Mul: 1, AddN: 1 }
    check((W: X, rate: X, A: X, B: X) => sub(W, mul(rate, dot(A, B))), batch(), operations)
    check((W: X, rate: X, A: X, B: X) => sub(W, mul(dot(A, B), rate)), batch(), operations)
    check((W: X, _: X, A: X, B: X) => sub(W, mul(0.1, dot(A, B))), batch(), operations)
  })

  it('of W − η(AᵀB + CᵀD), in any nesting', () => {
    const operations = { MatMul: 2, Neg: 1, Mul: 2, AddN: 1 }
    check((W: X, rate: X, A: X, B: X, C: X, D: X) => sub(W, mul(rate, add(dot(A, B), dot(C, D)))), batch(), operations)
    const three = (W: X, rate: X, A: X, B: X, C: X, D: X) =>
      sub(W, mul(rate, add(dot(C, B), addN([dot(A, B), dot(C, D)]))))
    check(three, batch(), { MatMul: 3, Neg: 1, Mul: 3, AddN: 1 })
  })

  it('of W − η(AᵀB + λW), the decay too', () => {
    const step = (W: X, rate: X, A: X, B: X) => sub(W, mul(rate, add(dot(A, B), mul(0.01, W))))
    check(step, batch(), { MatMul: 1, Neg: 1, Mul: 3, AddN: 1 })
  })

  it('where the weights are a factor, and where one tensor is all factors', () => {
    const inputs = [drawn(next, [9, 2]), scalar(0.1)]
    const oja = (W: X, rate: X) => sub(matMul(W, W, false, true), mul(rate, matMul(W, W, false, true)))
    check(oja, inputs, { MatMul: 2, Neg: 1, Mul: 1, AddN: 1 })
  })

  it('of two updates in one step, that share factors and the rate', () => {
    const step = (W: X, rate: X, A: X, B: X) => [sub(W, mul(rate, dot(A, B))), sub(transpose(W), mul(rate, dot(B, A)))]
    check(step, batch(), { MatMul: 2, Neg: 2, Mul: 2, AddN: 2, Transpose: 1 })
  })

  const LEFT = { MatMul: 1, Mul: 1, Sub: 1 }
  it.each<[string, (W: X, rate: X, A: X, B: X, C: X, D: X) => X | X[], Record<string, number>]>([
    [
      'a gradient that is a result',
      (W, rate, A, B) => {
        const gradient = dot(A, B)
        return [gradient, sub(W, mul(rate, gradient))]
      },
      LEFT,
    ],
    [
      'a gradient that is used again (momentum)',
      (W, rate, A, B) => {
        const gradient = dot(A, B)
        return [sub(W, mul(rate, gradient)), square(gradient)]
      },
      { ...LEFT, Square: 1 },
    ],
    [
      'a sum with the same product twice',
      (W, rate, A, B) => {
        const product = dot(A, B)
        return sub(W, mul(rate, add(product, product)))
      },
      { ...LEFT, Add: 1 },
    ],
    [
      'a sum that is a result',
      (W, rate, A, B, C, D) => {
        const sum = add(dot(A, B), dot(C, D))
        return [sum, sub(W, mul(rate, sum))]
      },
      { ...LEFT, MatMul: 2, Add: 1 },
    ],
    [
      'two summands that are no products',
      (W, rate, A, B) => sub(W, mul(rate, add(add(dot(A, B), exp(W)), sin(W)))),
      { ...LEFT, Add: 2, Exp: 1, Sin: 1 },
    ],
    ['no product at all', (W, rate) => sub(W, mul(rate, exp(W))), { Exp: 1, Mul: 1, Sub: 1 }],
    ['a rate for each row', (W, _, A, B) => sub(W, mul(fill([9, 1], 0.1), dot(A, B))), { ...LEFT, Fill: 1 }],
    [
      'a sum with a row',
      (W, rate, A, B, _, D) => sub(W, mul(rate, add(dot(A, B), sum(D, 0)))),
      { ...LEFT, Add: 1, Sum: 1 },
    ],
    [
      'one row taken from more',
      (W, rate, A, B) => sub(W, mul(rate, matMul(slice(A, [0, 0], [1, 1]), slice(B, [0, 0], [1, 8])))),
      { ...LEFT, Slice: 2 },
    ],
    ['the other way round', (W, rate, A, B) => sub(mul(rate, dot(A, B)), W), LEFT],
    [
      'what is compared',
      (W, rate, A, B) => cast(greater(sub(W, mul(rate, dot(A, B))), 0), 'float32'),
      { ...LEFT, Greater: 1, Cast: 1 },
    ],
  ])('leaves %s', (_, step, operations) => check(step, batch(), operations))

  it('leaves a batch that is larger than the weights', () => {
    const inputs = [drawn(next, [4, 5]), scalar(0.1), drawn(next, [50, 4]), drawn(next, [50, 5])]
    check((W: X, rate: X, A: X, B: X) => sub(W, mul(rate, dot(A, B))), inputs, LEFT)
  })

  it('leaves integers', () => {
    const whole = (...shape: number[]): X => ones(shape, 'int32')
    const inputs = [whole(9, 8), scalar(2, 'int32'), whole(3, 9), whole(3, 8)]
    check((W: X, rate: X, A: X, B: X) => sub(W, mul(rate, dot(A, B))), inputs, LEFT)
  })
})
