import { add, exp, reshape, sin, type Tensor } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'

import { nativeUnusableReason } from '../../load-tfjs-node.js'
import { createNodeEngine } from '../../node-engine.js'
import { idleReshapes } from './idle-reshapes.js'
import { drawn, numbersFrom, operationsOf, resultsOf, rewriting, traceOf } from './rewriting.fixture.js'

type X = Tensor

describe.skipIf(nativeUnusableReason() !== undefined)('idleReshapes', () => {
  beforeAll(async () => {
    await createNodeEngine()
  })

  const next = numbersFrom(1)
  const x = () => drawn(next, [2, 3])
  const rewritten = rewriting(idleReshapes)
  const check = (step: (x: X) => X | X[], reshapes: number) => {
    const inputs = [x()]
    const trace = traceOf(step, inputs)
    expect(operationsOf(rewritten(trace))['Reshape'] ?? 0).toBe(reshapes)
    expect(resultsOf(rewritten(trace), inputs)).toEqual(resultsOf(trace, inputs))
  }

  it('leaves one out', () => check((x) => exp(reshape(x, [2, 3])), 0))
  it('leaves out some in a row', () => check((x) => exp(reshape(reshape(reshape(sin(x), [2, 3]), [2, 3]), [2, 3])), 0))
  it('leaves out one that is a result, of a value and of an input', () =>
    check((x) => [reshape(exp(x), [2, 3]), reshape(x, [2, 3])], 0))
  it('leaves out one that is used twice, and used and returned', () =>
    check((x) => {
      const y = reshape(exp(x), [2, 3])
      return [y, add(y, y), sin(y)]
    }, 0))
  it('keeps those to another shape, of the same size and number of axes too, and back', () =>
    check((x) => [reshape(x, [3, 2]), exp(reshape(reshape(x, [6]), [2, 3])), reshape(x, [1, 2, 3])], 4))
})
