import { cast, exp, grad, greater, mul, sigmoid, square, sub, sum, tanh, type Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { decidedValues } from './decided-values.js'
import {
  checking,
  distance,
  drawn,
  numbersFrom,
  operationsOf,
  resultsOf,
  rewriting,
  traceOf,
} from './rewriting.fixture.js'
import { squashingGradients } from './squashing-gradients.js'

type X = Tensor

describe.skipIf(nativeUnusableReason() !== undefined)('squashingGradients', () => {
  beforeAll(async () => {
    await createNodeEngine()
  })

  const next = numbersFrom(1)
  const rewritten = rewriting((editor) => squashingGradients(editor, decidedValues(editor)))
  const check = checking(rewritten, 1e-6)
  /** A value and a gradient; the value is no sigmoid and no tanh, for which nothing is assumed of it. */
  const pair = (...shape: number[]): X[] => [drawn(next, shape, -3, 3), drawn(next, shape, -3, 3)]
  const sigmoidSlope = (h: X): X => mul(h, sub(1, h))
  const tanhSlope = (h: X): X => sub(1, square(h))

  it('makes d·h(1 − h) one operation, in every order, of any shape', () => {
    for (const shape of [[7], [3, 4], [2, 3, 4], [1], [300, 70], [0, 3]]) {
      check((h: X, d: X) => mul(d, sigmoidSlope(h)), pair(...shape), { SigmoidGrad: 1 })
      check((h: X, d: X) => mul(mul(sub(1, h), h), d), pair(...shape), { SigmoidGrad: 1 })
    }
  })

  it('makes d·(1 − h²) one operation', () => {
    check((h: X, d: X) => mul(d, tanhSlope(h)), pair(3, 4), { TanhGrad: 1 })
    check((h: X, d: X) => mul(tanhSlope(h), d), pair(3, 4), { TanhGrad: 1 })
  })

  it('is what the gradients of sigmoid and tanh become', () => {
    for (const [s, name] of [
      [sigmoid, 'SigmoidGrad'],
      [tanh, 'TanhGrad'],
    ] as const) {
      const inputs = [drawn(next, [5, 6])]
      const trace = traceOf((x: X) => grad((a) => sum(square(s(a))))(x), inputs)
      expect(operationsOf(rewritten(trace))[name]).toBe(1)
      const [expected, found] = [resultsOf(trace, inputs), resultsOf(rewritten(trace), inputs)]
      expect(distance(expected[0]!, found[0]!)).toBeLessThan(1e-6)
    }
  })

  it('of the product of two slopes, takes one for the gradient of the other', () => {
    check((h: X, g: X) => mul(sigmoidSlope(h), tanhSlope(g)), pair(3, 4), { Sub: 1, Square: 1, SigmoidGrad: 1 })
  })

  it('keeps a slope that is a result or used again', () => {
    const step = (h: X, d: X) => {
      const slope = sigmoidSlope(h)
      return [slope, mul(slope, d), exp(slope)]
    }
    check(step, pair(3, 4), { Sub: 1, Mul: 1, SigmoidGrad: 1, Exp: 1 })
  })

  const SLOPE = { Sub: 1, Mul: 2 }
  it.each<[string, (h: X, d: X) => X | X[], Record<string, number>]>([
    ['h(1 − g)', (h, g) => mul(h, mul(h, sub(1, g))), SLOPE],
    ['h(2 − h)', (h, d) => mul(d, mul(h, sub(2, h))), SLOPE],
    ['h(h − 1)', (h, d) => mul(d, mul(h, sub(h, 1))), SLOPE],
    ['1 − h·g', (h, d) => mul(d, sub(1, mul(h, d))), SLOPE],
    ['h² − 1', (h, d) => mul(d, sub(square(h), 1)), { Square: 1, Sub: 1, Mul: 1 }],
    ['2 − h²', (h, d) => mul(d, sub(2, square(h))), { Square: 1, Sub: 1, Mul: 1 }],
    ['a gradient of one row', (h, d) => mul(sum(d, 0), sigmoidSlope(h)), { ...SLOPE, Sum: 1 }],
    ['a gradient of one column', (h, d) => mul(sigmoidSlope(h), sum(d, 1, true)), { ...SLOPE, Sum: 1 }],
    ['a gradient that is one number', (h, d) => mul(sum(d), sigmoidSlope(h)), { ...SLOPE, Sum: 1 }],
    ['a value of one row', (h, d) => mul(d, tanhSlope(sum(h, 0))), { Sum: 1, Square: 1, Sub: 1, Mul: 1 }],
    [
      'what is compared',
      (h, d) => cast(greater(mul(d, sigmoidSlope(h)), 0.1), 'float32'),
      { ...SLOPE, Greater: 1, Cast: 1 },
    ],
  ])('leaves %s', (_, step, operations) => check(step, pair(3, 4), operations))
})
