import {
  add,
  argMax,
  cast,
  clipByValue,
  cos,
  elu,
  equal,
  exp,
  floor,
  grad,
  greater,
  matMul,
  max,
  maximum,
  maxPool,
  mod as remainder,
  oneHot,
  relu,
  reshape,
  round,
  sigmoid,
  sign,
  sin,
  step as unitStep,
  tanh,
  type Tensor,
  type Tensor4D,
  topk,
} from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { decidedValues } from './decided-values.js'
import { drawn, numbersFrom, traceOf } from './rewriting.fixture.js'
import { TraceEditor } from './trace-editor.js'

type X = Tensor

describe.skipIf(nativeUnusableReason() !== undefined)('decidedValues', () => {
  beforeAll(async () => {
    await createNodeEngine()
  })

  const next = numbersFrom(1)
  /** The names of the operations of a step on whose values a decision depends. */
  const decided = (step: (x: X, W: X) => X | X[], shape: number[] = [4, 4]): string[] => {
    const trace = traceOf(step as never, [drawn(next, shape), drawn(next, [4, 4])])
    const isDecided = decidedValues(new TraceEditor(trace))
    return trace.operations.flatMap(({ name }, place) => (isDecided(place) ? [name] : []))
  }

  it.each<[string, (x: X) => X]>([
    ['a comparison', (x) => cast(greater(x, 0), 'float32')],
    ['equality, as in the gradient of max', (x) => cast(equal(x, max(x)), 'float32')],
    ['a rounding', (x) => round(x)],
    ['floor', (x) => floor(x)],
    ['a remainder', (x) => remainder(x, 1)],
    ['a sign, as in the gradient of abs', (x) => sign(x)],
    ['an index', (x) => oneHot(argMax(x, 1), 4)],
    ['an order', (x) => topk(x, 2).values],
    ['a cast to whole numbers', (x) => cast(x, 'int32')],
    ['a step', (x) => unitStep(x)],
    [
      'the place of the largest of a window',
      (x) => grad((y) => maxPool(reshape(y, [1, 4, 4, 1]) as Tensor4D, 2, 2, 'valid'))(x),
    ],
    ['a bound, in the gradient of clipping', (x) => grad((y) => clipByValue(y, -0.5, 0.5))(x)],
  ])('%s decides', (_, step) => {
    expect(decided((x, W) => step(sin(matMul(x, W))))).toEqual(expect.arrayContaining(['BatchMatMulV2', 'Sin']))
  })

  it('all that led there, and nothing beside or after it', () => {
    const step = (x: X, W: X): X[] => {
      const beside = exp(matMul(x, W))
      const code = cast(greater(sigmoid(add(x, 1)), 0.5), 'float32')
      return [cos(beside), tanh(matMul(code, W))]
    }
    expect(decided(step)).toEqual(['Add', 'Sigmoid'])
  })

  it.each<[string, (x: X) => X]>([
    ['relu', relu],
    ['max', (x) => max(x, 1)],
    ['maximum', (x) => maximum(x, 0)],
    ['clipping', (x) => clipByValue(x, 0, 1)],
    ['elu', elu],
  ])('%s is no step: its value follows', (_, step) => {
    expect(decided((x, W) => step(sin(matMul(x, W))))).not.toContain('Sin')
  })
})
