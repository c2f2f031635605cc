import { grad, greater, mul, relu, step, sum, type Tensor, tensor1d } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { idleReshapes } from './idle-reshapes.js'
import { rectifiedGradients } from './rectified-gradients.js'
import { differing, drawn, numbersFrom, operationsOf, resultsOf, rewriting, traceOf } from './rewriting.fixture.js'

describe.skipIf(nativeUnusableReason() !== undefined)('rectifiedGradients', () => {
  beforeAll(async () => void (await createNodeEngine()))

  const next = numbersFrom(1)
  const rewritten = rewriting((editor) => {
    idleReshapes(editor)
    rectifiedGradients(editor)
  })
  const throughRelu = (a: Tensor, w: Tensor): Tensor => grad((x: Tensor) => sum(mul(w, relu(x))))(a)

  it('makes the gradient through relu one operation, and keeps every bit', () => {
    const inputs = [drawn(next, [7, 5]), drawn(next, [7, 5])]
    const trace = traceOf(throughRelu, inputs)
    expect(operationsOf(trace)).toMatchObject({ IsNan: 1, Greater: 1, Select: 2 })
    expect(operationsOf(rewritten(trace))).toMatchObject({ ReluGrad: 1 })
    expect(Object.keys(operationsOf(rewritten(trace)))).not.toContain('Select')
    expect(differing(resultsOf(trace, inputs), resultsOf(rewritten(trace), inputs))).toBe(0)
  })

  it('lets nothing through at 0, and everything above', () => {
    const inputs = [tensor1d([-1, -0, 0, 1e-30, 1, Number.POSITIVE_INFINITY]), tensor1d([2, 3, 4, 5, 6, 7])]
    const [found] = resultsOf(rewritten(traceOf(throughRelu, inputs)), inputs)
    expect([...found!]).toEqual([0, 0, 0, 5, 6, 7])
  })

  it('leaves alone a step with a slope below, one at another number, and one that is broadcast', () => {
    const inputs = [drawn(next, [7, 5]), drawn(next, [7, 5]), drawn(next, [5])]
    for (const other of [
      (a: Tensor, d: Tensor) => mul(d, step(a, 0.1)),
      (a: Tensor, d: Tensor) => mul(d, greater(a, 0.5)),
      (_: Tensor, d: Tensor, row: Tensor) => mul(d, step(row)),
    ])
      expect(Object.keys(operationsOf(rewritten(traceOf(other, inputs))))).not.toContain('ReluGrad')
  })
})
