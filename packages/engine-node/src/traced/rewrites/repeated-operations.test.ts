import { add, addN, matMul, mul, sigmoid, softplus, sum, type Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { repeatedOperations } from './repeated-operations.js'
import { differing, drawn, numbersFrom, operationsOf, resultsOf, rewriting, traceOf } from './rewriting.fixture.js'

describe.skipIf(nativeUnusableReason() !== undefined)('repeatedOperations', () => {
  beforeAll(async () => void (await createNodeEngine()))

  const next = numbersFrom(1)
  const rewritten = rewriting(repeatedOperations)
  const inputs = () => [drawn(next, [4, 6]), drawn(next, [6, 3])]

  it('computes once what is computed twice, and what is computed from that; every bit stays', () => {
    const given = inputs()
    const step = (x: Tensor, W: Tensor) => [
      sigmoid(add(matMul(x as never, W as never), 1)),
      sum(softplus(add(matMul(x as never, W as never), 1))),
    ]
    const trace = traceOf(step, given)
    expect(operationsOf(trace)).toMatchObject({ BatchMatMulV2: 2, Add: 2 })
    expect(operationsOf(rewritten(trace))).toMatchObject({ BatchMatMulV2: 1, Add: 1, Sigmoid: 1, Softplus: 1 })
    expect(differing(resultsOf(trace, given), resultsOf(rewritten(trace), given))).toBe(0)
  })

  it('keeps apart other inputs, other attributes, other constants, and the two orders of a difference', () => {
    const given = [drawn(next, [4, 4]), drawn(next, [4, 4])]
    const step = (x: Tensor, y: Tensor) => [
      matMul(x as never, y as never),
      matMul(x as never, y as never, true),
      matMul(y as never, x as never),
      mul(x, 2),
      mul(x, 3),
      addN([x, y]),
      addN([y, x]),
    ]
    const trace = traceOf(step, given)
    expect(operationsOf(rewritten(trace))).toEqual(operationsOf(trace))
    expect(differing(resultsOf(trace, given), resultsOf(rewritten(trace), given))).toBe(0)
  })

  it('keeps draws with different keys apart, and makes one of two with the same key', async () => {
    const { random } = await createNodeEngine()
    const [a, b] = [random.key(1), random.key(2)]
    const step = (p: Tensor, q: Tensor) => [p, q, p].map((key) => random.uniform(key as never, [5]))
    const trace = traceOf(step, [a, b])
    expect(operationsOf(rewritten(trace))).toMatchObject({ StatelessRandomUniform: 2 })
    expect(differing(resultsOf(trace, [a, b]), resultsOf(rewritten(trace), [a, b]))).toBe(0)
  })
})
